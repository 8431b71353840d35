// Truths: scripts/make_stats_goldens.py (SciPy 1.10).
#include "synchrony/stats/contingency.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::stats {
namespace {

using Counts = std::vector<std::uint64_t>;

TEST(ChiSquared, equals_scipy) {
    const Counts diabetes{6, 40, 9, 16};
    const auto plain = chi_squared(diabetes, 2);
    EXPECT_NEAR(plain->statistic, 5.12258385093168, 1e-12);
    EXPECT_NEAR(plain->p, 0.0236164271317043, 1e-14);
    EXPECT_NEAR(plain->least_expected, 25.0 * 15.0 / 71.0, 1e-12);
    const auto yates = chi_squared(diabetes, 2, true);
    EXPECT_NEAR(yates->statistic, 3.83754632505176, 1e-12);
    EXPECT_NEAR(yates->p, 0.0501168124627642, 1e-14);
    const auto larger = chi_squared(Counts{10, 4, 12, 9, 3, 11}, 2, true);  // no correction beyond 2 x 2
    EXPECT_EQ(larger->degrees, 2.0);
    EXPECT_NEAR(larger->statistic, 7.55416666666667, 1e-12);
    EXPECT_NEAR(larger->p, 0.0228893547785482, 1e-14);
}

TEST(ChiSquared, says_nothing_where_a_margin_is_empty) {
    EXPECT_FALSE(chi_squared(Counts{0, 0, 3, 4}, 2));
    EXPECT_FALSE(chi_squared(Counts{0, 2, 0, 4}, 2));
    EXPECT_FALSE(chi_squared(Counts{1, 2, 3}, 2));
    EXPECT_FALSE(chi_squared(Counts{1, 2}, 2));
}

TEST(FisherExact, equals_scipy) {
    EXPECT_NEAR(fisher_exact_p(2, 44, 3, 22), 0.336890526654219, 1e-12);
    EXPECT_NEAR(fisher_exact_p(44, 2, 13, 12), 2.33715156073148e-05, 1e-16);
    EXPECT_NEAR(fisher_exact_p(8, 2, 1, 5), 0.034965034965035, 1e-13);
    EXPECT_NEAR(fisher_exact_p(0, 10, 5, 7), 0.0396445659603554, 1e-13);
    EXPECT_NEAR(fisher_exact_p(3, 3, 3, 3), 1.0, 1e-12);
    EXPECT_EQ(fisher_exact_p(0, 0, 3, 4), 1.0);
    EXPECT_EQ(fisher_exact_p(3, 4, 0, 0), 1.0);
}

// By hand: (179.4 - 158.4) / sqrt((19.8^2 + 23.7^2) / 2) = 21 / sqrt(476.865) = 0.961663.
// 0.75 against 0.25: 0.5 / sqrt(0.1875) = 2 / sqrt(3).
TEST(StandardisedDifference, by_hand) {
    EXPECT_NEAR(*standardised_difference({179.4, 19.8, 46}, {158.4, 23.7, 25}), 21.0 / std::sqrt(476.865), 1e-12);
    EXPECT_NEAR(*standardised_difference(0.75, 0.25), 2.0 / std::sqrt(3.0), 1e-14);
    EXPECT_FALSE(standardised_difference(1.0, 0.0));
    EXPECT_FALSE(standardised_difference({1, 0, 5}, {2, 0, 5}));
}

TEST(ClopperPearson, equals_scipy_binomtest) {
    const auto middle = clopper_pearson_interval(9, 14);
    EXPECT_NEAR(middle->low, 0.351380110615992, 1e-12);
    EXPECT_NEAR(middle->high, 0.872401570140841, 1e-12);
    EXPECT_EQ(clopper_pearson_interval(0, 25)->low, 0.0);
    EXPECT_NEAR(clopper_pearson_interval(0, 25)->high, 0.137185171530712, 1e-12);
    EXPECT_NEAR(clopper_pearson_interval(46, 46)->low, 0.922938172948439, 1e-12);
    EXPECT_EQ(clopper_pearson_interval(46, 46)->high, 1.0);
    EXPECT_FALSE(clopper_pearson_interval(0, 0));
}

// Independent answers: the exact limits. Fewer than there are people: scipy.stats.beta.ppf(0.025, 5.25, 13.25) and
// beta.ppf(0.975, 6.25, 12.25), that is 5.25 of 17.5.
TEST(KornGraubard, limits_of_a_share_follow_from_its_variance) {
    const auto of_independent = korn_graubard_interval(1.0 / 38.0, 37.0 / (38.0 * 38.0 * 38.0), 38, 38);
    EXPECT_NEAR(of_independent->low, 0.0006660362042023656, 1e-9);
    EXPECT_NEAR(of_independent->high, 0.13809902979242006, 1e-9);
    const auto of_related = korn_graubard_interval(0.3, 0.21 / 17.5, 40, 40);
    EXPECT_NEAR(of_related->low, 0.10903886910559475, 1e-9);
    EXPECT_NEAR(of_related->high, 0.5612675701060366, 1e-9);
    EXPECT_EQ(korn_graubard_interval(0.3, 0.21 / 1000.0, 40, 40)->high,
              korn_graubard_interval(0.3, 0.21 / 40.0, 40, 40)->high)
        << "never more answers than rows";
    EXPECT_NEAR(korn_graubard_interval(0.0, 0.0, 50, 25)->high, clopper_pearson_interval(0, 25)->high, 1e-12);
    // 60 rows of 12 people, variance 0.01: 21 * (t.ppf(0.975, 59) / t.ppf(0.975, 11))^2 answers, 17.3571.
    const auto of_few = korn_graubard_interval(0.3, 0.01, 60, 12);
    EXPECT_NEAR(of_few->low, 0.10842514718294977, 1e-9);
    EXPECT_NEAR(of_few->high, 0.5624428447904338, 1e-9);
    EXPECT_FALSE(korn_graubard_interval(0.5, 0.0, 25, 25)) << "no spread to read an effective number off";
    EXPECT_FALSE(korn_graubard_interval(0.5, 0.1, 0, 0));
}

}  // namespace
}  // namespace synchrony::stats

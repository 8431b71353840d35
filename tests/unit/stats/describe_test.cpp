// Truths: scripts/make_stats_goldens.py (SciPy 1.10, NumPy).
#include "synchrony/stats/describe.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "synchrony/stats/confidence_intervals.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

const std::vector<double> sample{3.0, 1.0, 4.0, 1.5, 9.0, 2.6};

TEST(Describe, equals_numpy) {
    EXPECT_NEAR(*mean(sample), 21.1 / 6.0, 1e-14);
    EXPECT_NEAR(*standard_deviation(sample), 2.89165465895682, 1e-13);
    EXPECT_NEAR(*quantile(sample, 0.025), 1.0625, 1e-14);
    EXPECT_NEAR(*median(sample), 2.8, 1e-14);
    EXPECT_NEAR(*quantile(sample, 0.9), 6.5, 1e-14);
    EXPECT_EQ(*quantile(sample, 0.0), 1.0);
    EXPECT_EQ(*quantile(sample, 1.0), 9.0);
}

TEST(Describe, says_nothing_where_nothing_is_defined) {
    EXPECT_FALSE(mean({}));
    EXPECT_FALSE(median({}));
    EXPECT_FALSE(standard_deviation(std::vector<double>{1.0}));
}

TEST(Distributions, equal_scipy) {
    EXPECT_NEAR(normal_cdf(1.3), 0.90319951541439, 1e-14);
    EXPECT_NEAR(normal_quantile(0.9), 1.2815515655446, 1e-13);
    EXPECT_NEAR(normal_two_sided_p(-2.2), 0.0278068950269972, 1e-15);
    EXPECT_NEAR(student_t_two_sided_p(2.1, 13.5), 0.0550448322262366, 1e-13);
    EXPECT_NEAR(chi_squared_upper_p(5.4, 3.0), 0.144743579414856, 1e-14);
}

TEST(Wilson, equals_scipy_binomtest) {
    const auto middle = wilson_interval(9, 14);
    EXPECT_NEAR(middle->low, 0.387644231039074, 1e-13);
    EXPECT_NEAR(middle->high, 0.836552682464459, 1e-13);
    const auto none = wilson_interval(0, 25);
    EXPECT_EQ(none->low, 0.0);
    EXPECT_NEAR(none->high, 0.133192250939048, 1e-13);
    const auto all = wilson_interval(46, 46);
    EXPECT_NEAR(all->low, 0.92292643691442, 1e-13);
    EXPECT_EQ(all->high, 1.0);
    EXPECT_FALSE(wilson_interval(0, 0));
    EXPECT_FALSE(wilson_interval(3, 2));
}

// By hand: sorted 0.01 0.02 0.03 0.5 -> 4*0.01, 3*0.02, 2*0.03, 1*0.5.
TEST(Holm, steps_down_and_never_falls) {
    const auto p = holm_adjusted(std::vector<double>{0.03, 0.01, 0.5, 0.02});
    EXPECT_NEAR(p[1], 0.04, 1e-15);
    EXPECT_NEAR(p[3], 0.06, 1e-15);
    EXPECT_NEAR(p[0], 0.06, 1e-15);
    EXPECT_NEAR(p[2], 0.5, 1e-15);
    EXPECT_EQ(holm_adjusted(std::vector<double>{0.9, 0.8})[0], 1.0);
}

// Newcombe, Stat Med 1998;17:873, table II, method 10: limits recovered from Wilson's, for independent proportions.
TEST(DifferenceInterval, of_two_proportions_is_newcombes) {
    struct Published {
        std::uint64_t first, of_first, second, of_second;
        double low, high;
    };
    for (const auto& p : {Published{56, 70, 48, 80, 0.0524, 0.3339}, Published{9, 10, 3, 10, 0.1705, 0.8090},
                          Published{6, 7, 2, 7, 0.0582, 0.8062}, Published{5, 56, 0, 29, -0.0381, 0.1926},
                          Published{10, 10, 0, 20, 0.6791, 1.0}}) {
        const auto share = [](std::uint64_t part, std::uint64_t of) {
            return static_cast<double>(part) / static_cast<double>(of);
        };
        const auto limits = difference_interval(share(p.first, p.of_first), *wilson_interval(p.first, p.of_first),
                                                share(p.second, p.of_second), *wilson_interval(p.second, p.of_second));
        EXPECT_NEAR(limits.low, p.low, 5e-5);
        EXPECT_NEAR(limits.high, p.high, 5e-5);
    }
}

}  // namespace
}  // namespace synchrony::stats

#include "synchrony/stats/bootstrap.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "synchrony/stats/describe.hpp"

namespace synchrony::stats {
namespace {

TEST(Bootstrap, weights_sum_to_the_number_of_patients) {
    core::RandomStream random(3);
    const auto weights = bootstrap_weights(71, random);
    EXPECT_EQ(std::accumulate(weights.begin(), weights.end(), 0.0), 71.0);
}

// The bootstrap standard error of a mean is sd * sqrt((n - 1) / n) / sqrt(n) (Efron & Tibshirani 1993, equation 5.12).
TEST(Bootstrap, spread_of_a_mean_is_its_standard_error) {
    core::RandomStream random(11);
    std::vector<double> values(200);
    for (auto& v : values) v = random.normal();
    const auto means =
        bootstrap(values.size(),
                  [&](std::span<const double> w) {
                      return std::optional(std::inner_product(w.begin(), w.end(), values.begin(), 0.0) / 200.0);
                  },
                  core::RandomStream(5), {.resamples = 4000, .threads = 2});
    const double expected = *standard_deviation(values) * std::sqrt(199.0 / 200.0) / std::sqrt(200.0);
    EXPECT_NEAR(*standard_deviation(means), expected, 0.05 * expected);
    const auto interval = percentile_interval(means);
    EXPECT_NEAR(interval->high - interval->low, 2.0 * 1.96 * expected, 0.1 * expected * 3.92);
}

TEST(Bootstrap, threads_change_nothing) {
    const auto statistic = [](std::span<const double> w) { return std::optional(w[0] + 2.0 * w[1]); };
    const auto one = bootstrap(10, statistic, core::RandomStream(5), {.resamples = 300, .threads = 1});
    const auto two = bootstrap(10, statistic, core::RandomStream(5), {.resamples = 300, .threads = 2});
    EXPECT_EQ(one, two);
}

TEST(Bootstrap, undefined_resamples_are_left_out_and_too_few_give_no_interval) {
    const auto values =
        bootstrap(2, [](std::span<const double> w) { return w[0] > 0.0 ? std::optional(w[0]) : std::nullopt; },
                  core::RandomStream(5), {.resamples = 400, .threads = 1});
    EXPECT_NEAR(static_cast<double>(values.size()), 300.0, 40.0);  // P(item 0 drawn at all) = 3/4
    EXPECT_FALSE(percentile_interval(std::vector<double>(least_resamples - 1, 0.0)));
}

TEST(Bootstrap, one_value_in_every_resample_is_no_interval) {
    EXPECT_FALSE(spread_interval(std::vector<double>(200, 1.0)));
    std::vector<double> values(200, 1.0);
    values[7] = 0.9;
    EXPECT_EQ(spread_interval(values), percentile_interval(values));
}

TEST(Bootstrap, p_counts_the_smaller_tail_twice) {
    std::vector<double> differences(999, 1.0);
    for (std::size_t i = 0; i < 24; ++i) differences[i] = -1.0;
    EXPECT_DOUBLE_EQ(*bootstrap_p(differences), 2.0 * 25.0 / 1000.0);
    EXPECT_DOUBLE_EQ(*bootstrap_p(std::vector<double>(999, 0.0)), 1.0);
}

// Rows of one unit are drawn together: with every row twice each resample is that of the rows once.
TEST(Bootstrap, UnitsAreDrawnWhole) {
    const std::vector<double> once{1, 5, 2, 8, 3, 9, 4};
    const std::vector<std::size_t> unit_of{0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6};
    const auto weighted_mean = [&](std::span<const double> weights) -> std::optional<double> {
        double top = 0.0, bottom = 0.0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            top += weights[i] * once[i % once.size()];
            bottom += weights[i];
        }
        return top / bottom;
    };
    const core::RandomStream random(3);
    const auto of_rows = bootstrap(once.size(), weighted_mean, random, {200});
    const auto of_units = bootstrap_units(unit_of, weighted_mean, random, {200});
    ASSERT_EQ(of_rows.size(), of_units.size());
    for (std::size_t i = 0; i < of_rows.size(); ++i) EXPECT_NEAR(of_rows[i], of_units[i], 1e-12);
    EXPECT_TRUE(bootstrap_units({}, weighted_mean, random, {200}).empty());
}

TEST(Bootstrap, UnitsOfSomeRows) {
    EXPECT_EQ(units_of_rows({}, 3), (std::vector<std::size_t>{0, 1, 2}));
    const std::vector<std::size_t> unit_of{0, 1, 1, 2}, rows{3, 1, 2};
    EXPECT_EQ(units_among(unit_of, rows), (std::vector<std::size_t>{0, 1, 1}));
    EXPECT_EQ(unit_count(unit_of), 3U);
    EXPECT_EQ(unit_count({}), 0U);
}

TEST(Bootstrap, UnitsOfAClass) {
    const std::vector<std::size_t> unit_of{0, 1, 1, 2};
    const std::vector<std::uint8_t> labels{1, 0, 1, 1};
    EXPECT_EQ(units_with(true, labels, unit_of), 3U);
    EXPECT_EQ(units_with(false, labels, unit_of), 1U);
    EXPECT_EQ(units_with(true, {}, {}), 0U);
}

}  // namespace
}  // namespace synchrony::stats

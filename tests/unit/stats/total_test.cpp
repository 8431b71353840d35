// The statistics room is total: whatever the numbers, nothing is thrown, nothing hangs, and what is given is finite.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/contingency.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"
#include "synchrony/stats/paired.hpp"
#include "synchrony/stats/probability.hpp"
#include "synchrony/stats/two_sample.hpp"

namespace synchrony::stats {
namespace {

using Column = std::vector<double>;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

void expect_finite(const std::optional<double>& value) {
    if (value) {
        EXPECT_TRUE(std::isfinite(*value)) << *value;
    }
}
void expect_finite(const std::optional<Interval>& interval) {
    if (interval) {
        EXPECT_TRUE(std::isfinite(interval->low) && std::isfinite(interval->high));
    }
}
void expect_p(double p) {
    EXPECT_TRUE(p >= 0.0 && p <= 1.0) << p;
}

/// Columns as strangers' tables hold them: huge, tiny, not there, all the same, of one row.
std::vector<Column> strange_columns() {
    std::vector<Column> columns{{}, {1.0}, {no_number}, {infinite}, {1e160}, {3, 3, 3, 3, 3, 3}, {0, 0, 0, 0}};
    core::RandomStream random(11);
    const Column odd{no_number, infinite, -infinite, 1e300, -1e300, 1e-300, -1e-300, 9e307, -9e307, 1e160, 5e-324, 0.0};
    for (const double value : odd) {
        columns.push_back({value, value});
        columns.push_back({1.0, 2.0, value, 4.0, 5.0, 7.0});
        columns.push_back({value, 1.0, -value, 2.0, value});
    }
    for (int i = 0; i < 40; ++i) {
        Column mixed;
        for (int k = 0; k < 12; ++k)
            mixed.push_back(random.index(3) == 0 ? odd[random.index(odd.size())] : random.normal());
        columns.push_back(mixed);
    }
    return columns;
}

void expect_total_of_one(const Column& a) {
    expect_finite(mean(a));
    expect_finite(standard_deviation(a));
    expect_finite(median(a));
    for (const double p : {0.0, 0.3, 1.0, -1.0, 2.0, no_number}) expect_finite(quantile(a, p));
    if (const auto test = shapiro_wilk(a)) expect_p(test->p);
    if (const auto s = summary(a)) {
        EXPECT_TRUE(std::isfinite(s->mean) && std::isfinite(s->sd));
    }
    expect_finite(percentile_interval(a));
    (void)bootstrap_p(a);
    for (const double p : holm_adjusted(a)) EXPECT_FALSE(std::isnan(p));
}

void expect_total_of_two(const Column& a, const Column& b) {
    const auto of_a = summary(a), of_b = summary(b);
    if (of_a && of_b) {
        for (const auto& test : {welch_t(*of_a, *of_b), student_t(*of_a, *of_b)})
            if (test) expect_p(test->p);
        expect_finite(standardised_difference(*of_a, *of_b));
    }
    for (const auto& test : {mann_whitney(a, b), mann_whitney_normal(a, b)})
        if (test) expect_p(test->p);
    if (const auto paired = paired_difference(a, b)) {
        expect_finite(paired->mean);
        expect_finite(paired->sd);
        expect_finite(paired->interval);
    }
}

/// As shares and as probabilities, with classes of both classes and of one.
void expect_total_of_scores(const Column& a) {
    for (const std::size_t period : {1U, 2U, 3U}) {
        std::vector<std::uint8_t> classes;
        for (std::size_t i = 0; i < a.size(); ++i) classes.push_back(i % period == 0 ? 1 : 0);
        expect_finite(auc(a, classes));
        if (const auto test = delong(a, classes)) expect_finite(test->interval);
        if (const auto test = delong_paired(a, Column(a.rbegin(), a.rend()), classes)) expect_p(test->p);
        const auto order = ascending_order(a);
        expect_finite(average_precision(a, classes, order));
        (void)weighted_pairs(a, classes, Column(a.size(), 1.0), order);
        (void)roc_curve(a, classes);
        for (const double threshold : {0.0, 0.3, 1.0, no_number}) expect_finite(net_benefit(a, classes, threshold));
        if (const auto found = calibration(a, classes)) {
            EXPECT_TRUE(std::isfinite(found->slope) && std::isfinite(found->intercept));
        }
    }
}

TEST(TotalStatistics, StrangeColumns) {
    const auto columns = strange_columns();
    for (const auto& a : columns) {
        SCOPED_TRACE(::testing::PrintToString(a));
        expect_total_of_one(a);
        expect_total_of_scores(a);
        for (const auto& b : columns) expect_total_of_two(a, b);
    }
}

TEST(TotalStatistics, StrangeWeights) {
    const Column shares{0.1, 0.4, 0.35, 0.8};
    const std::vector<std::uint8_t> classes{0, 0, 1, 1};
    for (const double w : {0.0, no_number, infinite, 1e300, 1e-300}) {
        const Column shares_of_each{w, 1.0, w, 1.0};
        expect_finite(average_precision(shares, classes, ascending_order(shares), shares_of_each));
        expect_finite(net_benefit(shares, classes, 0.3, shares_of_each));
        if (const auto found = calibration(shares, classes, shares_of_each)) expect_finite(found->slope);
    }
}

TEST(TotalStatistics, Distributions) {
    for (const double x : {no_number, infinite, -infinite, 0.0, -1.0, 1e-300, 1e300})
        for (const double degrees : {no_number, infinite, 0.0, -1.0, 1e-300, 1e300, 3.0}) {
            EXPECT_NO_THROW((void)student_t_two_sided_p(x, degrees));
            EXPECT_NO_THROW((void)student_t_quantile(x, degrees));
            EXPECT_NO_THROW((void)chi_squared_upper_p(x, degrees));
            EXPECT_NO_THROW((void)normal_quantile(x));
            EXPECT_NO_THROW((void)normal_two_sided_p(x));
        }
    EXPECT_TRUE(std::isnan(student_t_two_sided_p(1.0, no_number)));
}

TEST(TotalStatistics, Counts) {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t a : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{70}, most / 4})
        for (const std::uint64_t b : {std::uint64_t{0}, std::uint64_t{3}, most / 4}) {
            const std::vector<std::uint64_t> counts{a, b, b, a};
            if (const auto test = chi_squared(counts, 2)) expect_p(test->p);
            EXPECT_NO_THROW((void)fisher_exact_p(a, b, b, a));
            for (const double level : {0.95, 0.0, 1.0, no_number, 7.0}) {
                expect_finite(wilson_interval(b, a, level));
                expect_finite(clopper_pearson_interval(b, a, level));
            }
        }
}

// What a scaled computation gives: the SD of {1, 2, 3} x 1e200 is 1e200, and their mean 2e200.
TEST(TotalStatistics, HugeAndTinyValuesKeepTheirFigures) {
    for (const double scale : {1e200, 1e-200}) {
        const Column values{1 * scale, 2 * scale, 3 * scale};
        EXPECT_NEAR(*mean(values) / scale, 2.0, 1e-12);
        EXPECT_NEAR(*standard_deviation(values) / scale, 1.0, 1e-12);
        EXPECT_NEAR(*median(values) / scale, 2.0, 1e-12);
    }
    EXPECT_NEAR(*mean(Column{1.5e308, 1.7e308}) / 1.6e308, 1.0, 1e-12);
    EXPECT_NEAR(*median(Column{-1.5e308, 1.7e308}) / 1e307, 1.0, 1e-9);
}

}  // namespace
}  // namespace synchrony::stats

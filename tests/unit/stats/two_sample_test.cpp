// Truths: scripts/make_stats_goldens.py (SciPy 1.10). SciPy's Shapiro-Wilk works in single precision.
#include "synchrony/stats/two_sample.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace synchrony::stats {
namespace {

using Values = std::vector<double>;

const Values a{179.4, 168.2, 191.3, 155.0, 203.1, 176.6, 182.9, 160.7, 188.8};
const Values b{158.4, 149.9, 171.5, 140.2, 166.3, 181.1, 152.7};
const Values c{1, 2, 2, 3, 3, 3, 4, 4, 2, 3};
const Values d{2, 3, 3, 4, 4, 4, 4, 1};

Values saw(std::size_t n, std::size_t period, double offset, double slope) {
    Values values;
    for (std::size_t i = 0; i < n; ++i)
        values.push_back(offset + static_cast<double>(i % period) + slope * static_cast<double>(i));
    return values;
}
const Values e = saw(60, 17, 0.5, 0.01);
const Values f = saw(55, 19, 2.25, 0.013);

TEST(TTests, equal_scipy) {
    const auto welch = welch_t(*summary(a), *summary(b));
    EXPECT_NEAR(welch->t, 2.51233515891023, 1e-12);
    EXPECT_NEAR(welch->degrees, 13.5730465888645, 1e-11);
    EXPECT_NEAR(welch->p, 0.0253190446515939, 1e-13);
    const auto student = student_t(*summary(a), *summary(b));
    EXPECT_NEAR(student->t, 2.48136191212103, 1e-12);
    EXPECT_NEAR(student->p, 0.0263996491269448, 1e-13);
    const auto printed = welch_t({61, 13.1, 46}, {63.2, 11.7, 25});
    EXPECT_NEAR(printed->t, -0.725072188806036, 1e-13);
    EXPECT_NEAR(printed->p, 0.471516310027457, 1e-13);
}

TEST(TTests, say_nothing_where_nothing_is_defined) {
    EXPECT_FALSE(summary(Values{1.0}));
    EXPECT_FALSE(welch_t({1, 1, 1}, {2, 1, 9}));
    EXPECT_FALSE(welch_t({1, 0, 5}, {2, 0, 5}));
    EXPECT_FALSE(student_t({1, 0, 5}, {2, 0, 5}));
}

TEST(MannWhitney, equals_scipy) {
    const auto exact = mann_whitney(a, b);
    EXPECT_TRUE(exact->exact);
    EXPECT_EQ(exact->u, 52.0);
    EXPECT_NEAR(exact->p, 0.0311188811188811, 1e-14);
    EXPECT_NEAR(mann_whitney_normal(a, b)->p, 0.0342577688658701, 1e-14);
    const auto tied = mann_whitney(c, d);
    EXPECT_FALSE(tied->exact);
    EXPECT_EQ(tied->u, 29.0);
    EXPECT_NEAR(tied->p, 0.329773049204016, 1e-13);
    const auto large = mann_whitney(e, f);
    EXPECT_FALSE(large->exact);
    EXPECT_EQ(large->u, 1127.0);
    EXPECT_NEAR(large->p, 0.00343971301212201, 1e-14);
}

TEST(MannWhitney, exact_at_larger_sizes_equals_scipy) {
    Values first(e.begin(), e.begin() + 49);
    Values second(f.begin(), f.begin() + 30);
    for (auto& v : first) v *= 1.001;
    for (auto& v : second) v += 0.0001;
    const auto test = mann_whitney(first, second);
    EXPECT_TRUE(test->exact);
    EXPECT_EQ(test->u, 639.0);
    EXPECT_NEAR(test->p, 0.336783939400009, 1e-12);
}

// By hand: 2 against 2, the first group wholly above: 1 of 6 arrangements, two-sided 2 / 6.
TEST(MannWhitney, small_cases_by_hand) {
    EXPECT_NEAR(mann_whitney(Values{3, 4}, Values{1, 2})->p, 1.0 / 3.0, 1e-15);
    EXPECT_EQ(mann_whitney(Values{1, 1}, Values{1, 1})->p, 1.0);
    EXPECT_FALSE(mann_whitney(Values{}, Values{1.0}));
}

TEST(ShapiroWilk, equals_scipy) {
    const auto expect = [](const Values& values, double w, double p) {
        const auto test = shapiro_wilk(values);
        EXPECT_NEAR(test->w, w, 2e-6);
        EXPECT_NEAR(test->p, p, 2e-5 + 2e-5 * p);
    };
    expect(a, 0.982941031455994, 0.977680742740631);
    expect(c, 0.910848379135132, 0.286869615316391);
    expect(e, 0.953914523124695, 0.0238848887383938);
    expect({1.0, 2.0, 4.0}, 0.964285731315613, 0.636885643005371);
    expect({a.begin(), a.begin() + 5}, 0.989814043045044, 0.979038953781128);
    Values skewed;
    for (int i = 0; i < 40; ++i) skewed.push_back(std::exp(0.1 * i));
    expect(skewed, 0.815886735916138, 1.47766568261432e-05);
}

TEST(ShapiroWilk, says_nothing_where_nothing_is_defined) {
    EXPECT_FALSE(shapiro_wilk(Values{1.0, 2.0}));
    EXPECT_FALSE(shapiro_wilk(Values{1.0, 1.0, 1.0, 1.0}));
}

}  // namespace
}  // namespace synchrony::stats

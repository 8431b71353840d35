// Do two groups of plain numbers differ, and are they normal? Nothing comes of numbers that are not finite, and nothing
// where a test's own sums are not.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace synchrony::stats {

/// What a paper prints of a group.
struct Summary {
    double mean = 0.0;
    double sd = 0.0;  ///< divisor n - 1
    std::size_t n = 0;
};
/// Nothing for fewer than two values.
[[nodiscard]] std::optional<Summary> summary(std::span<const double> values);

struct TTest {
    double t = 0.0;        ///< of first - second
    double degrees = 0.0;  ///< of freedom
    double p = 1.0;        ///< two-sided
};
/// Unequal variances (Welch 1947; degrees of Welch and Satterthwaite). Nothing where a group has fewer than two members
/// or neither varies.
[[nodiscard]] std::optional<TTest> welch_t(const Summary& first, const Summary& second);
/// One pooled variance (Student 1908), as most statistics programs do when asked for "the t test".
[[nodiscard]] std::optional<TTest> student_t(const Summary& first, const Summary& second);

struct RankTest {
    double u = 0.0;      ///< pairs in which the first group's value is larger, ties half
    double p = 1.0;      ///< two-sided
    bool exact = false;  ///< from the distribution of U itself
};
/// Groups smaller than this, without ties, get the exact distribution (R's wilcox.test draws the same line).
inline constexpr std::size_t exact_rank_test_below = 50;
/// Mann-Whitney U (1947): exact for small groups without ties, else normal with continuity correction and the variance
/// corrected for ties. Nothing where a group is empty or a value is NaN.
[[nodiscard]] std::optional<RankTest> mann_whitney(std::span<const double> first, std::span<const double> second);
/// The same by the normal distribution whatever the size.
[[nodiscard]] std::optional<RankTest> mann_whitney_normal(std::span<const double> first,
                                                          std::span<const double> second);

struct NormalityTest {
    double w = 1.0;
    double p = 1.0;
};
/// Shapiro-Wilk test as Royston computes it (Applied Statistics 44:547, 1995, algorithm AS R94). Nothing for fewer than
/// 3 or more than 5000 values, or values without spread.
[[nodiscard]] std::optional<NormalityTest> shapiro_wilk(std::span<const double> values);

}  // namespace synchrony::stats

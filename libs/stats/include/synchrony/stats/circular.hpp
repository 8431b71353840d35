// Angles: 350 and 10 degrees lie 20 apart and have the mean 0. Nothing comes of values that are not finite.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace synchrony::stats {

/// Degrees, the same direction in (-180, 180].
[[nodiscard]] double within_half_turn(double degrees);

struct CircularSummary {
    std::optional<double> mean_deg;  ///< direction of the mean vector, in (-180, 180]; nothing where it has none
    double resultant = 0.0;          ///< length of the mean vector: 1 all alike, 0 without direction
    std::optional<double> sd_deg;    ///< sqrt(-2 ln resultant) (Mardia 1972; Fisher 1993, section 2.3); nothing for 0
    std::size_t n = 0;
};
/// Of angles in degrees; nothing for no values.
[[nodiscard]] std::optional<CircularSummary> circular_summary(std::span<const double> degrees);

struct UniformScoresTest {
    double w = 0.0;
    double p = 1.0;
};
/// Do two groups of angles come from one distribution? Mardia, Watson and Wheeler's test of uniform scores (Mardia and
/// Jupp 2000, section 8.3.3; Zar 2010, section 27.5), W = 2 (N - 1) / N sum R_i^2 / n_i, chi-squared with 2 degrees of
/// freedom; ties share their mean rank. Nothing for groups below `least_of_uniform_scores`, where that is too rough.
inline constexpr std::size_t least_of_uniform_scores = 10;
[[nodiscard]] std::optional<UniformScoresTest> uniform_scores_test(std::span<const double> first,
                                                                   std::span<const double> second);

}  // namespace synchrony::stats

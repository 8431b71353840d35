// Kolmogorov-Smirnov test of two samples: does the largest distance between their distribution functions exceed what
// chance gives?
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace synchrony::stats {

/// Largest distance of the two empirical distribution functions; nothing where a sample is empty or holds a number that
/// is not finite.
[[nodiscard]] std::optional<double> kolmogorov_smirnov_distance(std::span<const double> first,
                                                                std::span<const double> second);

/// Products of the two sizes up to this get the exact distribution (its cost), larger ones the limiting one.
inline constexpr std::size_t exact_kolmogorov_smirnov_up_to = 4'000'000;

/// P(distance >= `distance`) for two samples of those sizes from one continuous distribution (Hodges 1958: paths that
/// leave a band); with ties it is too large, never too small. 1 for an empty sample; NaN for a distance that is none.
[[nodiscard]] double kolmogorov_smirnov_p(double distance, std::size_t first, std::size_t second);

/// The limiting distribution: P(sup |Brownian bridge| >= x), Kolmogorov's series.
[[nodiscard]] double kolmogorov_upper_p(double x);

}  // namespace synchrony::stats

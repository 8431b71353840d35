// Means, spreads and quantiles of plain numbers. Nothing comes of values that are not finite.
#pragma once

#include <optional>
#include <span>

namespace synchrony::stats {

/// Arithmetic mean, also where the sum would overflow; nothing for no values.
[[nodiscard]] std::optional<double> mean(std::span<const double> values);
/// Sample standard deviation (divisor n - 1); nothing for fewer than two values, or where it is beyond all
/// numbers.
[[nodiscard]] std::optional<double> standard_deviation(std::span<const double> values);
/// Quantile at `p` in [0, 1] with linear interpolation between order statistics (Hyndman & Fan 1996, type 7: the
/// default of R and NumPy); nothing for no values.
[[nodiscard]] std::optional<double> quantile(std::span<const double> values, double p);
[[nodiscard]] std::optional<double> median(std::span<const double> values);

}  // namespace synchrony::stats

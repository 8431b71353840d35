// The statistics are total: what is no finite number is no result.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace synchrony::stats {

[[nodiscard]] inline bool all_finite(std::span<const double> values) {
    return std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
}
/// Values that can be ordered; infinities can.
[[nodiscard]] inline bool no_nan(std::span<const double> values) {
    return std::ranges::none_of(values, [](double v) { return std::isnan(v); });
}
[[nodiscard]] inline std::optional<double> if_finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace synchrony::stats

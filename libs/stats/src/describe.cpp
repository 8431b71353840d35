#include "synchrony/stats/describe.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "finite.hpp"

namespace synchrony::stats {
namespace {

/// Root of the mean square of the distances, divisor n - 1, without squaring what overflows or vanishes when squared.
double scaled_deviation(std::span<const double> values, double centre) {
    double scale = 0.0;
    for (const double v : values) scale = std::max(scale, std::abs(v - centre));
    if (!(scale > 0.0) || !std::isfinite(scale)) return scale;
    double squares = 0.0;
    for (const double v : values) squares += (v - centre) / scale * ((v - centre) / scale);
    return scale * std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

std::optional<double> mean(std::span<const double> values) {
    if (values.empty() || !all_finite(values)) return std::nullopt;
    const auto n = static_cast<double>(values.size());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (std::isfinite(sum)) return sum / n;
    return std::accumulate(values.begin(), values.end(), 0.0, [n](double so_far, double v) { return so_far + v / n; });
}

std::optional<double> standard_deviation(std::span<const double> values) {
    const auto centre = mean(values);
    if (values.size() < 2 || !centre) return std::nullopt;
    double squares = 0.0;
    for (const double v : values) squares += (v - *centre) * (v - *centre);
    if (!std::isnormal(squares)) return if_finite(scaled_deviation(values, *centre));
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::optional<double> quantile(std::span<const double> values, double p) {
    if (values.empty() || !all_finite(values) || std::isnan(p)) return std::nullopt;
    std::vector<double> ordered(values.begin(), values.end());
    const double position = std::clamp(p, 0.0, 1.0) * static_cast<double>(ordered.size() - 1);
    const double share = position - std::floor(position);
    // Two neighbours in the order are asked for, not all of it: evaluation fits thousands of columns.
    const auto at = ordered.begin() + static_cast<std::ptrdiff_t>(position);
    std::ranges::nth_element(ordered, at);
    const double below = *at, above = at + 1 == ordered.end() ? below : *std::min_element(at + 1, ordered.end());
    const double between = below + share * (above - below);
    return std::isfinite(between) ? between : (1.0 - share) * below + share * above;
}

std::optional<double> median(std::span<const double> values) {
    return quantile(values, 0.5);
}

}  // namespace synchrony::stats

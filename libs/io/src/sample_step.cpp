#include "sample_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace synchrony::io {
namespace {

constexpr double most_steps = 1 << 20;
/// How far a sample may lie from a multiple, in roundings of a float: one of the sample, one of its scaling.
constexpr double roundings = 4.0;

/// A number of few decimals that is as near as floats can tell: 0.0025 for 0.0025000001.
double snapped(double step) {
    constexpr double near = std::numeric_limits<float>::epsilon();
    const double inverse = 1.0 / step;
    if (std::abs(inverse - std::round(inverse)) < near * inverse) return 1.0 / std::round(inverse);
    const double scale = std::pow(10.0, 5 - std::floor(std::log10(step)));
    const double rounded = std::round(step * scale) / scale;
    return std::abs(rounded - step) < near * step ? rounded : step;
}

}  // namespace

std::optional<double> sample_step(std::span<const float> samples) {
    std::vector<double> sizes;
    sizes.reserve(samples.size());
    for (const float v : samples) sizes.push_back(std::abs(static_cast<double>(v)));
    std::sort(sizes.begin(), sizes.end());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    if (!sizes.empty() && sizes.front() == 0.0) sizes.erase(sizes.begin());
    if (sizes.empty() || !std::isfinite(sizes.back())) return std::nullopt;
    constexpr double precision = std::numeric_limits<float>::epsilon();
    const double blur = roundings * precision * sizes.back();
    double step = sizes.front();
    for (std::size_t i = 1; i < sizes.size(); ++i)
        if (const double gap = sizes[i] - sizes[i - 1]; gap > blur) step = std::min(step, gap);
    if (!(step > 0) || sizes.back() / step > most_steps) return std::nullopt;
    // From small to large: each multiple makes the step more exact for the next. First the distances from the smallest
    // sample, which stay small where a lead lies far from zero, then the samples themselves.
    constexpr double off = 0.2;
    const auto refine = [&](double multiple) {
        const double steps = std::round(multiple / step);
        if (steps < 1 || std::abs(multiple / step - steps) > off) return false;
        step = multiple / steps;
        return true;
    };
    for (const double size : sizes)
        if (size - sizes.front() > blur && !refine(size - sizes.front())) return std::nullopt;
    for (const double size : sizes)
        if (!refine(size)) return std::nullopt;
    step = snapped(step);
    const bool all = std::all_of(sizes.begin(), sizes.end(), [&](double size) {
        return std::abs(size - std::round(size / step) * step) <= roundings * precision * size + blur / roundings;
    });
    return all ? std::optional(step) : std::nullopt;
}

bool are_multiples(std::span<const float> samples, double step, double unit) {
    constexpr double of_a_float = 5e-7;
    return std::all_of(samples.begin(), samples.end(), [&](float sample) {
        const double size = std::abs(static_cast<double>(sample)) * unit;
        const double steps = std::round(size / step);
        return std::abs(size - steps * step) <= of_a_float * size && steps <= largest_in_16_bits;
    });
}

double round_step(double largest, double finest) {
    for (double decimal = finest;; decimal *= 10)
        for (const double factor : {1.0, 2.0, 5.0})
            if (largest <= largest_in_16_bits * factor * decimal) return factor * decimal;
}

}  // namespace synchrony::io

// Integrals of a sampled wave between two instants, the wave taken as straight between samples.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace synchrony::measure {

/// Value at time t (s), by linear interpolation; ends are held.
template <typename Sample>
[[nodiscard]] double value_at(std::span<const Sample> v, double fs, double t) {
    const double u = std::clamp(t * fs, 0.0, static_cast<double>(v.size() - 1));
    const auto i = std::min(static_cast<std::size_t>(u), v.size() - 1);
    const double f = u - static_cast<double>(i);
    return i + 1 < v.size() ? (1.0 - f) * static_cast<double>(v[i]) + f * static_cast<double>(v[i + 1])
                            : static_cast<double>(v[i]);
}

/// Integral of map(v - rest) from t0 to t1, in the unit of v times s: trapezoids, the parts of a sample at both ends
/// included.
template <typename Sample, typename Map>
[[nodiscard]] double integral(std::span<const Sample> v, double fs, double t0, double t1, double rest, Map map) {
    if (v.empty() || t1 <= t0) return 0.0;
    double sum = 0.0;
    double t = t0, before = map(value_at(v, fs, t0) - rest);
    for (auto i = static_cast<std::size_t>(std::max(0.0, std::floor(t0 * fs) + 1.0)); i < v.size(); ++i) {
        const double at = static_cast<double>(i) / fs;
        if (at >= t1) break;
        const double now = map(static_cast<double>(v[i]) - rest);
        sum += 0.5 * (before + now) * (at - t);
        t = at;
        before = now;
    }
    return sum + 0.5 * (before + map(value_at(v, fs, t1) - rest)) * (t1 - t);
}

template <typename Sample>
[[nodiscard]] double integral(std::span<const Sample> v, double fs, double t0, double t1, double rest) {
    return integral(v, fs, t0, t1, rest, [](double x) { return x; });
}

/// Mean level just before the QRS complex: what waves are measured from.
template <typename Sample>
[[nodiscard]] double isoelectric_before(std::span<const Sample> v, double fs, double qrs_onset_s) {
    constexpr double width_s = 0.012, gap_s = 0.002;  // short enough to stay in the PQ segment of a fast heart
    const double t1 = std::max(0.0, qrs_onset_s - gap_s), t0 = std::max(0.0, t1 - width_s);
    return t1 > t0 ? integral(v, fs, t0, t1, 0.0) / (t1 - t0) : value_at(v, fs, qrs_onset_s);
}

}  // namespace synchrony::measure

// The spatial velocity: how fast the heart's vector moves, over the independent leads together, and where it falls
// below a threshold.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "delineation/signals.hpp"

namespace synchrony::measure::delineation {

/// A stretch of samples at working_rate_hz with the spatial velocity in it, mV/s. Outside the stretch its ends hold.
struct Velocity {
    int from = 0;
    std::vector<double> v;
    [[nodiscard]] int to() const { return from + static_cast<int>(v.size()) - 1; }
    [[nodiscard]] double at(int i) const { return v[static_cast<std::size_t>(std::clamp(i, from, to()) - from)]; }
    /// The largest in [first, last]; 0 where there is none.
    [[nodiscard]] double largest(int first, int last) const;
    /// The lowest mean over `width` samples within [first, last]; 0 where they do not fit.
    [[nodiscard]] double lowest_mean(int first, int last, int width) const;
};

/// Root mean square over I, II, V1 to V6 (over all usable leads where fewer than two of these are) of the slopes, in
/// samples [from, to] as far as the signals go. Empty `v`: nothing there.
[[nodiscard]] Velocity spatial_velocity(const Signals& signals, int from, int to, double smoothing_ms);

/// From the first place, walking inward from `start` to `last`, where the velocity is surely the complex's: outward (+1
/// or -1) until it stays below the threshold for `quiet` samples. The crossing, between samples; empty when there is
/// none.
[[nodiscard]] std::optional<double> crossing(const Velocity& v, int start, int last, int outward, double sure,
                                             double threshold, int quiet);

}  // namespace synchrony::measure::delineation

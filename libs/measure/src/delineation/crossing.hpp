// Where a velocity falls below a threshold.
#pragma once

#include <optional>

#include "delineation/velocity.hpp"

namespace synchrony::measure::delineation {

/// From the first place, walking inward from `start` to `last`, where the velocity is surely the complex's: outward (+1
/// or -1) until it stays below the threshold for `quiet` samples. The crossing, between samples; empty when there is
/// none.
[[nodiscard]] std::optional<double> crossing(const Velocity& v, int start, int last, int outward, double sure,
                                             double threshold, int quiet);

}  // namespace synchrony::measure::delineation

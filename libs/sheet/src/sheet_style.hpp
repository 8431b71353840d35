// Colours and scales that all sheets share.
#pragma once

#include <array>

#include "synchrony/draw/colour.hpp"

namespace synchrony::sheet {

inline constexpr draw::Colour ink{0.1, 0.1, 0.1};
inline constexpr draw::Colour warning{0.7, 0.1, 0.1};
inline constexpr double pulse_mv = 1.0;   // calibration
inline constexpr double margin_s = 0.04;  // before the first and after the last boundary
inline constexpr std::array speeds_mm_per_s = {100.0, 50.0, 25.0};

}  // namespace synchrony::sheet

// From pixels to what they stand for, and back.
#pragma once

#include <cmath>
#include <concepts>
#include <span>

#include "synchrony/features/recipe.hpp"

namespace synchrony::features {

/// Pixels to magnitudes, with a sign where the scale has one (of waves: voltages): in units of the recipe's floor where
/// the scale is logarithmic, in mV elsewhere.
template <std::floating_point Number>
void to_magnitudes(PixelScale scale, std::span<Number> pixels) {
    if (scale == PixelScale::log_magnitude)
        for (auto& pixel : pixels) pixel = std::expm1(pixel);
    if (scale == PixelScale::log_in_phase)
        for (auto& pixel : pixels) pixel = std::copysign(std::expm1(std::abs(pixel)), pixel);
}

/// The inverse.
template <std::floating_point Number>
void to_pixels(PixelScale scale, std::span<Number> magnitudes) {
    if (scale == PixelScale::log_magnitude)
        for (auto& x : magnitudes) x = std::log1p(x);
    if (scale == PixelScale::log_in_phase)
        for (auto& x : magnitudes) x = std::copysign(std::log1p(std::abs(x)), x);
}

}  // namespace synchrony::features

// Colours of lines and of values.
#pragma once

#include <cstddef>

namespace synchrony::draw {

/// Red, green, blue, opacity, each in [0, 1] (sRGB).
struct Colour {
    double red = 0.0;
    double green = 0.0;
    double blue = 0.0;
    double alpha = 1.0;
};

inline constexpr Colour black{0.0, 0.0, 0.0};
inline constexpr Colour white{1.0, 1.0, 1.0};

/// The i-th of eight colours that people with any colour vision tell apart on white (Okabe & Ito, "Color Universal
/// Design", 2008, with their yellow darkened and black put last); repeats after eight.
[[nodiscard]] Colour line_colour(std::size_t i);

/// Viridis, the perceptually even map from dark violet (0) to yellow (1), interpolated between ten published anchors
/// (viridisLite 0.4, viridis(10)). Values outside [0, 1] are clamped, NaN is transparent.
[[nodiscard]] Colour viridis(double value);

}  // namespace synchrony::draw

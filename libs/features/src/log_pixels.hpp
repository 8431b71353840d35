// The logarithm of a whole image at once.
#pragma once

#include <span>

namespace synchrony::features {

/// x <- log(1 + x * gain) for every x >= 0; absolute error below 1e-6 (half precision rounds at 1e-3 of the value).
void log_pixels(std::span<float> pixels, float gain);

/// x <- sign(x) log(1 + |x| * gain).
void signed_log_pixels(std::span<float> pixels, float gain);

}  // namespace synchrony::features

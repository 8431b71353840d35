#include "log_pixels.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

namespace synchrony::features {

namespace {

// Natural logarithm of y = 1 + x >= 1 by the reduction and the polynomial of Cephes' logf.c (S. L. Moshier): y = 2^e m
// with m in [sqrt(1/2), sqrt(2)), log y = e log 2 + log(1 + z), z = m - 1. Straight-line code, so that the compiler
// makes vector code of it: an image is a few microseconds in all and the library's log1p took a third of them.
inline float log_of_one_and(float x) {
    constexpr std::uint32_t sqrt_half_bits = 0x3f3504f3;  // of 0.70710678F
    constexpr std::uint32_t mantissa_mask = 0x007fffff;
    const float y = 1.0F + x;
    const std::uint32_t shifted = std::bit_cast<std::uint32_t>(y) - sqrt_half_bits;
    const auto exponent = static_cast<float>(static_cast<std::int32_t>(shifted) >> 23);
    const float z = std::bit_cast<float>((shifted & mantissa_mask) + sqrt_half_bits) - 1.0F;
    float p = 7.0376836292e-2F;
    p = p * z - 1.1514610310e-1F;
    p = p * z + 1.1676998740e-1F;
    p = p * z - 1.2420140846e-1F;
    p = p * z + 1.4249322787e-1F;
    p = p * z - 1.6668057665e-1F;
    p = p * z + 2.0000714765e-1F;
    p = p * z - 2.4999993993e-1F;
    p = p * z + 3.3333331174e-1F;
    const float z2 = z * z;
    // log 2 in two parts: the first is exact when multiplied by a small whole number.
    return (p * z * z2 - 2.12194440e-4F * exponent) - 0.5F * z2 + z + 0.693359375F * exponent;
}

}  // namespace

void log_pixels(std::span<float> pixels, float gain) {
    for (float& pixel : pixels) pixel = log_of_one_and(pixel * gain);
}

void signed_log_pixels(std::span<float> pixels, float gain) {
    for (float& pixel : pixels) pixel = std::copysign(log_of_one_and(std::abs(pixel) * gain), pixel);
}

}  // namespace synchrony::features

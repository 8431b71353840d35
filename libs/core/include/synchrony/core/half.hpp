// IEEE 754 half precision, for images and shipped weights: half the memory, 11 significant bits.
#pragma once

#include <cstdint>
#include <span>

namespace synchrony::core {

/// Rounds to nearest even; values beyond 65504 become infinity.
[[nodiscard]] std::uint16_t to_half(float value);
[[nodiscard]] float from_half(std::uint16_t bits);

/// The same of many numbers at a time. `values` and `bits` are of one length.
void to_half(std::span<const float> values, std::span<std::uint16_t> bits);
void from_half(std::span<const std::uint16_t> bits, std::span<float> values);

}  // namespace synchrony::core

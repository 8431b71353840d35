// IEEE 754 half precision, for images and shipped weights: half the memory, 11 significant bits.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

namespace synchrony::core {

/// Rounds to nearest even; values beyond 65504 become infinity.
inline std::uint16_t to_half(float value) {
    return Eigen::half(value).x;
}
inline float from_half(std::uint16_t bits) {
    return Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(bits));
}

}  // namespace synchrony::core

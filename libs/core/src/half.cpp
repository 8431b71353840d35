#include "synchrony/core/half.hpp"

#ifdef __F16C__
#include <immintrin.h>
#endif

#include <Eigen/Core>
#include <cstddef>

namespace synchrony::core {

std::uint16_t to_half(float value) {
    return Eigen::half(value).x;
}

float from_half(std::uint16_t bits) {
    return Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(bits));
}

// Eight at a time where the processor can; the same rounding (to nearest even) both ways.
void to_half(std::span<const float> values, std::span<std::uint16_t> bits) {
    std::size_t i = 0;
#ifdef __F16C__
    for (; i + 8 <= values.size(); i += 8)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(bits.data() + i),
                         _mm256_cvtps_ph(_mm256_loadu_ps(values.data() + i), _MM_FROUND_TO_NEAREST_INT));
#endif
    for (; i < values.size(); ++i) bits[i] = to_half(values[i]);
}

void from_half(std::span<const std::uint16_t> bits, std::span<float> values) {
    std::size_t i = 0;
#ifdef __F16C__
    for (; i + 8 <= bits.size(); i += 8)
        _mm256_storeu_ps(values.data() + i,
                         _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bits.data() + i))));
#endif
    for (; i < bits.size(); ++i) values[i] = from_half(bits[i]);
}

}  // namespace synchrony::core

// RR intervals.
#pragma once

#include <cstdint>
#include <span>

namespace synchrony::beats {

/// Intervals longer than this are pauses in the recording or in the detection, not heart beats; they enter no median or
/// mean.
inline constexpr double longest_rr_s = 3.0;  // 20/min: below any escape rhythm that is recorded at rest

/// Median of all intervals that are no pauses, s; 0 with fewer than two peaks.
[[nodiscard]] double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz);
/// Their mean.
[[nodiscard]] double mean_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz);

}  // namespace synchrony::beats

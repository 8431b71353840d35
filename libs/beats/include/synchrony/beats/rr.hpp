// RR intervals.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

/// Intervals longer than this are pauses in the recording or in the detection, not heart beats; they enter no median or
/// mean.
inline constexpr double longest_rr_s = 3.0;  // 20/min: below any escape rhythm that is recorded at rest

/// RR intervals, s, in order of time; those over `gaps` (sorted) are left out, since nobody knows what beat there.
[[nodiscard]] std::vector<double> rr_intervals_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz,
                                                 std::span<const record::SampleRange> gaps);
/// The stretches that no lead recorded and that may hide a beat: a tenth of a second or longer.
[[nodiscard]] std::vector<record::SampleRange> gaps_between_beats(const record::Ecg& ecg);

/// Median of all intervals that are no pauses, s; 0 with fewer than two peaks.
[[nodiscard]] double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz);
/// Their mean, of those over no gap.
[[nodiscard]] double mean_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz,
                               std::span<const record::SampleRange> gaps = {});

}  // namespace synchrony::beats

// RR intervals: of each beat, and of its surroundings.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace synchrony::beats {

/// The intervals of one beat, s; 0 where there is none.
struct BeatIntervals {
    double before_s = 0;  ///< since the beat before
    double after_s = 0;   ///< to the next beat
    double local_s = 0;   ///< median of the intervals around: up to `around` before and `around` after the beat
    friend bool operator==(const BeatIntervals&, const BeatIntervals&) = default;
};

/// Intervals longer than this are pauses in the recording or in the detection, not heart beats; they enter no median.
inline constexpr double longest_rr_s = 3.0;  // 20/min: below any escape rhythm that is recorded at rest

/// For each of the peaks (samples, rising) its intervals.
[[nodiscard]] std::vector<BeatIntervals> beat_intervals(std::span<const std::int64_t> peaks,
                                                        double sampling_frequency_hz, int around = 5);

/// Median of all intervals that are no pauses, s; 0 with fewer than two peaks.
[[nodiscard]] double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz);

}  // namespace synchrony::beats

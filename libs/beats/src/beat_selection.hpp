// Which beats a median beat is made of, and where exactly each of them lies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/beats/median_beat.hpp"

namespace synchrony::beats {

/// Samples before and after R.
struct BeatWindow {
    std::int64_t before = 0;
    std::int64_t after = 0;
};

struct BeatSelection {
    std::vector<std::int64_t> aligned;  ///< R peaks of the beats that the median is made of; at least one
    int unlike = 0;                     ///< of all peaks: odd, premature, cut off by the recording's ends, or cut short
    int cut_short = 0;                  ///< of these the whole beats that are kept out since the next one comes early
    std::vector<MovedPeak>
        moved;  ///< of `aligned`, by more than MedianBeatOptions::shift_s; none where some were tried
};

/// The beats like the dominant one. `leads` are all of one length and hold all `peaks`, of which there is at least one;
/// `recorded` are the same leads as they were read: two beats are compared in those that both of them have.
[[nodiscard]] BeatSelection select_beats(const std::vector<std::vector<float>>& leads,
                                         std::span<const record::Lead> recorded, std::span<const std::int64_t> peaks,
                                         double rate_hz, double rr_s, const BeatWindow& window,
                                         const MedianBeatOptions& options);

}  // namespace synchrony::beats

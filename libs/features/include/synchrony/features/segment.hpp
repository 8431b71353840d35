// Which stretch of a lead one image shows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/features/recipe.hpp"

namespace synchrony::features {

/// RR intervals outside of these bounds are not believed (a missed or an extra beat, a pause) and are set to the bound:
/// 300 and 24 beats a minute.
inline constexpr double shortest_rr_s = 0.2;
inline constexpr double longest_rr_s = 2.5;
/// The interval of a beat without neighbours: 75 beats a minute.
inline constexpr double usual_rr_s = 0.8;
/// Intervals in ImageIndex::rr_local_s.
inline constexpr int local_rr_intervals = 10;

/// RR intervals around a beat, s; 0 when unknown.
struct BeatRr {
    double before_s = 0;
    double after_s = 0;
    double local_s = 0;  ///< median of the ten intervals around (five that end at or before the beat, five after)
};

/// The intervals around every R peak; `r_samples` rise. The first beat has no interval before it, the last none after.
[[nodiscard]] std::vector<BeatRr> beat_rr(std::span<const std::int64_t> r_samples, double sampling_frequency_hz);

/// The interval that an rr_multiple segment is measured in: the mean of the intervals before and after the beat, the
/// known one of them where one is 0, `usual_rr_s` where both are; within [shortest_rr_s, longest_rr_s].
[[nodiscard]] double segment_rr_s(double rr_before_s, double rr_after_s);

/// Samples [begin, begin + length) at the recipe's sampling frequency; they may leave the record on both sides.
struct Segment {
    std::int64_t begin = 0;
    std::int64_t length = 0;
    friend bool operator==(const Segment&, const Segment&) = default;
};

/// The segment of the recipe around the R peak at `r_sample`: `before_r` of it lies before the peak.
[[nodiscard]] Segment segment_around(const SpectrogramRecipe& recipe, std::int64_t r_sample, double rr_before_s,
                                     double rr_after_s);

/// The longest segment that the recipe can give, samples.
[[nodiscard]] std::int64_t longest_segment(const SpectrogramRecipe& recipe);

/// Copies the segment out of the lead; samples outside the record are 0.
void extract(std::span<const float> lead, const Segment& segment, std::span<float> out);

}  // namespace synchrony::features

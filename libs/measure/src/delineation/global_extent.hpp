// The QRS complex over all leads together, as electrocardiographs and IEC 60601-2-25 mean it.
#pragma once

#include <limits>
#include <vector>

#include "delineation/decode.hpp"

namespace synchrony::measure::delineation {

/// So long after the others a lead begins, and ends after all of them, that was recorded at another time
/// (late_lead.cpp has the recordings).
inline constexpr double out_of_time_ms = 35.0;

/// Samples (with fraction) at working_rate_hz; NaN when no lead has a QRS complex.
struct Extent {
    double onset = std::numeric_limits<double>::quiet_NaN(), end = std::numeric_limits<double>::quiet_NaN();
    /// Where activity after the end falls still that may or may not be the complex's; NaN without any.
    double doubtful_end = std::numeric_limits<double>::quiet_NaN();
};

/// Parts are of the largest spatial velocity of the complex. Chosen on the odd persons of PTB-XL, virtual patients and
/// the same recordings filtered, scaled and made noisy; what was tried stands in docs/results/other-hospitals.md.
struct ExtentOptions {
    double smoothing_ms = 5.0;                        ///< Gaussian, of the slopes
    double onset_part = 0.045, onset_noise = 3.0;     ///< threshold: the larger of the part and so many times the noise
    double end_part = 0.040, end_noise = 1.5;         ///< the ST segment has a slope of its own
    double start_part = 0.15, start_threshold = 1.5;  ///< the walk outward starts where both are reached
    double quiet_ms = 8.0;                            ///< below the threshold for that long: outside the complex
};

/// The spatial velocity (root mean square of the slopes of the independent leads I, II, V1 to V6) rises above, and
/// falls back below, a part of its peak or a multiple of the noise beside the complex, whichever is larger. The leads'
/// own marks bound where it may: near the second outermost, and not far inside the median. A part of the peak does not
/// change with a recorder's gain, and eight leads together are hurt less by its noise than the outermost of twelve
/// marks. Where the velocity never falls quiet the 4th outermost mark of twelve answers. A late wall that few leads see
/// moves the end out (late_part.hpp).
[[nodiscard]] Extent global_extent(const Signals& signals, const std::vector<LeadMarks>& leads,
                                   const ExtentOptions& options = {});

/// Onset of the P wave over all leads: the 8th earliest of twelve. LUDB's annotators begin it early as they do the QRS
/// complex; the place is the one that leaves healthy people's PR where it is known to be (158 ms in 36,299 healthy
/// women, PMC3825808; of PTB-XL's 101 healthy recordings women have 157, men 164). NaN without P waves.
[[nodiscard]] double global_p_onset(const Signals& signals, const std::vector<LeadMarks>& leads);

/// End of the T wave over all leads: the second latest, but at most 5 ms behind the third latest, 10 behind the fourth
/// and 15 behind the fifth. Few leads that show a U wave, or drift, as part of T decide little, and no lead decides by
/// a step (docs/results/other-hospitals.md). NaN without T waves.
[[nodiscard]] double global_t_end(const Signals& signals, const std::vector<LeadMarks>& leads);

}  // namespace synchrony::measure::delineation

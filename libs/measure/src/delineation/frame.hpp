// One beat's surroundings: where its QRS complex lies, how long until its neighbours, where the wave is at rest.
#pragma once

#include <vector>

#include "delineation/signals.hpp"

namespace synchrony::measure::delineation {

/// Samples at working_rate_hz.
struct BeatFrame {
    int centre = 0;  ///< middle of the strongest common slope: steadier over beats than any one lead's peak
    int before = 0;  ///< centre to the previous beat's centre, or an assumed second at the start
    int after = 0;   ///< next beat's centre from this one
    int rest = 0;    ///< middle of the quietest stretch before the QRS complex
};

/// Frames of the beats at `peaks` (ascending samples, each within 100 ms of its QRS complex).
[[nodiscard]] std::vector<BeatFrame> make_frames(const Signals& signals, const std::vector<int>& peaks);

/// The isoelectric level of a lead at a beat, mV: mean over the quiet stretch.
[[nodiscard]] float isoelectric_level(const LeadSignals& lead, const BeatFrame& frame);

}  // namespace synchrony::measure::delineation

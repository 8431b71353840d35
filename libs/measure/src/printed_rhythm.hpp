// What the electrocardiograph printed of the rhythm, beside what was found here.
#pragma once

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

/// The flag "printed_otherwise" where a printed statement (the device's own, or as a person confirmed it) names
/// premature beats, fibrillation, flutter, pacing or AV block and nothing found here answers to it. In words of ours:
/// statements are free text and may name people. A line that denies or compares ("no longer", "has replaced") says
/// nothing of this recording.
void judge_printed(Measurements& m, const record::PrintedMeasurements& printed);

}  // namespace synchrony::measure

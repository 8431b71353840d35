// What is said of a recording's rhythm.
#pragma once

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

/// Part of the beats with pulses of a pacemaker from which on the rhythm is called paced.
inline constexpr double paced_beats = 0.3;

/// Flags of too few beats, pacing, fibrillation, P waves that are missing or too many, beats unlike the others, and of
/// a QT that may end in a wave of the atria. `ecg`: the recording that was measured, with its missing samples.
void judge_rhythm(Measurements& m, const record::Ecg& ecg, const QualityOptions& options);

}  // namespace synchrony::measure

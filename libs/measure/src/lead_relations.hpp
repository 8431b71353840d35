// Whether leads can be what their names say: Einthoven's and Goldberger's relations, and which way the heart points.
#pragma once

#include <string>
#include <vector>

#include "synchrony/measure/delineation.hpp"
#include "synchrony/measure/intervals.hpp"
#include "synchrony/measure/quality.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Largest less smallest sample, mV.
[[nodiscard]] double peak_to_peak(const record::Lead& lead);

/// Differences over 40 ms: a recording without its offsets and its baseline, in which relations still hold exactly.
/// What one of the limb leads lacks is left out of all.
[[nodiscard]] record::Ecg steep_part(const record::Ecg& ecg);

/// Judged on the recorded (not derived) leads of a median beat, or better of a recording's steep part, since medians
/// break sums: III = II - I, aVR = -(I + II)/2, aVL = I - II/2,
/// aVF = II - I/2.
[[nodiscard]] LimbRelations limb_relations(const record::Ecg& beat);

/// P points to the right and up (170 to 180 or -180 to -100 degrees), where no sinus node sends it; or P, QRS and T all
/// to the upper right (-90 to -180 degrees), as hardly a disease turns all three. Where no P wave is known, QRS and T
/// do so in the frontal plane and point away from V5 and V6.
[[nodiscard]] bool upside_down(const record::Ecg& beat, const BeatWaves& global, const Axes& axes);

/// Pairs of leads that hold the very same samples: a copy under another name ("V1 = V4").
[[nodiscard]] std::vector<std::string> copied_leads(const record::Ecg& ecg);

}  // namespace synchrony::measure

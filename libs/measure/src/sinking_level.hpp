// A QRS complex that dies away so slowly that its velocity is none: what is left of it sinks as an ST segment does not.
#pragma once

#include <optional>

#include "synchrony/measure/delineation.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Where the leads' level behind the J point has sunk to a quarter, s in the median beat; empty where it is low from
/// the start, or stays, as an ST segment that is raised or lowered does. Asks for seven of I, II and V1 to V6, of which
/// the highest has no say.
[[nodiscard]] std::optional<double> end_of_sinking_level(const record::Ecg& median_beat, const BeatWaves& global);

}  // namespace synchrony::measure

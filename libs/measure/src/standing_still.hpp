// Stretches in which nothing was recorded, though the file holds values there.
#pragma once

#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Marks as missing where leads stand still, whatever the value: beside a beating heart every amplifier shows noise.
/// One lead that stays at one value for a second and a half was not recorded then. All leads at once for 0.2 s or more
/// are a gap, unless the recording stands still so again and again, as a simulator's does between its beats: what a
/// pause is there nobody can tell from a gap. Returns the gaps in all leads that the file does not mark itself.
[[nodiscard]] std::vector<record::SampleRange> mark_standing_still(record::Ecg& ecg);

}  // namespace synchrony::measure

// The beat that is measured: the median of the recording's, what may be read of it, and where its waves lie.
#pragma once

#include "synchrony/core/result.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Fills in what follows from the median beat of `cleaned` at Measurements::r_peaks: the beat, its rate, flags of its
/// leads, its waves. Where no P wave is found, once more with a beat that begins earlier. Errors (refused): all leads
/// are flat; as usable_beat and delineate_median.
[[nodiscard]] core::Result<void> measure_median_beat(Measurements& m, const record::Ecg& cleaned);

}  // namespace synchrony::measure

// Stretches in which a lead stands still away from its baseline: saturated, or disconnected and held.
#pragma once

#include <span>
#include <vector>

#include "lead_filter.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

/// Ranges of the window in which the QRS band shows the steps into and out of such a stretch instead of beats; the
/// lag of the band is allowed for. `amplitude_mv` is what the band shows of a usual QRS. A stretch on the baseline
/// itself (a noise-free recording between two beats) makes no step and is none.
[[nodiscard]] std::vector<record::SampleRange> stuck_ranges(std::span<const float> plain, float amplitude_mv,
                                                            const WorkRate& work);

/// Whether the lead stands still for 0.2 s or more around the sample, at whatever value.
[[nodiscard]] bool stands_still(std::span<const float> plain, std::int64_t sample, const WorkRate& work);

}  // namespace synchrony::beats

// Leads that stand in a file and hold nothing are leads that were not recorded.
#pragma once

#include "synchrony/measure/quality.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// The recording without leads that hold nothing: flat lines, within QualityOptions::flat_mv or of pieces that stand
/// still for 1.5 s or more each, and leads all of whose samples are missing. All stay where none holds anything. As
/// measure_ecg sees a recording; who needs certain leads asks for them in this.
[[nodiscard]] record::Ecg without_empty_leads(record::Ecg ecg, const QualityOptions& options = {});

}  // namespace synchrony::measure

// Which leads hold a signal: the others are measured as if they were not in the file.
#pragma once

#include <cstddef>
#include <vector>

#include "synchrony/measure/quality.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Quality of each lead of `marked`: the recording behind mark_standing_still.
[[nodiscard]] std::vector<LeadQuality> quality_of_leads(const record::Ecg& recorded, const record::Ecg& marked,
                                                        const QualityOptions& options);

/// A flat line, or no sample at all.
[[nodiscard]] bool holds_nothing(const LeadQuality& lead);

/// Places of the leads that hold something; of all where none does.
[[nodiscard]] std::vector<std::size_t> leads_with_signal(const std::vector<LeadQuality>& quality);

/// Leaves the leads at these places, which rise.
void keep_leads(record::Ecg& ecg, const std::vector<std::size_t>& places);

}  // namespace synchrony::measure

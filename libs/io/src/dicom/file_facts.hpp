// What a DICOM file says beside its samples.
#pragma once

#include <optional>
#include <string>

#include "dicom/data_set.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::dicom {

/// "2002-11-22T09:10:00"; nothing where the file has no date or the one that stands for a date taken out.
[[nodiscard]] std::optional<std::string> start_time_of(const Item& root);

/// Device, patient, printed measurements and statements; pacing spikes as samples of the first group at
/// `sampling_frequency_hz`. Filters are the channels' (Channel::filters).
[[nodiscard]] record::FileFacts facts_of(const Item& root, double sampling_frequency_hz);

}  // namespace synchrony::io::dicom

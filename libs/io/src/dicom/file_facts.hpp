// What a DICOM file says beside its samples.
#pragma once

#include "dicom/data_set.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::dicom {

/// Of the acquisition, else the content, else the study; none where the file has no date or the one that stands for a
/// date taken out. What is no date or time of day is a warning where no other field says it.
void take_start_time(const Item& root, record::Ecg& ecg);

/// Device, patient, printed measurements and statements; pacing spikes as samples of the first group at
/// `sampling_frequency_hz`. Filters are the channels' (Channel::filters). A birth date or age that cannot be
/// read is a warning.
void take_facts(const Item& root, double sampling_frequency_hz, record::Ecg& ecg);

}  // namespace synchrony::io::dicom

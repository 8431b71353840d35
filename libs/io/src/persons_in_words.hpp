// Fields that are of no person by what they are called, and yet hold one: "Watch of Jane Doe".
#pragma once

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Takes away words of device and version, and names of signals that are no lead's, that hold a word of the patient's
/// name; a signal is then called by its number. Leads by their standard names stay.
void take_persons_out_of_words(record::Ecg& ecg);

}  // namespace synchrony::io

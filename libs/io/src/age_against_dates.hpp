// Ages that the file's own dates contradict.
#pragma once

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Warns where the age that the file states lies two years or more from that of its birth date and the day of the
/// recording, or where it was recorded before the birth. Tells the difference, not the ages: they identify.
void warn_of_age_against_dates(record::Ecg& ecg);

}  // namespace synchrony::io

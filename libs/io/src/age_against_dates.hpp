// Ages and the file's own dates.
#pragma once

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Fills the age at the recording, in whole years, from birth date and day where the file states none. Warns where the
/// age that it states lies two years or more from that, or where it was recorded before the birth. Tells the
/// difference, not the ages: they identify. Of a year or month of birth alone the age is counted by years, and said so;
/// where nothing can be counted that is a warning. 1900-01-01, which programs write where no day of birth is known, is
/// left out with a warning unless an age in the file bears it out; so is an age of 110 years and more beside it.
void settle_age(record::Ecg& ecg);

}  // namespace synchrony::io

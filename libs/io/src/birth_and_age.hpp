// How old somebody was, as files say it, and what is said where that cannot be read. What stands there is not repeated:
// it may tell who somebody is.
#pragma once

#include <string_view>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Sets the age from a number in years, months, weeks, days or hours, as words, abbreviations or letters of any case;
/// in years where no unit is given. A field left empty or blanked out, and -1, say nothing; anything else that is no
/// age is a warning.
void set_age(record::Ecg& ecg, std::string_view number, std::string_view unit);

}  // namespace synchrony::io

// A patient's sex as files say it: in words of several languages, in letters, in codes.
#pragma once

#include <string>
#include <string_view>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// "female", "male" or nothing from FEMALE, F, weiblich, Homme, 男, ...; in any case, accents or not.
[[nodiscard]] std::string sex_of(std::string_view word);

/// Sets the sex from a word. A field left empty or blanked out, and words for "unknown" and "other", say nothing;
/// anything else that is no sex is a warning. What stands there is not repeated: it may be a name.
void set_sex(record::Ecg& ecg, std::string_view word);
/// The same of a number: 1 male, 2 female; 0, 3 and 9 say that it is not known or another (ISO 5218, EN 1064, ISO
/// 22077-1, ISHNE), -1 and 255 that the field was left as it was.
void set_sex_code(record::Ecg& ecg, int code);

}  // namespace synchrony::io

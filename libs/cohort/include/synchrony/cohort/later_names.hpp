// Names of columns that speak of the time after the implant.
#pragma once

#include <string_view>

namespace synchrony::cohort {

/// "lvef_12mo", "delta_lvef", "qrs_post", "death": a word of it (parts between underscores, blanks and dashes), in
/// English, German, French or Spanish, is of what came after the implant or of the outcome itself. It may be a mere
/// likeness ("months_since_hf"). Such a column is refused as an input; renaming it is the author's responsibility.
[[nodiscard]] bool sounds_later(std::string_view column);

}  // namespace synchrony::cohort

// Names of columns that speak of the time after the implant.
#pragma once

#include <string_view>

namespace synchrony::cohort {

/// "lvef_12mo", "delta_lvef", "qrs_post", "death": a word of it, in English, German, French or Spanish, is of what came
/// later. It may be a mere likeness ("months_since_hf").
[[nodiscard]] bool sounds_later(std::string_view column);

}  // namespace synchrony::cohort

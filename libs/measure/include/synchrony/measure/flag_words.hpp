// Names of flags as readers of ECGs say them.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::measure {

/// A flag's name for people: "suspected lead reversal" for "lead_swap"; one that has no words of its own with blanks
/// for its underscores.
[[nodiscard]] std::string flag_words(std::string_view name);

/// The same of several, joined by commas.
[[nodiscard]] std::string flags_in_words(std::string_view names);

}  // namespace synchrony::measure

// Names as they are compared: one spelling for all that programs and countries make of one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace synchrony::record {

/// core::folded, and where German and Danish write two letters for an accent the first alone: "Mueller", "Muller" and
/// "MÜLLER" are one, so are "Aage" and "Åge".
[[nodiscard]] std::string one_spelling(std::string_view text);

/// The runs of letters, those beyond ASCII too, and figures.
[[nodiscard]] std::vector<std::string> words_in(std::string_view text);

}  // namespace synchrony::record

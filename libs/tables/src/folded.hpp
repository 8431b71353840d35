// Words of six languages made comparable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/folded_text.hpp"

namespace synchrony::tables {

using core::folded;

/// The words of a folded text: runs of letters, digits, % and letters beyond ASCII.
[[nodiscard]] std::vector<std::string> words_of(std::string_view folded);

/// A folded text's words without anything between them: "QRS-Dauer" gives "qrsdauer".
[[nodiscard]] std::string joined_words(std::string_view text);

}  // namespace synchrony::tables

// Words of six languages made comparable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace synchrony::tables {

/// Small letters without accents (Latin-1's), full-width forms as ASCII, other letters as they are; blanks of all kinds
/// as one space, none at the ends: "Größe (cm)" and "GROSSE  (cm)" are one.
[[nodiscard]] std::string folded(std::string_view text);

/// The words of a folded text: runs of letters, digits, % and letters beyond ASCII.
[[nodiscard]] std::vector<std::string> words_of(std::string_view folded);

/// A folded text's words without anything between them: "QRS-Dauer" gives "qrsdauer".
[[nodiscard]] std::string joined_words(std::string_view text);

}  // namespace synchrony::tables

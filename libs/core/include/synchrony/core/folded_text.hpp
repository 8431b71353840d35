// Text made comparable: without case, accents and widths.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::core {

/// Small letters without accents (Latin, Greek, Cyrillic; composed or decomposed), full-width forms as ASCII, other
/// letters as they are; blanks of all kinds as one space, none at the ends: "Größe (cm)" and "GROSSE  (cm)" are
/// one. Bytes that are not UTF-8 stay.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace synchrony::core

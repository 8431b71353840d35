// Text of binary files in the character set that they name, or in none that they name.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::io {

struct ToldText {
    std::string words;   ///< UTF-8, without blanks at the ends; empty where the bytes are no text
    std::string remark;  ///< what is to be said where the character set was found, not told; empty: nothing
};

/// A text in the character set of that name ("Shift-JIS", "JIS X 0208", "ISO 8859-5", "UTF-8"). Where the name is
/// "ASCII" or none, and the text has other letters, it is read as UTF-8, Shift-JIS, GB18030 or Windows-1252, whichever
/// the bytes look like; where it is unknown or not the bytes', too.
[[nodiscard]] ToldText told_text(std::string_view bytes, std::string_view character_set);

}  // namespace synchrony::io

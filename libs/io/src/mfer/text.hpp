// Text of an MFER file: its character set is named by a definition of its own, or by none.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::io::mfer {

struct Text {
    std::string words;   ///< UTF-8, without blanks at the ends; empty where the bytes are no text
    std::string remark;  ///< what is to be said where the character set was found, not told; empty: nothing
};

/// A text in the character set of that name (TXC: "Shift-JIS", "JIS X 0208", "ISO 8859-5", "UTF-8"). Where the name is
/// "ASCII", the standard's default, or none, and the text has other letters, it is read as UTF-8, Shift-JIS, GB18030 or
/// Windows-1252, whichever the bytes look like; where it is unknown or not the bytes', too.
[[nodiscard]] Text text_of(std::string_view bytes, std::string_view character_set);

}  // namespace synchrony::io::mfer

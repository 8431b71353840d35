// Text in the encoding that a file names, as the programs that write such names mean them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace synchrony::io {

/// UTF-8 of bytes in the encoding of that name ("windows-1251", "gb2312", "Shift-JIS", "ISO 8859-5"; any case).
/// Programs write the name of an old set and mean its successor of the same bytes, as the Encoding Standard has it:
/// gb2312 is read as GB18030, iso-8859-1 as Windows-1252, shift_jis as Windows-31J. Nothing where the C library does
/// not know the name, where ASCII is something else in it (UTF-16, EBCDIC), or the bytes are not of that encoding.
[[nodiscard]] std::optional<std::string> decode_by_name(std::string_view bytes, std::string_view name);

/// Whether the name is known.
[[nodiscard]] bool is_encoding(std::string_view name);
/// Whether it is UTF-8's.
[[nodiscard]] bool is_utf8_name(std::string_view name);
/// Whether it is that of an encoding of Western Europe, one byte a letter. Its texts are never UTF-8 by chance.
[[nodiscard]] bool is_western_name(std::string_view name);
/// Whether it is that of an encoding whose other letters are written in bytes of ASCII (ISO-2022-JP, HZ).
[[nodiscard]] bool is_seven_bit_name(std::string_view name);

}  // namespace synchrony::io

// Text as other programs write it: encodings, and the words that stand for a missing value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

struct DecodedText {
    std::string text;           ///< UTF-8, without a byte order mark
    std::string_view encoding;  ///< "UTF-8", "UTF-16", "GB18030", "Windows-1252"
};

/// A file's bytes as UTF-8: UTF-16 by its byte order mark or by the zero byte beside nearly every letter; UTF-8 where
/// it is well formed; GB18030 (which holds GBK and GB2312) where nearly all pairs of high bytes are the frequent
/// Chinese characters; else Windows-1252 (which holds Latin-1), the single-byte encoding of Western European programs.
/// Empty where it is none of these: a zero byte, a half letter, a control character.
[[nodiscard]] std::optional<DecodedText> decode_text(std::string_view bytes);

/// The bytes as UTF-8 from the encoding of that name, as the C library knows it ("GB18030", "Big5", "Windows-1251").
/// Errors: usage (no such encoding), input (bytes that it does not have).
[[nodiscard]] Result<std::string> decode_text_as(std::string_view bytes, const std::string& encoding);

/// Without the byte order mark that Windows programs write before UTF-8; they write a second before one they do not
/// know.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

/// Whether a cell holds nothing but dashes of any kind (hyphen, en, em, figure, minus, bar), blanks between them.
[[nodiscard]] bool is_dashes(std::string_view cell);

/// Without letters that nobody sees: zero-width blanks and joiners, byte order marks, soft hyphens, marks of direction.
[[nodiscard]] std::string without_unseen(std::string_view text);

/// Without blanks of any kind at both ends: no-break, thin and ideographic ones too, and letters that nobody sees.
[[nodiscard]] std::string_view trimmed_widely(std::string_view text);

/// Whether a cell holds what a spreadsheet writes where a formula has no value: #DIV/0!, #VALUE!, #REF!, #NUM!, #NAME?,
/// #N/A and the same in other languages (#WERT!, #NV); Err:502 (LibreOffice).
[[nodiscard]] bool is_spreadsheet_fault(std::string_view cell);

/// Whether a cell is one of the missing values that Stata (.a to .z) and SAS (._ besides) tell apart; small letters.
[[nodiscard]] bool is_missing_code(std::string_view cell);

/// Whether a cell says that its value is missing: NA, N/A, NaN, NULL, ".", "?", dashes, spreadsheets' faults, Stata's
/// and SAS's codes, ..., in any case. An empty cell is not a word.
[[nodiscard]] bool is_missing_word(std::string_view cell);

}  // namespace synchrony::core

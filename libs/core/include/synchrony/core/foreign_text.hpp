// Text as other programs write it: encodings, and the words that stand for a missing value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace synchrony::core {

struct DecodedText {
    std::string text;           ///< UTF-8, without a byte order mark
    std::string_view encoding;  ///< "UTF-8", "UTF-16", "Windows-1252"
};

/// A file's bytes as UTF-8: UTF-16 by its byte order mark or by the zero byte beside nearly every letter; UTF-8 where
/// it is well formed; else Windows-1252 (which holds Latin-1), the single-byte encoding of Western European programs.
/// Empty where it is none of these: a zero byte, a half letter, a control character.
[[nodiscard]] std::optional<DecodedText> decode_text(std::string_view bytes);

/// Whether a cell says that its value is missing: NA, N/A, #N/A, NaN, NULL, ".", "-", "?", ..., in any case. An empty
/// cell is not a word.
[[nodiscard]] bool is_missing_word(std::string_view cell);

}  // namespace synchrony::core

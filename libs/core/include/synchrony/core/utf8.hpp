// Well-formed UTF-8 (RFC 3629). Names and cells come from files and command lines and may hold any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace synchrony::core {

/// Offset of the first byte that is not part of well-formed UTF-8, or npos.
[[nodiscard]] std::size_t first_bad_utf8(std::string_view text);

/// What is not UTF-8 becomes U+FFFD, a byte each, and so do control characters: text for pictures and documents, whose
/// libraries refuse both.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// The code point at `at`, which moves behind it. Of well-formed UTF-8; a byte that begins nothing stands for itself.
[[nodiscard]] std::uint32_t next_letter(std::string_view text, std::size_t& at);

/// How many bytes are none of ASCII.
[[nodiscard]] std::size_t beyond_ascii(std::string_view text);

/// Characters (code points); bytes that begin none are not counted.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// At most `most` characters, the rest as an ellipsis.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

}  // namespace synchrony::core

// Base64 (RFC 4648) inside XML: samples as text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io {

/// The bytes that the text stands for; blanks and line ends anywhere are passed over. Takes no more memory than the
/// text has. Fails (input) on a character that does not belong there (named with its place), on an end inside a group
/// of four letters, and on more than `most` bytes.
[[nodiscard]] core::Result<std::vector<std::byte>> decode_base64(std::string_view text, std::size_t most,
                                                                 const std::string& where);

}  // namespace synchrony::io

// Text that Cairo takes.
#pragma once

#include <string>

namespace synchrony::draw {

/// Cairo refuses text that is not UTF-8, and names from files may hold anything: what is not becomes U+FFFD, and so do
/// control characters.
[[nodiscard]] std::string valid_utf8(const std::string& text);

/// At most `most` characters, the rest as an ellipsis.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t most);

}  // namespace synchrony::draw

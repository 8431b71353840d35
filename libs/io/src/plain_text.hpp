#pragma once

#include <string>
#include <string_view>

namespace synchrony::io {

/// A text field of a binary file in UTF-8, without blanks at its ends; empty where it is no text.
[[nodiscard]] std::string plain_text(std::string_view bytes);

}  // namespace synchrony::io

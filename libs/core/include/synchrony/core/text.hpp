// Words and numbers as text: the small things that every room needs once.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::core {

/// The shortest decimal text that reads back as the same number: "360", "0.1", "1e-09".
[[nodiscard]] std::string shortest(double value);

/// 'text', for messages that show what stood in a file. Built by appending: GCC 12 warns of overlap where a literal is
/// added in front of a string (its bug 105651).
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace synchrony::core

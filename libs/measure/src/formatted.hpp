// Sentences with numbers in them.
#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace synchrony::measure {

/// The text of printf's format, cut at 255 bytes.
template <typename... Values>
[[nodiscard]] std::string formatted(const char* format, Values... values) {
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

}  // namespace synchrony::measure

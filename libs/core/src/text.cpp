#include "synchrony/core/text.hpp"

#include <charconv>

namespace synchrony::core {

std::string shortest(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string in_quotes(std::string_view text) {
    std::string result = "'";
    result += text;
    result += '\'';
    return result;
}

}  // namespace synchrony::core

#include "synchrony/core/utf8.hpp"

#include <utf8cpp/utf8.h>

#include <algorithm>

namespace synchrony::core {
namespace {

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

bool is_control(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code < 0x20 || code == 0x7f;
}

}  // namespace

std::uint32_t next_letter(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0U;
    };
    const auto first = byte(at);
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    std::uint32_t code = length == 4   ? first & 0x07U
                         : length == 3 ? first & 0x0fU
                         : length == 2 ? first & 0x1fU
                                       : first;
    for (std::size_t i = 1; i < length; ++i) code = code << 6 | (byte(at + i) & 0x3fU);
    at += length;
    return code;
}

std::size_t beyond_ascii(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += static_cast<unsigned char>(c) >> 7U;
    return count;
}

std::size_t first_bad_utf8(std::string_view text) {
    const auto bad = utf8::find_invalid(text.begin(), text.end());
    return bad == text.end() ? std::string_view::npos : static_cast<std::size_t>(bad - text.begin());
}

std::string valid_utf8(std::string_view text) {
    constexpr std::string_view replacement = "\uFFFD";
    std::string valid;
    while (!text.empty()) {
        const auto whole = std::min(first_bad_utf8(text), text.size());
        for (const char byte : text.substr(0, whole))
            if (is_control(byte))
                valid += replacement;
            else
                valid += byte;
        text.remove_prefix(whole);
        if (text.empty()) break;
        valid += replacement;
        text.remove_prefix(1);
    }
    return valid;
}

std::size_t utf8_length(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string shortened(std::string_view text, std::size_t most) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (begins_character(text[i]) && ++characters > most) return std::string(text.substr(0, i)) + "\u2026";
    return std::string(text);
}

}  // namespace synchrony::core

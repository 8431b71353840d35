#include "folded.hpp"

#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

/// The code point at `at`, which moves behind it. The text is UTF-8 by then; a byte that begins nothing stands for
/// itself.
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

/// Latin-1's letters from U+00E0 on, without accents.
constexpr std::array<std::string_view, 32> plain_small = {"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e",
                                                          "e", "i", "i", "i", "i", "d", "n",  "o", "o", "o", "o",
                                                          "o", "",  "o", "u", "u", "u", "u",  "y", "",  "y"};

constexpr std::array<std::pair<std::uint32_t, std::string_view>, 13> other_letters{{{0xdf, "ss"},
                                                                                    {0x2116, "no"},
                                                                                    {0xb2, "2"},
                                                                                    {0xb3, "3"},
                                                                                    {0xba, "o"},
                                                                                    {0xb0, "\xc2\xb0"},
                                                                                    {0x152, "oe"},
                                                                                    {0x153, "oe"},
                                                                                    {0x3b2, "beta"},
                                                                                    {0x392, "beta"},
                                                                                    {0x2013, "-"},
                                                                                    {0x2014, "-"},
                                                                                    {0x2019, "'"}}};

bool is_blank_letter(std::uint32_t code) {
    return code == ' ' || (code >= 9 && code <= 13) || code == 0xa0 || code == 0x3000 ||
           (code >= 0x2000 && code <= 0x200b) || code == 0x202f || code == 0xfeff;
}

void append_folded(std::string& out, std::uint32_t code, std::string_view as_written) {
    if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;  // full-width ASCII
    if (code < 0x80) {
        out += static_cast<char>(std::tolower(static_cast<int>(code)));
        return;
    }
    for (const auto& [letter, plain] : other_letters)
        if (letter == code) {
            out += plain;
            return;
        }
    if (code >= 0xc0 && code <= 0xff && code != 0xd7 && code != 0xf7) {
        out += plain_small[(code - 0xc0) % 32];
        return;
    }
    out += as_written;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const auto code = next_letter(text, at);
        if (is_blank_letter(code)) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            append_folded(out, code, text.substr(begin, at - begin));
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::vector<std::string> words_of(std::string_view folded_text) {
    std::vector<std::string> words(1);
    for (const char c : folded_text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte) != 0 || c == '%')
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string joined_words(std::string_view text) {
    return core::joined(words_of(folded(text)), "");
}

}  // namespace synchrony::tables

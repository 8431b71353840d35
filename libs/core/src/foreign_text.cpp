#include "synchrony/core/foreign_text.hpp"

#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace synchrony::core {
namespace {

void put_utf8(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0U | code >> 6U);
        byte(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        byte(0xe0U | code >> 12U);
        byte(0x80U | (code >> 6U & 0x3fU));
        byte(0x80U | (code & 0x3fU));
    } else {
        byte(0xf0U | code >> 18U);
        byte(0x80U | (code >> 12U & 0x3fU));
        byte(0x80U | (code >> 6U & 0x3fU));
        byte(0x80U | (code & 0x3fU));
    }
}

std::optional<DecodedText> from_utf16(std::string_view bytes, bool little) {
    if (bytes.size() % 2 != 0) return std::nullopt;
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<std::uint32_t>(little ? a | b << 8U : a << 8U | b);
    };
    DecodedText decoded{{}, "UTF-16"};
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        std::uint32_t code = unit(i);
        if (code >= 0xdc00 && code <= 0xdfff) return std::nullopt;
        if (code >= 0xd800 && code <= 0xdbff) {  // the first of a surrogate pair
            if (i + 4 > bytes.size()) return std::nullopt;
            const std::uint32_t low = unit(i + 2);
            if (low < 0xdc00 || low > 0xdfff) return std::nullopt;
            code = 0x10000 + ((code - 0xd800) << 10U) + (low - 0xdc00);
            i += 2;
        }
        if (code == 0) return std::nullopt;
        put_utf8(decoded.text, code);
    }
    return decoded;
}

/// Text in Latin letters has a zero byte in nearly every 16-bit unit; no other text has any. `odd`: the second of two.
bool mostly_zero(std::string_view bytes, bool odd) {
    constexpr std::size_t looked_at = 4096;
    const std::size_t n = std::min(bytes.size(), looked_at) / 2;
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < n; ++i) zeros += bytes[2 * i + (odd ? 1 : 0)] == '\0' ? 1 : 0;
    return n > 0 && zeros * 10 >= n * 9;
}

// The 32 places where Windows-1252 differs from Latin-1; 0 where it has no letter.
constexpr std::array<std::uint16_t, 32> windows_1252 = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                        0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                                        0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

std::optional<DecodedText> from_windows_1252(std::string_view bytes) {
    DecodedText decoded{{}, "Windows-1252"};
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool control =
            byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != '\v';
        std::uint32_t code = byte;
        if (byte >= 0x80 && byte < 0xa0) code = windows_1252[byte - 0x80U];
        if (control || code == 0) return std::nullopt;
        put_utf8(decoded.text, code);
    }
    return decoded;
}

}  // namespace

std::optional<DecodedText> decode_text(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xff\xfe"sv)) return from_utf16(bytes.substr(2), true);
    if (bytes.starts_with("\xfe\xff"sv)) return from_utf16(bytes.substr(2), false);
    if (bytes.find('\0') != std::string_view::npos) {
        if (mostly_zero(bytes, true)) return from_utf16(bytes, true);
        if (mostly_zero(bytes, false)) return from_utf16(bytes, false);
        return std::nullopt;
    }
    if (bytes.starts_with("\xef\xbb\xbf"sv)) bytes.remove_prefix(3);
    if (first_bad_utf8(bytes) == std::string_view::npos) return DecodedText{std::string(bytes), "UTF-8"};
    return from_windows_1252(bytes);
}

bool is_missing_word(std::string_view cell) {
    constexpr std::array<std::string_view, 19> words = {
        "na",      "n/a",     "n.a.", "#n/a", "#na", "nan", "null",   "none", "nil",         "<na>",
        "missing", "unknown", ".",    "-",    "--",  "?",   "#null!", "k.a.", "\xe2\x80\x93"};
    constexpr std::size_t longest = 8;
    cell = trimmed(cell);
    if (cell.empty() || cell.size() > longest) return false;
    return std::ranges::find(words, lower(cell)) != words.end();
}

}  // namespace synchrony::core

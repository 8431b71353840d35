#include "synchrony/core/foreign_text.hpp"

#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace synchrony::core {
namespace {

constexpr std::array<std::string_view, 16> unseen_letters = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
                                                             "\u2060", "\ufeff", "\u202a", "\u202b", "\u202c", "\u202d",
                                                             "\u202e", "\u2066", "\u2067", "\u2069"};
constexpr std::array<std::string_view, 6> wide_blanks = {"\u00a0", "\u2007", "\u2009", "\u200a", "\u202f", "\u3000"};

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

/// Whether text that is no UTF-8 looks Chinese: GB2312's rows of signs (A1 to A3) and of the 3,755 frequent characters
/// (B0 to D7) hold nearly all pairs. Letters of Western Europe are followed by plain ones, which those pairs never are.
bool looks_like_gb18030(std::string_view bytes) {
    constexpr std::size_t fewest = 2, looked_at = std::size_t{1} << 20U;
    std::size_t pairs = 0, frequent = 0;
    for (std::size_t i = 0; i < std::min(bytes.size(), looked_at); ++i) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        if (first < 0x80) continue;
        const auto second = static_cast<unsigned char>(i + 1 < bytes.size() ? bytes[i + 1] : '\0');
        const bool row = (first >= 0xa1 && first <= 0xa3) || (first >= 0xb0 && first <= 0xd7);
        ++pairs;
        frequent += row && second >= 0xa1 ? 1 : 0;
        ++i;
    }
    return pairs >= fewest && frequent * 10 >= pairs * 9;
}

}  // namespace

Result<std::string> decode_text_as(std::string_view bytes, const std::string& encoding) {
    const iconv_t converter = ::iconv_open("UTF-8", encoding.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1))  // NOLINT(performance-no-int-to-ptr): iconv.h's own word for it
        return fail(
            {ErrorKind::usage, "the encoding is not known", {}, encoding, "a name such as GB18030 or Big5", {}});
    std::string text;
    std::array<char, 4096> piece{};
    auto* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
    std::size_t left = bytes.size();
    bool whole = true;
    while (left > 0 && whole) {
        auto* out = piece.data();
        std::size_t room = piece.size();
        const bool stopped = ::iconv(converter, &in, &left, &out, &room) == static_cast<std::size_t>(-1);
        text.append(piece.data(), piece.size() - room);
        whole = !stopped || room < piece.size();  // it stops where the piece is full, too
    }
    ::iconv_close(converter);
    if (!whole)
        return fail_input("the text is not in that encoding", "byte " + std::to_string(bytes.size() - left), encoding,
                          "bytes of " + encoding);
    return std::string(without_byte_order_mark(text));
}

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    while (text.starts_with(mark)) text.remove_prefix(mark.size());
    return text;
}

std::optional<DecodedText> decode_text(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xff\xfe"sv)) return from_utf16(bytes.substr(2), true);
    if (bytes.starts_with("\xfe\xff"sv)) return from_utf16(bytes.substr(2), false);
    if (bytes.find('\0') != std::string_view::npos) {
        if (mostly_zero(bytes, true)) return from_utf16(bytes, true);
        if (mostly_zero(bytes, false)) return from_utf16(bytes, false);
        return std::nullopt;
    }
    bytes = without_byte_order_mark(bytes);
    if (first_bad_utf8(bytes) == std::string_view::npos) return DecodedText{std::string(bytes), "UTF-8"};
    if (looks_like_gb18030(bytes))
        if (auto chinese = decode_text_as(bytes, "GB18030")) return DecodedText{std::move(*chinese), "GB18030"};
    return from_windows_1252(bytes);
}

bool is_dashes(std::string_view cell) {
    // Unicode's dashes (UnicodeData.txt, category Pd, and the minus sign).
    constexpr std::array<std::string_view, 14> dashes = {"-",      "\u2010", "\u2011", "\u2012", "\u2013",
                                                         "\u2014", "\u2015", "\u2212", "\u2e3a", "\u2e3b",
                                                         "\ufe58", "\ufe63", "\uff0d", "\u2043"};
    constexpr std::array<std::string_view, 7> between = {" ", "\t", "\r", "\n", "\u00a0", "\u2009", "\u202f"};
    constexpr std::size_t longest = 64;
    if (cell.size() > longest) return false;
    bool any = false;
    while (!cell.empty()) {
        const auto begins = [&](std::string_view sign) { return cell.starts_with(sign); };
        const auto* dash = std::ranges::find_if(dashes, begins);
        const auto* blank = std::ranges::find_if(between, begins);
        if (dash == dashes.end() && blank == between.end()) return false;
        any = any || dash != dashes.end();
        cell.remove_prefix(dash != dashes.end() ? dash->size() : blank->size());
    }
    return any;
}

std::string without_unseen(std::string_view text) {
    std::string seen;
    while (!text.empty()) {
        const auto* unseen =
            std::ranges::find_if(unseen_letters, [&](auto letter) { return text.starts_with(letter); });
        if (unseen == unseen_letters.end()) seen += text.front();
        text.remove_prefix(unseen == unseen_letters.end() ? 1 : unseen->size());
    }
    return seen;
}

std::string_view trimmed_widely(std::string_view text) {
    const auto take = [&](const auto& letters) {
        for (const auto letter : letters) {
            if (text.starts_with(letter)) return text.remove_prefix(letter.size()), true;
            if (text.ends_with(letter)) return text.remove_suffix(letter.size()), true;
        }
        return false;
    };
    do text = trimmed(text);
    while (take(wide_blanks) || take(unseen_letters));
    return text;
}

bool is_spreadsheet_fault(std::string_view cell) {
    constexpr std::size_t longest = 16;  // "#GETTING_DATA"
    cell = trimmed(cell);
    if (cell.size() < 3 || cell.size() > longest) return false;
    const auto word = lower(cell);
    if (word.starts_with("err:"))  // LibreOffice: Err:502
        return word.size() > 4 && word.find_first_not_of("0123456789", 4) == std::string::npos;
    if (word.front() != '#') return false;
    constexpr std::array<std::string_view, 6> plain = {"#n/a", "#na", "#nv", "#n/d", "#nd", "#getting_data"};
    if (std::ranges::find(plain, word) != plain.end()) return true;
    // "#DIV/0!", "#WERT!", "#NOM?": in every language they end so.
    return (word.back() == '!' || word.back() == '?') && word.find(' ') == std::string::npos;
}

bool is_missing_code(std::string_view cell) {
    return cell.size() == 2 && cell[0] == '.' && ((cell[1] >= 'a' && cell[1] <= 'z') || cell[1] == '_');
}

bool is_missing_word(std::string_view cell) {
    constexpr std::array<std::string_view, 13> words = {"na",   "n/a",     "n.a.",    "nan", "null", "none", "nil",
                                                        "<na>", "missing", "unknown", ".",   "?",    "k.a."};
    constexpr std::size_t longest = 8;
    if (is_dashes(cell) || is_spreadsheet_fault(cell)) return true;
    cell = trimmed(cell);
    if (is_missing_code(lower(cell))) return true;
    if (cell.empty() || cell.size() > longest) return false;
    return std::ranges::find(words, lower(cell)) != words.end();
}

}  // namespace synchrony::core

#include "named_encoding.hpp"

#include <algorithm>
#include <array>

#include "synchrony/core/digits.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::io {
namespace {

/// What a name is read as, and the spellings of that name. Source: WHATWG, Encoding Standard, "Names and labels"; of
/// MFER's names (JIS X 0208, ISO-IR 100, RFC 1468) ISO 22077-1, character codes.
struct Meaning {
    std::string_view encoding;  ///< as the C library names it
    std::array<std::string_view, 14> names;
};
constexpr std::array<Meaning, 11> meanings{
    {{"CP1252",
      {"iso-8859-1", "iso8859-1", "iso-8859", "latin1", "l1", "iso-ir-100", "us-ascii", "ascii", "ansi-x3.4", "iso-646",
       "windows-1252", "cp1252", "x-cp1252", "ansi"}},
     {"CP1254", {"iso-8859-9", "iso8859-9", "latin5", "l5", "windows-1254", "cp1254", "x-cp1254"}},
     {"ISO-8859-15", {"iso-8859-15", "iso8859-15", "latin9", "latin-9", "l9"}},
     {"CP874", {"tis-620", "iso-8859-11", "iso8859-11", "windows-874", "cp874"}},
     {"GB18030",
      {"gb2312", "gb-2312", "gb-2312-80", "gbk", "x-gbk", "gb18030", "cp936", "windows-936", "euc-cn", "chinese"}},
     {"BIG5-HKSCS", {"big5", "big5-hkscs", "cn-big5", "x-x-big5"}},
     {"CP932",
      {"shift-jis", "shiftjis", "sjis", "x-sjis", "s-jis", "ms-kanji", "csshiftjis", "ms932", "windows-31j", "cp932",
       "jis-x-0201"}},
     {"EUC-JP-MS", {"euc-jp", "eucjp", "x-euc-jp", "euc"}},
     {"ISO-2022-JP", {"iso-2022-jp", "rfc-1468", "rfc1468", "jis-x-0208", "iso-2022", "jis"}},
     {"ISO-2022-JP-1", {"jis-x-0212", "iso-2022-jp-1"}},
     {"UHC", {"euc-kr", "euckr", "ks-c-5601-1987", "ks-c-5601", "ksc5601", "korean", "windows-949", "cp949"}}}};

/// Small letters, one hyphen for blanks and underscores, without the year of a standard: "ISO 8859-5" and
/// "iso_8859-5:1988" are one.
std::string label_of(std::string_view name) {
    constexpr std::size_t year = 5;  // letters of "-1990"
    auto small = core::lower(core::trimmed(name));
    std::ranges::replace_if(
        small, [](char c) { return c == ' ' || c == '_' || c == ':'; }, '-');
    if (small.size() > year && (small.substr(small.size() - year).starts_with("-19")) &&
        core::all_digits(small.substr(small.size() - year + 1)))
        small.resize(small.size() - year);
    return small;
}

/// Whether it may be handed to the C library, which takes more than a name: "//IGNORE", and none for the user's own.
bool is_name(std::string_view name) {
    constexpr std::size_t longest = 40;
    const auto of_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view("-.:+()").find(c) != std::string_view::npos;
    };
    return !name.empty() && name.size() <= longest && std::ranges::all_of(name, of_name);
}

/// Text in the encoding that the C library knows by that name, where it holds ASCII as it is: what a file names beside
/// its text in ASCII can be no other (UTF-16, EBCDIC).
std::optional<std::string> decode(std::string_view bytes, const std::string& encoding) {
    constexpr std::string_view letter = "<";
    const auto as_it_is = core::decode_text_as(letter, encoding);
    if (!as_it_is || *as_it_is != letter) return std::nullopt;
    auto text = core::decode_text_as(bytes, encoding);
    return text ? std::optional(std::move(*text)) : std::nullopt;
}

std::string_view meant(std::string_view name) {
    for (const auto& [encoding, names] : meanings)
        if (std::ranges::find(names, name) != names.end()) return encoding;
    return {};
}

}  // namespace

std::optional<std::string> decode_by_name(std::string_view bytes, std::string_view name) {
    const auto own = label_of(name);
    if (!is_name(own)) return std::nullopt;
    if (is_utf8_name(own))
        return core::first_bad_utf8(bytes) == std::string_view::npos
                   ? std::optional(std::string(core::without_byte_order_mark(bytes)))
                   : std::nullopt;
    if (const auto encoding = meant(own); !encoding.empty())
        if (auto text = decode(bytes, std::string(encoding))) return text;
    return decode(bytes, own);
}

bool is_encoding(std::string_view name) {
    return decode_by_name({}, name).has_value();
}

bool is_utf8_name(std::string_view name) {
    const auto own = label_of(name);
    return own == "utf-8" || own == "utf8" || own == "unicode-1-1-utf-8";
}

bool is_western_name(std::string_view name) {
    const auto encoding = meant(label_of(name));
    return encoding == "CP1252" || encoding == "CP1254" || encoding == "ISO-8859-15";
}

bool is_seven_bit_name(std::string_view name) {
    const auto own = label_of(name);
    return meant(own).starts_with("ISO-2022") || own.starts_with("iso-2022") || own.starts_with("hz") ||
           own.starts_with("utf-7");
}

}  // namespace synchrony::io

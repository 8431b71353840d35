#include "xml_letters.hpp"

#include <algorithm>

#include "named_encoding.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::io {
namespace {

constexpr std::string_view utf8_mark = "\xef\xbb\xbf";

/// "<?xml version='1.0' encoding='windows-1251'?>" of the file that it begins; empty where none does.
std::string_view declaration_of(std::string_view bytes) {
    constexpr std::size_t longest = 1024;
    const auto head = core::trimmed(bytes.substr(0, longest));
    const auto end = head.find("?>");
    if (!head.starts_with("<?xml") || end == std::string_view::npos) return {};
    return head.substr(0, end + 2);
}

/// windows-1251 of the declaration; empty where it names none.
std::string_view name_in(std::string_view declaration) {
    constexpr std::string_view key = "encoding";
    const auto at = declaration.find(key);
    if (at == std::string_view::npos) return {};
    auto rest = core::trimmed(declaration.substr(at + key.size()));
    if (!rest.starts_with('=')) return {};
    rest = core::trimmed(rest.substr(1));
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return {};
    const auto end = rest.find(rest[0], 1);
    return end == std::string_view::npos ? std::string_view() : core::trimmed(rest.substr(1, end - 1));
}

/// UTF-16 and UTF-32 have a zero byte or a mark in their first letters.
bool is_wide(std::string_view bytes) {
    return bytes.substr(0, 4).find('\0') != std::string_view::npos || bytes.starts_with("\xff\xfe") ||
           bytes.starts_with("\xfe\xff");
}

/// A text in the encoding that it looks like.
struct Guess {
    std::string text;
    std::string_view encoding;  ///< empty: none that is known here
};

/// All of it where it is Chinese; else each stretch between two tags by itself, since programs that do not heed
/// encodings put one file together from texts in several. What is no text stays.
Guess guess_at(std::string_view bytes) {
    if (auto whole = core::decode_text(bytes); whole && whole->encoding == "GB18030")
        return {std::move(whole->text), whole->encoding};
    Guess guess{{}, core::first_bad_utf8(bytes) == std::string_view::npos ? "UTF-8" : ""};
    guess.text.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto stretch = bytes.substr(0, std::max<std::size_t>(bytes.find_first_of("<>"), 1));
        bytes.remove_prefix(stretch.size());
        auto decoded =
            core::first_bad_utf8(stretch) == std::string_view::npos ? std::nullopt : core::decode_text(stretch);
        if (decoded) guess.encoding = decoded->encoding;
        guess.text += decoded ? std::string_view(decoded->text) : stretch;
    }
    return guess;
}

std::string remark_on(std::string_view named, std::string_view but, std::string_view read_as) {
    constexpr std::size_t shown = 40;
    std::string text = "file declares ";
    text += named.empty() ? "no encoding"
                          : "the encoding " + core::in_quotes(core::shortened(core::valid_utf8(named), shown));
    text += but;
    text += read_as.empty() ? "; letters beyond ASCII cannot be read" : "; letters beyond ASCII are read as ";
    text += read_as;
    return text;
}

/// Bytes that are not what the declaration says.
void guess_letters(std::string_view bytes, std::string_view named, std::string_view but, XmlLetters& letters) {
    auto guess = guess_at(bytes);
    letters.remark = remark_on(named, but, guess.encoding);
    letters.decoded = std::move(guess.text);
    letters.text = letters.decoded;
}

void letters_by_name(std::string_view bytes, std::string_view name, XmlLetters& letters) {
    const bool utf8 = core::first_bad_utf8(bytes) == std::string_view::npos;
    // "UTF-16" of a file of single bytes: the program that changed its encoding left the name.
    if (name.empty() || is_utf8_name(name) || core::lower(name).starts_with("utf-16")) {
        if (!utf8) guess_letters(bytes, name, name.empty() ? " and is not UTF-8" : " and is not", letters);
        return;
    }
    if (utf8 && is_western_name(name)) {
        letters.remark = remark_on(name, " and is UTF-8", "UTF-8");
        return;
    }
    auto decoded = decode_by_name(bytes, name);
    if (!decoded) {
        const auto* but = is_encoding(name) ? ", which its bytes are not" : ", which is not known";
        return guess_letters(bytes, name, but, letters);
    }
    letters.decoded = std::move(*decoded);
    letters.text = letters.decoded;
}

}  // namespace

core::Result<void> read_letters(std::string_view bytes, std::size_t most, const std::string& where,
                                XmlLetters& letters) {
    letters.text = bytes;
    letters.utf8 = !is_wide(bytes);
    if (!letters.utf8) return {};
    const auto name = bytes.starts_with(utf8_mark) ? std::string_view() : name_in(declaration_of(bytes));
    const auto high = core::beyond_ascii(bytes);
    if (high == 0 && !is_seven_bit_name(name)) return {};  // the same in all: base64 in English
    // Of one byte at most three come.
    if (bytes.size() + 2 * high > most && core::first_bad_utf8(bytes) != std::string_view::npos)
        return core::fail_input("file is too large", where, std::to_string(bytes.size()) + " bytes, no UTF-8",
                                "at most " + std::to_string(most) + " bytes of UTF-8");
    letters_by_name(bytes, name, letters);
    return {};
}

}  // namespace synchrony::io

#include "pdf/font.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "synchrony/core/foreign_text.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr unsigned most_codes = 65536;

unsigned code_of_bytes(std::string_view bytes) {
    unsigned code = 0;
    for (const char c : bytes.substr(0, 4)) code = code << 8U | static_cast<unsigned char>(c);
    return code;
}

std::string from_utf16(std::string_view big_endian) {
    const auto decoded = core::decode_text("\xfe\xff" + std::string(big_endian));
    return decoded ? decoded->text : std::string();
}

/// The letter behind the one that UTF-16 writes so, by its last unit.
std::string later_utf16(std::string big_endian, unsigned steps) {
    if (big_endian.size() < 2) return {};
    const auto last = code_of_bytes(std::string_view(big_endian).substr(big_endian.size() - 2)) + steps;
    big_endian[big_endian.size() - 2] = static_cast<char>(last >> 8U & 0xffU);
    big_endian[big_endian.size() - 1] = static_cast<char>(last & 0xffU);
    return from_utf16(big_endian);
}

/// Lines of a map to Unicode: "<0003> <0041>" between beginbfchar and endbfchar, "<0003> <0009> <0041>" in bfrange.
std::map<unsigned, std::string> unicode_map(std::string_view text) {
    std::map<unsigned, std::string> letters;
    Lexer lexer(text, 0, false);
    Array held;
    unsigned made = 0;  // again and again the same codes would take time too
    for (auto object = lexer.next(); object && made < most_codes; object = lexer.next()) {
        const auto* word = object->as<Word>();
        if (!word) {
            if (held.size() < std::size_t{3} * most_codes) held.push_back(std::move(*object));
            continue;
        }
        const auto bytes = [&](std::size_t i) { return held[i].as<std::string>(); };
        if (word->text == "endbfchar")
            for (std::size_t i = 0; i + 1 < held.size(); i += 2, ++made)
                if (bytes(i) && bytes(i + 1)) letters[code_of_bytes(*bytes(i))] = from_utf16(*bytes(i + 1));
        if (word->text == "endbfrange")
            for (std::size_t i = 0; i + 2 < held.size(); i += 3) {
                if (!bytes(i) || !bytes(i + 1)) continue;
                const auto first = code_of_bytes(*bytes(i));
                const auto last = std::min(code_of_bytes(*bytes(i + 1)), first + 255);
                for (unsigned code = first; code <= last && made < most_codes; ++code, ++made) {
                    const auto* list = held[i + 2].array();
                    const auto* one =
                        list && code - first < list->size() ? (*list)[code - first].as<std::string>() : nullptr;
                    if (one) letters[code] = from_utf16(*one);
                    if (bytes(i + 2)) letters[code] = later_utf16(*bytes(i + 2), code - first);
                }
            }
        held.clear();
    }
    return letters;
}

/// Glyph names of the signs that lead names and scales are written with; letters bear their own names.
std::string letter_of_glyph(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char>, 20> signs = {
        {{"space", ' '},  {"zero", '0'},  {"one", '1'},       {"two", '2'},        {"three", '3'},
         {"four", '4'},   {"five", '5'},  {"six", '6'},       {"seven", '7'},      {"eight", '8'},
         {"nine", '9'},   {"slash", '/'}, {"period", '.'},    {"comma", ','},      {"colon", ':'},
         {"hyphen", '-'}, {"minus", '-'}, {"parenleft", '('}, {"parenright", ')'}, {"equal", '='}}};
    if (name.size() == 1) return std::string(name);
    const auto* const found = std::find_if(signs.begin(), signs.end(), [&](const auto& s) { return s.first == name; });
    return found == signs.end() ? std::string() : std::string(1, found->second);
}

/// "[32 /space /A 65 /B]": a number is the code of the name behind it.
void take_differences(const Document& document, const Array& differences, std::map<unsigned, std::string>& letters) {
    unsigned code = 0;
    for (const auto& item : differences) {
        const auto object = document.resolved(item);
        if (const auto number = object.number(); number && *number >= 0 && *number < 256)
            code = static_cast<unsigned>(*number);
        else if (auto letter = letter_of_glyph(object.name()); !object.name().empty())
            letters[code++] = std::move(letter);
    }
}

}  // namespace

core::Result<Font> Font::read(const Document& document, const Object& font) {
    const auto dictionary = document.dictionary_of(font);
    Font read;
    read.two_bytes_ = entry(dictionary, "Subtype").name() == "Type0";
    if (!read.two_bytes_) {
        for (unsigned code = 0x20; code < 0x7f; ++code) read.letters_[code] = std::string(1, static_cast<char>(code));
        const auto encoding = document.dictionary_of(entry(dictionary, "Encoding"));
        const auto differences = document.resolved(entry(encoding, "Differences"));
        if (differences.array()) take_differences(document, *differences.array(), read.letters_);
    }
    SYNCHRONY_ASSIGN(const auto map, document.unpacked(entry(dictionary, "ToUnicode")));
    if (!map.empty())
        for (auto& [code, letter] : unicode_map(map)) read.letters_[code] = letter;
    return read;
}

std::string Font::text_of(std::string_view codes) const {
    std::string text;
    const std::size_t step = two_bytes_ ? 2 : 1;
    for (std::size_t i = 0; i + step <= codes.size(); i += step)
        if (const auto found = letters_.find(code_of_bytes(codes.substr(i, step))); found != letters_.end())
            text += found->second;
    return text;
}

}  // namespace synchrony::io::pdf

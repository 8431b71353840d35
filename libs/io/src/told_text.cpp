#include "told_text.hpp"

#include <algorithm>
#include <optional>

#include "named_encoding.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::io {
namespace {

unsigned char byte_at(std::string_view bytes, std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
}

bool is_latin(unsigned char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// How many bytes the letter of Shift-JIS takes that begins there: katakana of half width one, others two; 0 for none.
std::size_t letter_bytes(std::string_view bytes, std::size_t i) {
    const auto first = byte_at(bytes, i), second = byte_at(bytes, i + 1);
    if (first >= 0xa1 && first <= 0xdf) return 1;
    const bool begins = (first >= 0x81 && first <= 0x9f) || (first >= 0xe0 && first <= 0xee) || first >= 0xfa;
    const bool ends = second >= 0x40 && second <= 0xfc && second != 0x7f;
    return begins && ends ? 2 : 0;
}

/// Whether text that is no UTF-8 looks Japanese: all of it is letters of Shift-JIS, in words of two or more; three or
/// more where they touch a Latin letter, which those of Western Europe do ("Renée" would end in a rare character). A
/// word does not begin with a mark that voices the sound before it.
bool looks_like_shift_jis(std::string_view bytes) {
    constexpr unsigned char voiced = 0xde, half_voiced = 0xdf;
    constexpr std::size_t fewest_bytes = 2, fewest_letters_beside_latin = 3;
    bool any = false;
    for (std::size_t i = 0; i < bytes.size();) {
        if (byte_at(bytes, i) < 0x80) {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        std::size_t letters = 0;
        for (; byte_at(bytes, i) >= 0x80; ++letters) {
            const auto size = letter_bytes(bytes, i);
            if (size == 0) return false;
            i += size;
        }
        const bool beside_latin = (begin > 0 && is_latin(byte_at(bytes, begin - 1))) || is_latin(byte_at(bytes, i));
        if (byte_at(bytes, begin) == voiced || byte_at(bytes, begin) == half_voiced) return false;
        if (i - begin < fewest_bytes || (beside_latin && letters < fewest_letters_beside_latin)) return false;
        any = true;
    }
    return any;
}

core::DecodedText guess_of(std::string_view bytes) {
    if (core::first_bad_utf8(bytes) != std::string_view::npos && looks_like_shift_jis(bytes))
        if (auto text = decode_by_name(bytes, "Shift-JIS")) return {std::move(*text), "Shift-JIS"};
    return core::decode_text(bytes).value_or(core::DecodedText{});
}

bool is_default(std::string_view character_set) {
    const auto small = core::lower(character_set);
    return small.empty() || small.starts_with("ascii") || small == "us-ascii" || small.starts_with("ansi x3.4") ||
           small.starts_with("iso 646");
}

}  // namespace

ToldText told_text(std::string_view bytes, std::string_view character_set) {
    const auto trimmed = [](const std::string& text) { return std::string(core::trimmed(text)); };
    const auto name = core::trimmed(character_set.substr(0, character_set.find('\0')));
    const bool ascii = core::beyond_ascii(bytes) == 0;
    const bool told = !is_default(name);
    const bool utf8 = !ascii && core::first_bad_utf8(bytes) == std::string_view::npos && is_western_name(name);
    if (told && !utf8 && (!ascii || is_seven_bit_name(name)))
        if (const auto text = decode_by_name(bytes, name)) return {trimmed(*text), {}};
    const auto guess = guess_of(bytes);
    ToldText text{trimmed(guess.text), {}};
    if (ascii || (!told && guess.encoding == "UTF-8")) return text;
    text.remark = told ? "text is not in the character set that the file names"
                       : "text is not ASCII and the file names no character set";
    if (guess.encoding.empty())
        text.remark += "; it is left out";
    else
        text.remark += "; it is read as " + std::string(guess.encoding);
    return text;
}

}  // namespace synchrony::io

#include "synchrony/core/folded_text.hpp"

#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

#include "synchrony/core/utf8.hpp"

namespace synchrony::core {
namespace {

/// A run of letters and what each is without its accent; capitals stand for two letters, '.' for the letter itself.
struct PlainRun {
    std::uint32_t first;
    std::string_view plain;
};

/// Latin letters of Unicode 15 by their canonical decompositions (UnicodeData.txt), and those that have none by use.
constexpr std::array<PlainRun, 3> plain_latin{
    {{0xc0,
      "aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTyaaaaaaccccccccddddeeeeeeeeeegggg"
      "gggghhhhiiiiiiiiiiIIjjkkkllllllllllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"},
     {0x1cd, "aaiioouuuuuuuuuu.aaaaAA..ggkkoooo..j...gg..nnaaAAooaaaaeeeeiiiioooorrrruuuusstt"},
     {0x1e00,
      "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr"
      "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy....S.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
      "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"}}};

constexpr std::array<std::pair<char, std::string_view>, 5> two_letters{
    {{'A', "ae"}, {'I', "ij"}, {'O', "oe"}, {'S', "ss"}, {'T', "th"}}};

constexpr std::array<std::pair<std::uint32_t, std::string_view>, 14> other_letters{{{0x2116, "no"},
                                                                                    {0xb2, "2"},
                                                                                    {0xb3, "3"},
                                                                                    {0xba, "o"},
                                                                                    {0xb0, "\xc2\xb0"},
                                                                                    {0x1a0, "o"},
                                                                                    {0x1a1, "o"},
                                                                                    {0x1af, "u"},
                                                                                    {0x1b0, "u"},
                                                                                    {0x3b2, "beta"},
                                                                                    {0x392, "beta"},
                                                                                    {0x2013, "-"},
                                                                                    {0x2014, "-"},
                                                                                    {0x2019, "'"}}};

/// Greek and Cyrillic vowels with an accent, and the small letter that each stands for.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 18> bare_letters{{{0x386, 0x3b1},
                                                                                {0x388, 0x3b5},
                                                                                {0x389, 0x3b7},
                                                                                {0x38a, 0x3b9},
                                                                                {0x38c, 0x3bf},
                                                                                {0x38e, 0x3c5},
                                                                                {0x38f, 0x3c9},
                                                                                {0x3ac, 0x3b1},
                                                                                {0x3ad, 0x3b5},
                                                                                {0x3ae, 0x3b7},
                                                                                {0x3af, 0x3b9},
                                                                                {0x3c2, 0x3c3},
                                                                                {0x3cc, 0x3bf},
                                                                                {0x3cd, 0x3c5},
                                                                                {0x3ce, 0x3c9},
                                                                                {0x419, 0x438},
                                                                                {0x439, 0x438},
                                                                                {0x451, 0x435}}};

/// Small letters of Greek and Cyrillic, bare; others as they are.
std::uint32_t small_bare(std::uint32_t code) {
    if (code >= 0x391 && code <= 0x3a9) code += 0x20;
    if (code >= 0x400 && code <= 0x40f) code += 0x50;
    if (code >= 0x410 && code <= 0x42f) code += 0x20;
    for (const auto& [letter, bare] : bare_letters)
        if (letter == code) return bare;
    return code;
}

void append_utf8(std::string& out, std::uint32_t code) {  // Greek and Cyrillic: two bytes each
    out += static_cast<char>(0xc0U | code >> 6U);
    out += static_cast<char>(0x80U | (code & 0x3fU));
}

bool append_plain_latin(std::string& out, std::uint32_t code) {
    for (const auto& run : plain_latin) {
        if (code < run.first || code - run.first >= run.plain.size()) continue;
        const char plain = run.plain[code - run.first];
        if (plain == '.') return false;
        for (const auto& [sign, both] : two_letters)
            if (sign == plain) {
                out += both;
                return true;
            }
        out += plain;
        return true;
    }
    return false;
}

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
    if (code >= 0x300 && code <= 0x36f) return;  // accents that follow their letter
    if (append_plain_latin(out, code)) return;
    if (const auto small = small_bare(code); small != code)
        append_utf8(out, small);
    else
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

}  // namespace synchrony::core

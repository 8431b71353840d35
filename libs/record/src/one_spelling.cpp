#include "one_spelling.hpp"

#include <cctype>

#include "synchrony/core/folded_text.hpp"

namespace synchrony::record {

std::string one_spelling(std::string_view text) {
    std::string out;
    for (const char c : core::folded(text)) {
        const char before = out.empty() ? ' ' : out.back();
        const bool second =
            (c == 'e' && (before == 'a' || before == 'o' || before == 'u')) || (c == 'a' && before == 'a');
        if (!second) out += c;
    }
    return out;
}

std::vector<std::string> words_in(std::string_view text) {
    const auto in_word = [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0;
    };
    std::vector<std::string> words(1);
    for (const char c : text)
        if (in_word(c))
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    if (words.back().empty()) words.pop_back();
    return words;
}

}  // namespace synchrony::record

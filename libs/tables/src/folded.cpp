#include "folded.hpp"

#include <cctype>

#include "synchrony/core/text.hpp"

namespace synchrony::tables {

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

#include "synchrony/core/text.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace synchrony::core {

std::string shortest(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string lower(std::string_view text) {
    std::string small(text);
    for (char& letter : small)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return small;
}

std::string_view trimmed(std::string_view text, std::string_view ends) {
    const auto begin = text.find_first_not_of(ends);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(ends) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        if (!control)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return std::string(trimmed(line));
}

std::string printable(std::string_view text, Layout layout) {
    constexpr unsigned char space = 0x20, del = 0x7f;
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : '\0'; };
    std::string shown;
    shown.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool line_end = text[i] == '\n' || (text[i] == '\r' && byte(i + 1) == '\n');
        const bool stays = layout == Layout::kept && (line_end || text[i] == '\t');
        const bool high_control = byte(i) == 0xc2 && byte(i + 1) >= 0x80 && byte(i + 1) <= 0x9f;
        const bool control = (byte(i) < space && !stays) || byte(i) == del || high_control;
        shown += control ? '?' : text[i];
        i += high_control ? 1 : 0;
    }
    return shown;
}

void append_word(std::string& list, std::string_view word, std::string_view between) {
    if (!list.empty()) list += between;
    list += word;
}

void replace_all(std::string& text, std::string_view word, std::string_view by) {
    auto at = word.empty() ? std::string::npos : text.find(word);
    if (at == std::string::npos) return;
    // Into a text of its own: to replace in place moves the rest each time.
    std::string result;
    std::size_t done = 0;
    for (; at != std::string::npos; at = text.find(word, done)) {
        result.append(text, done, at - done).append(by);
        done = at + word.size();
    }
    text = result.append(text, done);
}

std::string p_value_text(double p) {
    constexpr double least_printed = 0.001;
    if (p < least_printed) return "< 0.001";
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.3f", p);
    return text.data();
}

std::string in_quotes(std::string_view text) {
    std::string result = "'";
    result += text;
    result += '\'';
    return result;
}

std::string in_shell(std::string_view word) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./=,:+@%-";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
    std::string text(word);
    replace_all(text, "'", "'\\''");
    return in_quotes(text);
}

}  // namespace synchrony::core

// Words and numbers as text: the small things that every room needs once.
#pragma once

#include <charconv>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::core {

/// The shortest decimal text that reads back as the same number: "360", "0.1", "1e-09".
[[nodiscard]] std::string shortest(double value);

/// With the letters A to Z small; other bytes stay, so that UTF-8 stays whole.
[[nodiscard]] std::string lower(std::string_view text);

/// All that counts as blank at the ends of a cell or a line.
inline constexpr std::string_view blanks = " \t\r\n\v\f";
/// Without those characters at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text, std::string_view ends = blanks);
/// The same of a text that ends with the expression, which a view would outlive.
template <std::same_as<std::string> Text>
[[nodiscard]] std::string trimmed(Text&& text, std::string_view ends = blanks) {
    return std::string(trimmed(std::string_view(text), ends));
}

/// The parts between the separators, empty ones too; one empty part of an empty text.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
template <std::same_as<std::string> Text>
std::vector<std::string_view> split(Text&& text, char separator) = delete;  // the parts would outlive it

/// The number that is all of the text ("-12", "1e-3"): no blanks, no plus sign. Nothing where the text is something
/// else, or more than the type holds; floating-point numbers may be infinite or NaN by name.
template <typename Number>
[[nodiscard]] std::optional<Number> number_from(std::string_view text) {
    Number number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// Without control characters: runs of them are one blank, none at the ends. A line break in a name is a blank.
[[nodiscard]] std::string one_line(std::string_view text);

/// Whether printable() leaves line ends and tabs.
enum class Layout : std::uint8_t { kept, replaced };

/// The text for a terminal, a page or a cell: control characters, which a terminal obeys, become question marks. UTF-8
/// stays whole; its own control characters (U+0080 to U+009F) go too.
[[nodiscard]] std::string printable(std::string_view text, Layout layout = Layout::kept);

/// Adds a word to a list in a sentence: "a", "a, b".
void append_word(std::string& list, std::string_view word, std::string_view between = ", ");

/// The words, or what `word_of` makes of them, as one list: "a, b, c".
template <typename Range, typename WordOf = std::identity>
[[nodiscard]] std::string joined(const Range& words, std::string_view between = ", ", WordOf word_of = {}) {
    std::string list;
    bool first = true;
    for (const auto& word : words) {
        if (!first) list += between;
        first = false;
        list += std::invoke(word_of, word);
    }
    return list;
}

/// Puts `by` in the place of every `word`.
void replace_all(std::string& text, std::string_view word, std::string_view by);

/// A p value for readers: "0.034", "< 0.001"; never "0.000", which no p is.
[[nodiscard]] std::string p_value_text(double p);

/// 'text', for messages that show what stood in a file. Built by appending: GCC 12 warns of overlap where a literal is
/// added in front of a string (its bug 105651).
[[nodiscard]] std::string in_quotes(std::string_view text);

/// A word as a shell takes it for one: as it is, else in quotes.
[[nodiscard]] std::string in_shell(std::string_view word);

}  // namespace synchrony::core

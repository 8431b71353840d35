#include "digit_list.hpp"

#include <algorithm>
#include <limits>

#include "parts.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

constexpr bool is_blank_digit(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');  // core::blanks
}

/// A whole number of few digits at the beginning of the text, a blank or the end behind it, as nearly all are; gives
/// its length, 0 where it is anything else.
std::size_t small_whole_number(std::string_view text, double& number) {
    constexpr std::size_t most_digits = 9;
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t begin = at;
    std::int32_t value = 0;
    for (; at < text.size() && at - begin < most_digits && text[at] >= '0' && text[at] <= '9'; ++at)
        value = 10 * value + (text[at] - '0');
    if (at == begin || (at < text.size() && !is_blank_digit(text[at]))) return 0;
    number = begin > 0 ? -value : value;
    return at;
}

}  // namespace

core::Result<std::vector<double>> numbers_between_blanks(std::string_view text, std::size_t most,
                                                         bool (*is_missing)(std::string_view),
                                                         const std::string& where) {
    std::vector<double> numbers;
    numbers.reserve(std::min(most, text.size() / 2));
    for (;;) {
        std::size_t begin = 0;
        while (begin < text.size() && is_blank_digit(text[begin])) ++begin;
        if (begin == text.size()) return numbers;
        text.remove_prefix(begin);
        if (double whole = 0; numbers.size() < most) {
            if (const auto length = small_whole_number(text, whole); length > 0) {
                numbers.push_back(whole);
                text.remove_prefix(length);
                continue;
            }
        }
        const auto word = text.substr(0, text.find_first_of(core::blanks));
        text.remove_prefix(word.size());
        auto number = number_of(word);
        if (!number && is_missing(word)) number = std::numeric_limits<double>::quiet_NaN();
        if (!number)
            return core::fail_input("a digit is no number", where + ", sample " + std::to_string(numbers.size()),
                                    core::in_quotes(word.substr(0, 40)), "a whole number");
        if (numbers.size() == most)
            return core::fail_input("recording is too long to be read at once", where,
                                    "more than " + std::to_string(most) + " samples", "at most that");
        numbers.push_back(*number);
    }
}

}  // namespace synchrony::io

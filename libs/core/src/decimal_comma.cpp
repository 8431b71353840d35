#include "synchrony/core/decimal_comma.hpp"

#include <algorithm>

#include "synchrony/core/digits.hpp"

namespace synchrony::core {
std::string decimal_point_hint(std::string_view word) {
    if (const auto equal = word.rfind('='); equal != std::string_view::npos) word.remove_prefix(equal + 1);
    const auto comma = word.find(',');
    if (comma == std::string_view::npos) return {};
    auto whole = word.substr(0, comma);
    if (!whole.empty() && (whole.front() == '-' || whole.front() == '+')) whole.remove_prefix(1);
    if (!all_digits(whole) || !all_digits(word.substr(comma + 1))) return {};
    std::string number(word);
    number[comma] = '.';
    return "A number is written with a point: " + number;
}

}  // namespace synchrony::core

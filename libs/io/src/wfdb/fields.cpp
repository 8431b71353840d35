#include "wfdb/fields.hpp"

#include <charconv>
#include <cmath>

namespace synchrony::io::wfdb {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t longest_quote = 40;  // characters of a faulty token that a message repeats

std::string short_number(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string_view without_plus(std::string_view token) {
    if (token.size() > 1 && token[0] == '+' && token[1] != '-') token.remove_prefix(1);
    return token;
}

}  // namespace

std::string line_place(const std::string& file, const TextLine& line) {
    return file + ", line " + std::to_string(line.number);
}

std::string quote(std::string_view token) {
    const bool cut = token.size() > longest_quote;
    return std::string("'").append(token.substr(0, longest_quote)).append(cut ? "...'" : "'");
}

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string_view next_token(std::string_view& rest) {
    rest = trim(rest);
    const auto token = rest.substr(0, rest.find_first_of(blanks));
    rest.remove_prefix(token.size());
    return token;
}

core::Result<std::int64_t> parse_integer(std::string_view token, std::int64_t low, std::int64_t high,
                                         std::string_view what, const std::string& where) {
    std::int64_t value = 0;
    const auto digits = without_plus(token);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code == std::errc() && end == digits.data() + digits.size() && value >= low && value <= high) return value;
    return core::fail_input("wrong " + std::string(what), where, quote(token),
                            "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

core::Result<double> parse_number(std::string_view token, double low, double high, std::string_view what,
                                  const std::string& where) {
    double value = 0;
    const auto digits = without_plus(token);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = code == std::errc() && end == digits.data() + digits.size();
    if (whole && std::isfinite(value) && value >= low && value <= high) return value;
    return core::fail_input("wrong " + std::string(what), where, quote(token),
                            "a number from " + short_number(low) + " to " + short_number(high));
}

}  // namespace synchrony::io::wfdb

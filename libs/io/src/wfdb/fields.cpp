#include "wfdb/fields.hpp"

#include <cmath>

#include "synchrony/core/text.hpp"

namespace synchrony::io::wfdb {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t longest_quote = 40;  // characters of a faulty token that a message repeats

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
    const auto value = core::number_from<std::int64_t>(without_plus(token));
    if (value && *value >= low && *value <= high) return *value;
    return core::fail_input("wrong " + std::string(what), where, quote(token),
                            "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

core::Result<double> parse_number(std::string_view token, double low, double high, std::string_view what,
                                  const std::string& where) {
    const auto value = core::number_from<double>(without_plus(token));
    if (value && std::isfinite(*value) && *value >= low && *value <= high) return *value;
    return core::fail_input("wrong " + std::string(what), where, quote(token),
                            "a number from " + core::shortest(low) + " to " + core::shortest(high));
}

}  // namespace synchrony::io::wfdb

#include "synchrony/core/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace synchrony::core {
namespace {

struct JsonSize {
    std::size_t depth = 0;
    std::size_t values = 1;  ///< not less than there are
};

/// Counts without building anything; right for every valid text, and no smaller than what a parser builds of the valid
/// beginning of any other.
JsonSize json_size(std::string_view text) {
    JsonSize size;
    std::size_t open = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '[' || c == '{') size.depth = std::max(size.depth, ++open);
        if (c == ']' || c == '}') open -= open > 0 ? 1 : 0;
        size.values += c == '[' || c == '{' || c == ',' ? 1 : 0;
    }
    return size;
}

/// What stands in quotes in the parser's words, which are not ours: the number, cut where it is long.
std::string quoted_of(std::string_view words) {
    constexpr std::size_t longest = 80;
    const auto begin = words.find('\''), end = words.rfind('\'');
    if (begin == std::string_view::npos || end <= begin) return {};
    const auto number = words.substr(begin + 1, end - begin - 1);
    return std::string(number.substr(0, longest)) + (number.size() > longest ? "..." : "");
}

std::string at_most(std::size_t limit) {
    return "at most " + std::to_string(limit);
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text, const std::string& where, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes)
        return fail_input("JSON is too long", where, std::to_string(text.size()) + " bytes", at_most(limits.max_bytes));
    const auto size = json_size(text);
    if (size.depth > limits.max_depth)
        return fail_input("JSON is nested too deep", where, std::to_string(size.depth) + " levels",
                          at_most(limits.max_depth));
    if (size.values > limits.max_values)
        return fail_input("JSON has too many values", where, "about " + std::to_string(size.values),
                          at_most(limits.max_values));
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        return fail_input("not JSON", where, "an error at byte " + std::to_string(error.byte), "JSON");
    } catch (const nlohmann::json::exception& error) {  // a number that no double holds
        return fail_input("a number is too large", where, quoted_of(error.what()), "numbers that a double holds");
    }
}

std::string word_of(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace synchrony::core

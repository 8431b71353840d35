#include "synchrony/core/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

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

/// Cut where it is long.
std::string quotable(std::string_view text) {
    constexpr std::size_t longest = 80;
    return std::string(text.substr(0, longest)) + (text.size() > longest ? "..." : "");
}

/// What stands in quotes in the parser's words, which are not ours: the number.
std::string quoted_of(std::string_view words) {
    const auto begin = words.find('\''), end = words.rfind('\'');
    if (begin == std::string_view::npos || end <= begin) return {};
    return quotable(words.substr(begin + 1, end - begin - 1));
}

std::string at_most(std::size_t limit) {
    return "at most " + std::to_string(limit);
}

/// Builds what the parser reads, as nlohmann's own builder does; but of two values of one name that keeps the last
/// without a word, and other readers keep the first, so that one file would mean two things.
class JsonBuilder {
  public:
    using Json = nlohmann::json;

    explicit JsonBuilder(const std::string& where) : where_(where) {}
    /// What was built, or why not; once the parser is through.
    [[nodiscard]] Result<Json> taken() {
        if (fault_) return fail(std::move(*fault_));
        return std::move(root_);
    }

    // What nlohmann::json::sax_parse calls; false ends it.
    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(Json::number_integer_t value) { return add(value); }
    bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
    bool number_float(Json::number_float_t value, const std::string&) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(Json::binary_t& value) { return add(std::move(value)); }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        const auto [at, is_new] = open_.back()->get_ref<Json::object_t&>().try_emplace(std::move(name));
        member_ = &at->second;
        if (!is_new) fault_ = input_error("a JSON key stands twice in one object", quotable(at->first), "each once");
        return is_new;
    }
    bool parse_error(std::size_t byte, const std::string&, const Json::exception& error) {
        const bool is_number = dynamic_cast<const Json::out_of_range*>(&error) != nullptr;  // one that no double holds
        fault_ = is_number
                     ? input_error("a number is too large", quoted_of(error.what()), "numbers that a double holds")
                     : input_error("not JSON", "an error at byte " + std::to_string(byte), "JSON");
        return false;
    }

  private:
    [[nodiscard]] Error input_error(std::string what, std::string got, std::string expected) const {
        return {ErrorKind::input, std::move(what), where_, std::move(got), std::move(expected), {}};
    }
    Json* put(Json value) {
        if (open_.empty()) return &(root_ = std::move(value));
        if (open_.back()->is_object()) return &(*member_ = std::move(value));
        return &open_.back()->get_ref<Json::array_t&>().emplace_back(std::move(value));
    }
    bool add(Json value) {
        put(std::move(value));
        return true;
    }
    bool open(Json value) {
        open_.push_back(put(std::move(value)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    const std::string& where_;
    Json root_;
    std::vector<Json*> open_;  ///< objects and arrays that have not ended, outermost first
    Json* member_ = nullptr;   ///< the value of the name that was read last
    std::optional<Error> fault_;
};

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
    JsonBuilder builder(where);
    nlohmann::json::sax_parse(text, &builder);
    return builder.taken();
}

std::string word_of(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace synchrony::core

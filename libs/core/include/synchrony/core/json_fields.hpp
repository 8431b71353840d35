// Fields of JSON that a stranger may have written, each as the kind that it must be. nlohmann's own conversions make 1
// of 1.5 and 18446744073709551615 of -1 without a word, and what they say of other faults is for programmers.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <exception>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// Thrown by the readers below, since a description has dozens of fields; caught once, in read_fields.
class BadField : public std::exception {
  public:
    BadField(std::string name, std::string got, std::string expected)
        : name_(std::move(name)), got_(std::move(got)), expected_(std::move(expected)) {}
    [[nodiscard]] const char* what() const noexcept override { return "a field of JSON is not what it must be"; }
    /// The fault as an error (input) `what` at "WHERE, FIELD".
    [[nodiscard]] Error error(const std::string& what, const std::string& where, const std::string& hint) const;

  private:
    std::string name_, got_, expected_;
};

/// The value in few words: itself where it is a number, a word or a truth value, cut where it is long; else "a list".
[[nodiscard]] std::string shown_json(const nlohmann::json& value);

/// Reads one value; each kind has its own, found by the type.
template <typename T>
struct JsonKind;

template <>
struct JsonKind<bool> {
    static std::string expected() { return "true or false"; }
    static bool fits(const nlohmann::json& value) { return value.is_boolean(); }
    static bool read(const nlohmann::json& value) { return value.get<bool>(); }
};

template <>
struct JsonKind<std::string> {
    static std::string expected() { return "text"; }
    static bool fits(const nlohmann::json& value) { return value.is_string(); }
    static std::string read(const nlohmann::json& value) { return value.get<std::string>(); }
};

template <std::floating_point T>
struct JsonKind<T> {
    static std::string expected() { return "a number"; }
    static bool fits(const nlohmann::json& value) { return value.is_number(); }
    static T read(const nlohmann::json& value) { return value.get<T>(); }
};

template <std::integral T>
struct JsonKind<T> {
    static std::string expected() { return std::is_signed_v<T> ? "a whole number" : "a whole number, 0 or more"; }
    static bool fits(const nlohmann::json& value) {
        if (value.is_number_unsigned()) return std::in_range<T>(value.get<std::uint64_t>());
        return value.is_number_integer() && std::in_range<T>(value.get<std::int64_t>());
    }
    static T read(const nlohmann::json& value) { return value.get<T>(); }
};

/// `value` as a T; `name` is the field's, for errors. Throws BadField where it is something else.
template <typename T>
[[nodiscard]] T json_as(const nlohmann::json& value, const std::string& name) {
    if (!JsonKind<T>::fits(value)) throw BadField(name, shown_json(value), JsonKind<T>::expected());
    return JsonKind<T>::read(value);
}

/// The object's member of that name, which must be there.
[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, const std::string& name);
/// The same, and it must be a list or an object.
[[nodiscard]] const nlohmann::json& list_member(const nlohmann::json& object, const std::string& name);
[[nodiscard]] const nlohmann::json& object_member(const nlohmann::json& object, const std::string& name);

template <typename T>
[[nodiscard]] T field(const nlohmann::json& object, const std::string& name) {
    return json_as<T>(member(object, name), name);
}

/// `fallback` where there is no such member, as in files of older programs.
template <typename T>
[[nodiscard]] T field_or(const nlohmann::json& object, const std::string& name, T fallback) {
    return object.contains(name) ? field<T>(object, name) : std::move(fallback);
}

/// Nothing where the member is null; it must be there.
template <typename T>
[[nodiscard]] std::optional<T> field_or_null(const nlohmann::json& object, const std::string& name) {
    const auto& value = member(object, name);
    return value.is_null() ? std::nullopt : std::optional<T>(json_as<T>(value, name));
}

template <typename T>
[[nodiscard]] std::vector<T> list_of(const nlohmann::json& object, const std::string& name) {
    std::vector<T> list;
    for (const auto& item : list_member(object, name)) list.push_back(json_as<T>(item, name));
    return list;
}

template <typename T>
[[nodiscard]] std::vector<T> list_or_none(const nlohmann::json& object, const std::string& name) {
    return object.contains(name) ? list_of<T>(object, name) : std::vector<T>();
}

template <typename T>
[[nodiscard]] std::map<std::string, T> map_of(const nlohmann::json& object, const std::string& name) {
    std::map<std::string, T> map;
    for (const auto& [key, item] : object_member(object, name).items()) map[key] = json_as<T>(item, name + ", " + key);
    return map;
}

/// What `read` returns, a Result; where it throws BadField that fault as an error (input) `what` at `where`.
template <typename Read>
[[nodiscard]] auto read_fields(const std::string& what, const std::string& where, const std::string& hint, Read read)
    -> decltype(read()) {
    try {
        return read();
    } catch (const BadField& bad) {
        return fail(bad.error(what, where, hint));
    }
}

}  // namespace synchrony::core

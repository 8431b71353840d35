#include "synchrony/core/json_fields.hpp"

#include "synchrony/core/json_text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::core {
namespace {

const nlohmann::json& of_kind(const nlohmann::json& value, const std::string& name, bool fits, const char* expected) {
    if (!fits) throw BadField(name, shown_json(value), expected);
    return value;
}

}  // namespace

Error BadField::error(const std::string& what, const std::string& where, const std::string& hint) const {
    return {ErrorKind::input, what, where + ", " + name_, got_, expected_, hint};
}

std::string shown_json(const nlohmann::json& value) {
    constexpr std::size_t longest = 40;
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    return shortened(json_text(value), longest);
}

const nlohmann::json& member(const nlohmann::json& object, const std::string& name) {
    if (!object.is_object()) throw BadField(name, shown_json(object), "an object that holds it");
    const auto found = object.find(name);
    if (found == object.end()) throw BadField(name, "no such field", "a field of that name");
    return *found;
}

const nlohmann::json& list_member(const nlohmann::json& object, const std::string& name) {
    const auto& value = member(object, name);
    return of_kind(value, name, value.is_array(), "a list");
}

const nlohmann::json& object_member(const nlohmann::json& object, const std::string& name) {
    const auto& value = member(object, name);
    return of_kind(value, name, value.is_object(), "an object");
}

}  // namespace synchrony::core

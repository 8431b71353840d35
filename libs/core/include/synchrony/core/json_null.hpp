// Values that may be missing, as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

namespace synchrony::core {

/// The value, or null where there is none.
template <typename Json = nlohmann::ordered_json, typename Value>
[[nodiscard]] Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace synchrony::core

// How values that may be missing stand in our JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

namespace synchrony::app {

using Json = nlohmann::ordered_json;

/// null where there is no value.
template <typename T>
[[nodiscard]] Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace synchrony::app

// How values that may be missing stand in our JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "synchrony/core/json_null.hpp"

namespace synchrony::app {

using Json = nlohmann::ordered_json;

using core::or_null;

}  // namespace synchrony::app

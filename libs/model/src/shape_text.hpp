// A tensor's shape in words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synchrony/core/text.hpp"

namespace synchrony::model {

/// "[64, 3, 7, 7]"
[[nodiscard]] inline std::string shape_text(const std::vector<std::int64_t>& shape) {
    return "[" + core::joined(shape, ", ", [](std::int64_t extent) { return std::to_string(extent); }) + "]";
}

}  // namespace synchrony::model

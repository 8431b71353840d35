// A tensor's shape in words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace synchrony::model {

/// "[64, 3, 7, 7]"
[[nodiscard]] inline std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

}  // namespace synchrony::model

// The middle value of a small set; the set is reordered.
#pragma once

#include <algorithm>
#include <vector>

namespace synchrony::beats {

/// The upper one of the two middle values when their number is even; `otherwise` for an empty set.
template <typename T>
[[nodiscard]] T middle(std::vector<T>& values, T otherwise = T{}) {
    if (values.empty()) return otherwise;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace synchrony::beats

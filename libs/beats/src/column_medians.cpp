#include "column_medians.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace synchrony::beats {
namespace {

using Comparison = std::pair<std::size_t, std::size_t>;

/// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M): comparisons that sort
/// `count` values, whatever these are. Made beforehand, they sort all columns side by side without a branch.
std::vector<Comparison> sorting_comparisons(std::size_t count) {
    std::vector<Comparison> all;
    std::size_t top = 1;
    while (2 * top < count) top *= 2;
    for (std::size_t p = top; p > 0; p /= 2)
        for (std::size_t q = top, r = 0, d = p;; d = q - p, q /= 2, r = p) {
            for (std::size_t i = 0; i + d < count; ++i)
                if ((i & p) == r) all.emplace_back(i, i + d);
            if (q == p) break;
        }
    return all;
}

/// Those of the comparisons that the two middle places depend on.
std::vector<Comparison> median_comparisons(std::size_t count) {
    const auto all = sorting_comparisons(count);
    std::vector<char> needed(count, 0);
    needed[count / 2] = needed[(count - 1) / 2] = 1;
    std::vector<Comparison> some;
    for (auto c = all.rbegin(); c != all.rend(); ++c) {
        if (!needed[c->first] && !needed[c->second]) continue;
        needed[c->first] = needed[c->second] = 1;
        some.push_back(*c);
    }
    std::reverse(some.begin(), some.end());
    return some;
}

constexpr std::size_t strip = 64;  // columns at once: with ten beats they stay in the fastest cache
using Strip = std::array<float, strip>;

void sort_pairs(Strip& low, Strip& high) {
    for (std::size_t i = 0; i < strip; ++i) {
        const float a = low[i], b = high[i];
        low[i] = b < a ? b : a;
        high[i] = b < a ? a : b;
    }
}

}  // namespace

std::vector<float> column_medians(std::span<const float* const> rows, std::size_t columns) {
    const std::size_t count = rows.size();
    const auto comparisons = median_comparisons(count);
    std::vector<Strip> values(count, Strip{});
    std::vector<float> medians(columns);
    for (std::size_t from = 0; from < columns; from += strip) {
        const std::size_t width = std::min(strip, columns - from);
        for (std::size_t k = 0; k < count; ++k) std::copy_n(rows[k] + from, width, values[k].begin());
        for (const auto& [low, high] : comparisons) sort_pairs(values[low], values[high]);
        const Strip &upper = values[count / 2], &lower = values[(count - 1) / 2];
        for (std::size_t i = 0; i < width; ++i)
            medians[from + i] = count % 2 == 1 ? upper[i] : 0.5F * (upper[i] + lower[i]);
    }
    return medians;
}

}  // namespace synchrony::beats

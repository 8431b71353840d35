#include "synchrony/record/sample_ranges.hpp"

#include <algorithm>

namespace synchrony::record {

std::vector<SampleRange> in_either(std::vector<SampleRange> a, const std::vector<SampleRange>& b) {
    a.insert(a.end(), b.begin(), b.end());
    std::sort(a.begin(), a.end(), [](const auto& x, const auto& y) { return x.begin < y.begin; });
    std::vector<SampleRange> joined;
    for (const auto& range : a) {
        if (!joined.empty() && range.begin <= joined.back().end)
            joined.back().end = std::max(joined.back().end, range.end);
        else
            joined.push_back(range);
    }
    return joined;
}

}  // namespace synchrony::record

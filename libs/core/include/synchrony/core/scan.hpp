// Quick looks through samples: their extremes, and stretches that stand still.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "synchrony/core/lanes.hpp"

namespace synchrony::core {

struct Extremes {
    float low = 0.0F;
    float high = 0.0F;
};

/// The lowest and the highest of the samples; both 0 where there are none.
[[nodiscard]] inline Extremes extremes(std::span<const float> x) {
    if (x.empty()) return {};
    constexpr std::size_t lanes = 8;
    Extremes e{x[0], x[0]};
    std::size_t i = 0;
    if (x.size() >= lanes) {
        EightFloats low, high, now;
        load(low, x.data());
        high = low;
        for (i = lanes; i + lanes <= x.size(); i += lanes) {
            load(now, x.data() + i);
            low = now < low ? now : low;
            high = now > high ? now : high;
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            e.low = std::min(e.low, low[k]);
            e.high = std::max(e.high, high[k]);
        }
    }
    for (; i < x.size(); ++i) {
        e.low = std::min(e.low, x[i]);
        e.high = std::max(e.high, x[i]);
    }
    return e;
}

/// Calls found(begin, end) for every longest stretch [begin, end) of `least` or more equal samples. It looks from the
/// far end of each possible stretch backward: a wave is left after a comparison or two in every `least` samples.
template <typename Found>
void for_each_still_stretch(std::span<const float> x, std::size_t least, Found found) {
    least = std::max<std::size_t>(least, 1);
    for (std::size_t begin = 0; begin + least <= x.size();) {
        std::size_t same = begin + least - 1;
        while (same > begin && x[same - 1] == x[same]) --same;
        if (same > begin) {
            begin = same;
            continue;
        }
        std::size_t end = begin + least;
        while (end < x.size() && x[end] == x[begin]) ++end;
        found(begin, end);
        begin = end;
    }
}

}  // namespace synchrony::core

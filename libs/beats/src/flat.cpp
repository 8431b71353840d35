#include "flat.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "medians.hpp"
#include "synchrony/core/scan.hpp"

namespace synchrony::beats {
namespace {

constexpr double least_flat_s = 0.20;  // no wave of a living heart stands exactly still so long
constexpr double baseline_s = 3.0;     // on both sides; holds beats and baseline alike
constexpr double step_share = 0.3;     // of a usual QRS in the band: a smaller step is no candidate
constexpr double before_s = 0.05;      // the step's wave in the band begins so much before ...
constexpr double after_s = 0.20;       // ... and has died down so much after it

/// The median around the stretch, without the stretch.
float baseline_around(std::span<const float> plain, std::int64_t begin, std::int64_t end, std::int64_t reach) {
    const auto size = static_cast<std::int64_t>(plain.size());
    std::vector<float> around(plain.begin() + std::max<std::int64_t>(0, begin - reach), plain.begin() + begin);
    around.insert(around.end(), plain.begin() + end, plain.begin() + std::min(size, end + reach));
    return middle(around, plain[static_cast<std::size_t>(begin)]);
}

}  // namespace

std::vector<record::SampleRange> stuck_ranges(std::span<const float> plain, float amplitude_mv, const WorkRate& work) {
    std::vector<record::SampleRange> ranges;
    const auto size = static_cast<std::int64_t>(plain.size());
    const auto least = std::max<std::int64_t>(2, work.samples(least_flat_s));
    core::for_each_still_stretch(plain, static_cast<std::size_t>(least), [&](std::size_t from, std::size_t to) {
        const auto begin = static_cast<std::int64_t>(from), end = static_cast<std::int64_t>(to);
        const float away = std::abs(plain[from] - baseline_around(plain, begin, end, work.samples(baseline_s)));
        if (away < static_cast<float>(step_share) * amplitude_mv) return;
        ranges.push_back({std::max<std::int64_t>(0, begin + work.delay - work.samples(before_s)),
                          std::min(size, end + work.delay + work.samples(after_s))});
    });
    return ranges;
}

bool stands_still(std::span<const float> plain, std::int64_t sample, const WorkRate& work) {
    const auto size = static_cast<std::int64_t>(plain.size());
    const auto at = std::clamp<std::int64_t>(sample, 0, size - 1);
    const float value = plain[static_cast<std::size_t>(at)];
    const auto is_same = [&](std::int64_t i) { return plain[static_cast<std::size_t>(i)] == value; };
    const auto least = std::max<std::int64_t>(2, work.samples(least_flat_s));
    std::int64_t from = at, to = at + 1;
    while (from > 0 && at - from < least && is_same(from - 1)) --from;
    while (to < size && to - at < least && is_same(to)) ++to;
    return to - from >= least;
}

}  // namespace synchrony::beats

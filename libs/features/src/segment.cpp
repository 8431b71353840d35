#include "synchrony/features/segment.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "synchrony/core/median.hpp"

namespace synchrony::features {
namespace {

std::int64_t samples_of(double seconds, const SpectrogramRecipe& recipe) {
    return std::max<std::int64_t>(1, std::llround(seconds * recipe.sampling_frequency_hz));
}

double segment_seconds(const SpectrogramRecipe& recipe, double rr_s) {
    return recipe.segment_rule == SegmentRule::fixed_time ? recipe.segment_s : recipe.segment_rr * rr_s;
}

}  // namespace

std::vector<BeatRr> beat_rr(std::span<const std::int64_t> r_samples, double sampling_frequency_hz) {
    constexpr std::size_t half = local_rr_intervals / 2;
    const std::size_t n = r_samples.size();
    std::vector<BeatRr> result(n);
    if (n < 2) return result;
    // Interval j lies between beats j and j + 1.
    const auto interval = [&](std::size_t j) {
        return static_cast<double>(r_samples[j + 1] - r_samples[j]) / sampling_frequency_hz;
    };
    std::array<double, local_rr_intervals> around{};
    for (std::size_t i = 0; i < n; ++i) {
        if (i > 0) result[i].before_s = interval(i - 1);
        if (i + 1 < n) result[i].after_s = interval(i);
        const std::size_t begin = i > half ? i - half : 0;
        const std::size_t end = std::min(n - 1, i + half);
        for (std::size_t j = begin; j < end; ++j) around[j - begin] = interval(j);
        result[i].local_s = core::median(std::span(around).first(end - begin));
    }
    return result;
}

double segment_rr_s(double rr_before_s, double rr_after_s) {
    double rr = usual_rr_s;
    if (rr_before_s > 0 && rr_after_s > 0)
        rr = (rr_before_s + rr_after_s) / 2;
    else if (rr_before_s > 0 || rr_after_s > 0)
        rr = std::max(rr_before_s, rr_after_s);
    return std::clamp(rr, shortest_rr_s, longest_rr_s);
}

Segment segment_around(const SpectrogramRecipe& recipe, std::int64_t r_sample, double rr_before_s, double rr_after_s) {
    const double seconds = segment_seconds(recipe, segment_rr_s(rr_before_s, rr_after_s));
    const std::int64_t length = samples_of(seconds, recipe);
    return {.begin = r_sample - std::llround(recipe.before_r * static_cast<double>(length)), .length = length};
}

std::int64_t longest_segment(const SpectrogramRecipe& recipe) {
    return samples_of(segment_seconds(recipe, longest_rr_s), recipe);
}

void extract(std::span<const float> lead, const Segment& segment, std::span<float> out) {
    const auto size = static_cast<std::int64_t>(lead.size());
    for (std::int64_t i = 0; i < segment.length; ++i) {
        const std::int64_t at = segment.begin + i;
        out[static_cast<std::size_t>(i)] = at >= 0 && at < size ? lead[static_cast<std::size_t>(at)] : 0.0F;
    }
}

}  // namespace synchrony::features

#include "peak_placer.hpp"

#include <algorithm>
#include <cmath>

#include "medians.hpp"

namespace synchrony::beats {
namespace {

constexpr double baseline_rate_hz = 25.0;  // a median needs no more samples a second

}  // namespace

PeakPlacer::PeakPlacer(double sampling_frequency_hz, const DetectorOptions& options)
    : search_reach_(std::llround(options.place_within_s * sampling_frequency_hz)),
      baseline_reach_(std::llround(std::max(options.place_baseline_s, options.place_within_s + options.place_smooth_s) *
                                   sampling_frequency_hz) +
                      1),
      smooth_half_(std::llround(options.place_smooth_s * sampling_frequency_hz) / 2),
      stride_(std::max<std::int64_t>(1, static_cast<std::int64_t>(sampling_frequency_hz / baseline_rate_hz))) {}

float PeakPlacer::baseline(std::span<const float> samples) {
    values_.clear();
    for (std::size_t i = 0; i < samples.size(); i += static_cast<std::size_t>(stride_)) values_.push_back(samples[i]);
    return middle(values_);
}

std::int64_t PeakPlacer::place(std::span<const std::span<const float>> leads, std::span<const float> weights,
                               std::int64_t about) {
    const auto end = static_cast<std::int64_t>(leads.front().size());
    const auto from = std::clamp<std::int64_t>(about - search_reach_, 0, end - 1);
    const auto to = std::clamp(about + search_reach_ + 1, from + 1, end);
    power_.assign(static_cast<std::size_t>(to - from), 0.0F);
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        const auto first = std::clamp<std::int64_t>(about - baseline_reach_, 0, from);
        const auto last = std::clamp(about + baseline_reach_, to, end);
        const auto around =
            leads[lead].subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
        const float zero = baseline(around);
        for (auto i = from; i < to; ++i) {
            const auto low = std::max(first, i - smooth_half_);
            const auto high = std::min(first + static_cast<std::int64_t>(around.size()), i + smooth_half_ + 1);
            float sum = 0;
            for (auto j = low; j < high; ++j) sum += around[static_cast<std::size_t>(j - first)];
            const float deflection = sum / static_cast<float>(high - low) - zero;
            power_[static_cast<std::size_t>(i - from)] += weights[lead] * deflection * deflection;
        }
    }
    return from + (std::max_element(power_.begin(), power_.end()) - power_.begin());
}

}  // namespace synchrony::beats

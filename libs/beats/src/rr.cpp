#include "synchrony/beats/rr.hpp"

#include <algorithm>

namespace synchrony::beats {
namespace {

/// The mean of the middle two when their number is even; 0 of nothing.
double median(std::vector<double>& values) {
    if (values.empty()) return 0.0;
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    if (values.size() % 2 == 1) return *half;
    return 0.5 * (*half + *std::max_element(values.begin(), half));
}

std::vector<double> intervals_of(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < peaks.size(); ++i)
        intervals.push_back(static_cast<double>(peaks[i] - peaks[i - 1]) / sampling_frequency_hz);
    return intervals;
}

}  // namespace

std::vector<BeatIntervals> beat_intervals(std::span<const std::int64_t> peaks, double sampling_frequency_hz,
                                          int around) {
    const auto intervals = intervals_of(peaks, sampling_frequency_hz);
    const auto reach = static_cast<std::size_t>(std::max(0, around));
    std::vector<BeatIntervals> result(peaks.size());
    std::vector<double> near;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        auto& beat = result[i];
        if (i > 0) beat.before_s = intervals[i - 1];
        if (i < intervals.size()) beat.after_s = intervals[i];
        near.clear();
        for (std::size_t j = i > reach ? i - reach : 0; j < std::min(intervals.size(), i + reach); ++j)
            if (intervals[j] <= longest_rr_s) near.push_back(intervals[j]);
        beat.local_s = median(near);
    }
    return result;
}

double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    auto intervals = intervals_of(peaks, sampling_frequency_hz);
    std::erase_if(intervals, [](double interval) { return interval > longest_rr_s; });
    return median(intervals);
}

}  // namespace synchrony::beats

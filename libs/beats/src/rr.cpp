#include "synchrony/beats/rr.hpp"

#include <numeric>
#include <vector>

#include "synchrony/core/median.hpp"

namespace synchrony::beats {
namespace {

std::vector<double> intervals_of(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < peaks.size(); ++i)
        intervals.push_back(static_cast<double>(peaks[i] - peaks[i - 1]) / sampling_frequency_hz);
    std::erase_if(intervals, [](double interval) { return interval > longest_rr_s; });
    return intervals;
}

}  // namespace

double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    auto intervals = intervals_of(peaks, sampling_frequency_hz);
    return intervals.empty() ? 0.0 : core::median(std::span(intervals));
}

double mean_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    const auto intervals = intervals_of(peaks, sampling_frequency_hz);
    if (intervals.empty()) return 0.0;
    return std::accumulate(intervals.begin(), intervals.end(), 0.0) / static_cast<double>(intervals.size());
}

}  // namespace synchrony::beats

#include "synchrony/beats/rr.hpp"

#include <algorithm>
#include <vector>

#include "synchrony/core/median.hpp"

namespace synchrony::beats {
namespace {

std::vector<double> intervals_of(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < peaks.size(); ++i)
        intervals.push_back(static_cast<double>(peaks[i] - peaks[i - 1]) / sampling_frequency_hz);
    return intervals;
}

}  // namespace

double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    auto intervals = intervals_of(peaks, sampling_frequency_hz);
    std::erase_if(intervals, [](double interval) { return interval > longest_rr_s; });
    return intervals.empty() ? 0.0 : core::median(std::span(intervals));
}

}  // namespace synchrony::beats

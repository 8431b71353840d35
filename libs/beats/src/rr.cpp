#include "synchrony/beats/rr.hpp"

#include <algorithm>
#include <vector>

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

double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    auto intervals = intervals_of(peaks, sampling_frequency_hz);
    std::erase_if(intervals, [](double interval) { return interval > longest_rr_s; });
    return median(intervals);
}

}  // namespace synchrony::beats

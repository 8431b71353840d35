#include "synchrony/beats/rr.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "synchrony/core/median.hpp"

namespace synchrony::beats {
namespace {

std::vector<double> without_pauses(std::vector<double> intervals) {
    std::erase_if(intervals, [](double interval) { return interval > longest_rr_s; });
    return intervals;
}

bool gap_between(std::span<const record::SampleRange> gaps, std::int64_t from, std::int64_t to) {
    const auto next = std::ranges::upper_bound(gaps, from, {}, &record::SampleRange::end);
    return next != gaps.end() && next->begin < to;
}

}  // namespace

std::vector<double> rr_intervals_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz,
                                   std::span<const record::SampleRange> gaps) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < peaks.size(); ++i)
        if (!gap_between(gaps, peaks[i - 1], peaks[i]))
            intervals.push_back(static_cast<double>(peaks[i] - peaks[i - 1]) / sampling_frequency_hz);
    return intervals;
}

std::vector<record::SampleRange> gaps_between_beats(const record::Ecg& ecg) {
    constexpr double least_s = 0.1;
    auto gaps = record::missing_in_all_leads(ecg);
    std::erase_if(gaps, [&](const auto& gap) {
        return static_cast<double>(gap.end - gap.begin) < least_s * ecg.sampling_frequency_hz;
    });
    return gaps;
}

double median_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz) {
    auto intervals = without_pauses(rr_intervals_s(peaks, sampling_frequency_hz, {}));
    return intervals.empty() ? 0.0 : core::median(std::span(intervals));
}

double mean_rr_s(std::span<const std::int64_t> peaks, double sampling_frequency_hz,
                 std::span<const record::SampleRange> gaps) {
    const auto intervals = without_pauses(rr_intervals_s(peaks, sampling_frequency_hz, gaps));
    if (intervals.empty()) return 0.0;
    return std::accumulate(intervals.begin(), intervals.end(), 0.0) / static_cast<double>(intervals.size());
}

}  // namespace synchrony::beats

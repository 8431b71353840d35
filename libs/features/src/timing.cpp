#include "synchrony/features/timing.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/median.hpp"
#include "synchrony/features/segment.hpp"

namespace synchrony::features {
namespace {

using Intervals = std::vector<double>;

// Intervals before each beat, every unknown one replaced by the next known one, else by the last before it; empty
// where none is known.
Intervals without_gaps(std::span<const double> rr_before_s) {
    Intervals filled(rr_before_s.begin(), rr_before_s.end());
    if (!filled.empty()) filled.front() = 0;
    double known = 0;
    for (auto i = filled.rbegin(); i != filled.rend(); ++i) {
        if (*i > 0) known = *i;
        *i = known;
    }
    if (known <= 0) return {};
    for (std::size_t i = 1; i < filled.size(); ++i)
        if (filled[i] <= 0) filled[i] = filled[i - 1];
    return filled;
}

double median_of_copy(Intervals values) {
    return core::median(std::span(values));
}

// The intervals of the beats within `beats` on each side.
std::span<const double> around(const Intervals& intervals, std::size_t i, std::size_t beats) {
    const std::size_t begin = i > beats ? i - beats : 0;
    const std::size_t end = std::min(intervals.size(), i + beats + 1);
    return std::span(intervals).subspan(begin, end - begin);
}

double mean_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double spread_of(std::span<const double> values, double mean) {
    double sum = 0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return std::sqrt(sum / static_cast<double>(values.size()));
}

// 1.4826 median absolute deviations are one standard deviation of a normal distribution.
double deviation_of(std::span<const double> values) {
    constexpr double normal_consistency = 1.4826;
    const double median = median_of_copy({values.begin(), values.end()});
    Intervals distances;
    for (const double value : values) distances.push_back(std::abs(value - median));
    return normal_consistency * core::median(std::span(distances)) + least_deviation_s;
}

// Share of the beats around i whose interval differs from the one before by more than a tenth of the local median.
double irregular_share(const Intervals& rr, std::size_t i, double local_median) {
    constexpr double unlike = 0.1;
    const std::size_t begin = i > irregular_timing_beats ? i - irregular_timing_beats : 0;
    const std::size_t end = std::min(rr.size(), i + irregular_timing_beats + 1);
    int count = 0;
    for (std::size_t j = std::max<std::size_t>(begin, 1); j < end; ++j)
        if (std::abs(rr[j] - rr[j - 1]) > unlike * local_median) ++count;
    return static_cast<double>(count) / static_cast<double>(end - begin);
}

float held(double value) {
    return std::clamp(static_cast<float>(value), -largest_timing_input, largest_timing_input);
}

float log_ratio(double a, double b) {
    return held(std::log(a / b));
}

}  // namespace

std::vector<TimingInputs> timing_inputs(std::span<const double> rr_before_s) {
    std::vector<TimingInputs> result(rr_before_s.size(), TimingInputs{});
    const auto rr = without_gaps(rr_before_s);
    if (rr.empty()) return result;
    const double mean = mean_of(rr);
    const double median = median_of_copy(rr);
    const std::size_t last = rr.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
        const auto local_beats = around(rr, i, local_timing_beats);
        const double local = mean_of(local_beats);
        const double local_median = median_of_copy({local_beats.begin(), local_beats.end()});
        const auto wide_beats = around(rr, i, wide_timing_beats);
        const double local_unit = deviations_a_unit * deviation_of(local_beats);
        const double wide_unit = deviations_a_unit * deviation_of(wide_beats);
        const double before = rr[i];
        const double after = rr[std::min(i + 1, last)];
        result[i] = {log_ratio(before, local),
                     log_ratio(after, local),
                     log_ratio(before, after),
                     log_ratio(before, mean),
                     log_ratio(after, mean),
                     log_ratio(before, local_median),
                     log_ratio(after, local_median),
                     log_ratio(rr[i > 0 ? i - 1 : 0], local),
                     log_ratio(rr[std::min(i + 2, last)], local),
                     log_ratio(before, mean_of(wide_beats)),
                     log_ratio(before, median),
                     held(spread_of(local_beats, local) / local),
                     log_ratio(local, usual_rr_s),
                     held((before - local_median) / local_unit),
                     held((after - local_median) / local_unit),
                     held((before - local_median) / wide_unit),
                     held(irregular_share(rr, i, local_median))};
    }
    return result;
}

TimingInputs regular_timing(double rr_s) {
    TimingInputs timing{};
    if (rr_s > 0) timing[local_rate_input] = log_ratio(rr_s, usual_rr_s);
    return timing;
}

}  // namespace synchrony::features

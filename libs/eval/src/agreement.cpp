#include "synchrony/eval/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::eval {
namespace {

stats::Interval difference_of_next(double printed, double mean, double sd, std::size_t cohorts) {
    const auto n = static_cast<double>(cohorts);
    const double half = stats::student_t_quantile(0.975, n - 1.0) * sd * std::sqrt(1.0 + 1.0 / n);
    return {printed - mean - half, printed - mean + half};
}

}  // namespace

std::optional<Agreement> agreement_with(const cohort::Printed& printed, std::uint64_t patients,
                                        std::span<const OwnShare> own) {
    if (patients == 0 || own.empty()) return std::nullopt;
    Agreement agreement;
    if (own.size() == 1) {
        const double share = std::clamp(printed.value, 0.0, 1.0);
        const auto successes = static_cast<std::uint64_t>(std::llround(share * static_cast<double>(patients)));
        const auto of_printed = stats::wilson_interval(successes, patients);
        if (!of_printed || !own.front().ci95) return std::nullopt;
        agreement.ours = own.front().value;
        // A printed share that no count of patients makes may lie outside the nearest count's interval.
        const stats::Interval around{std::min(of_printed->low, share), std::max(of_printed->high, share)};
        agreement.difference = stats::difference_interval(share, around, own.front().value, *own.front().ci95);
    } else {
        std::vector<double> values;
        for (const auto& share : own) values.push_back(share.value);
        const auto mean = stats::mean(values);
        agreement.sd = stats::standard_deviation(values);
        if (!mean || !agreement.sd) return std::nullopt;
        agreement.ours = *mean;
        agreement.difference = difference_of_next(printed.value, *mean, *agreement.sd, values.size());
    }
    agreement.difference.low -= printed.half();
    agreement.difference.high += printed.half();
    agreement.agrees = agreement.difference.low <= 0.0 && agreement.difference.high >= 0.0;
    return agreement;
}

}  // namespace synchrony::eval

// Two figures measured on the same occasions: how far apart, and how sure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::stats {

struct PairedDifference {
    std::size_t pairs = 0;
    double mean = 0.0;                 ///< of first - second
    std::optional<double> sd;          ///< of the differences, divisor pairs - 1; nothing for one pair
    std::optional<Interval> interval;  ///< of the mean, Student's t with pairs - 1 degrees of freedom
};

/// Differences of the pairs first[i] - second[i]. The interval takes the pairs as independent: over draws that share
/// patients it tells how well the mean over such draws is known, not what other patients would give. Nothing where
/// there is no pair, the lengths disagree or a difference is not finite; `level` in (0, 1).
[[nodiscard]] std::optional<PairedDifference> paired_difference(std::span<const double> first,
                                                                std::span<const double> second, double level = 0.95);

}  // namespace synchrony::stats

// Confidence intervals in closed form, and the correction of p values for multiplicity.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace synchrony::stats {

struct Interval {
    double low = 0.0;
    double high = 0.0;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Wilson's score interval of a proportion (Wilson 1927), without continuity correction; nothing for no trials.
/// `successes` <= `trials`; `level` in (0, 1).
[[nodiscard]] std::optional<Interval> wilson_interval(std::uint64_t successes, std::uint64_t trials,
                                                      double level = 0.95);

/// The exact interval of Clopper & Pearson (1934): covers at least at its level, wider than Wilson's.
[[nodiscard]] std::optional<Interval> clopper_pearson_interval(std::uint64_t successes, std::uint64_t trials,
                                                               double level = 0.95);

/// Holm's step-down adjusted p values (Holm 1979), in the order given: adjusted p below alpha keeps the chance of any
/// false claim among them below alpha.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace synchrony::stats

// One effect measured in several populations.
#pragma once

#include <optional>
#include <span>

#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::stats {

/// Mean effect over the populations that those at hand were taken from.
struct RandomEffects {
    double mean = 0.0, standard_error = 0.0;
    double between_sd = 0.0;  ///< tau: how far true effects differ between populations
    Interval interval;        ///< 95 %, normal; of two or three populations narrower than it should be
};

/// Random-effects mean (DerSimonian and Laird, Control Clin Trials 1986;7:177). `effects` and `standard_errors` have an
/// entry a population. Nothing for fewer than two, or where a standard error is not above zero or a number not finite.
[[nodiscard]] std::optional<RandomEffects> random_effects(std::span<const double> effects,
                                                          std::span<const double> standard_errors);

}  // namespace synchrony::stats

// Probabilities and their log-odds.
#pragma once

#include <cmath>

namespace synchrony::core {

/// log(p / (1 - p)), p inside (0, 1).
[[nodiscard]] inline double logit(double probability) {
    return std::log(probability / (1.0 - probability));
}

/// 1 / (1 + exp(-x)), of any x without overflow.
[[nodiscard]] inline double logistic(double log_odds) {
    const double small = std::exp(-std::abs(log_odds));
    return (log_odds >= 0.0 ? 1.0 : small) / (1.0 + small);
}

}  // namespace synchrony::core

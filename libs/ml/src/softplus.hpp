// log(1 + exp(x)), the loss of logistic regression by log-odds.
#pragma once

#include <algorithm>
#include <cmath>

namespace synchrony::ml {

/// Exact also where exp(x) overflows.
[[nodiscard]] inline double softplus(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

}  // namespace synchrony::ml

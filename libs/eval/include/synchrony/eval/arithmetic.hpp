// Can these numbers come from one set of patients? Asked of every row before it is printed, and of published ones.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {

/// What contradicts what in a row; empty when the row is possible. `positives`, `negatives`: patients; `repeats`: how
/// often each was tested.
[[nodiscard]] std::vector<std::string> contradictions(const Metrics& metrics, std::size_t positives,
                                                      std::size_t negatives, std::size_t repeats);

/// True when whole numbers of true positives and true negatives exist that give the three figures, each rounded to
/// `decimals`.
[[nodiscard]] bool possible(double accuracy, double sensitivity, double specificity, std::size_t positives,
                            std::size_t negatives, int decimals);

}  // namespace synchrony::eval

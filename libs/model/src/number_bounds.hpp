// How large the numbers of a model may be.
#pragma once

#include <cmath>
#include <cstddef>

namespace synchrony::model {

/// A fitted number is nowhere near, and no product of the four that make an answer overflows: (value - centre) * scale
/// * weight * slope, nor the square of such a distance, over any number of inputs.
inline constexpr double largest_number = 1e30;

/// Rows of a table that is read (cohort::CsvOptions): no count of patients is larger, and tests over as many end in a
/// moment.
inline constexpr std::size_t most_rows = 2'000'000;

inline constexpr const char* fault_of_number = "value is not finite, or too large for a model";

/// Neither infinite nor NaN nor beyond what a fit may give.
[[nodiscard]] inline bool in_bounds(double number) {
    return std::abs(number) <= largest_number;
}

/// A deviation that a distance may be divided by: none at all, or not so small that the quotient overflows.
[[nodiscard]] inline bool is_deviation(double sd) {
    return sd == 0.0 || (sd >= 1.0 / largest_number && in_bounds(sd));
}

}  // namespace synchrony::model

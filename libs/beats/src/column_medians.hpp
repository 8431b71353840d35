// The median of many columns of a few values each.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace synchrony::beats {

/// Element i is the median of rows[0][i], rows[1][i], ...; the mean of the two middle ones where the number of rows is
/// even. At least one row; each holds `columns` values, none of them NaN.
[[nodiscard]] std::vector<float> column_medians(std::span<const float* const> rows, std::size_t columns);

}  // namespace synchrony::beats

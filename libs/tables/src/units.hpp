// Units of a column: how they are written, what they are in ours, and whether the numbers tell which it is.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/columns.hpp"

namespace synchrony::tables {

/// One unit in which a column is written by somebody.
struct Unit {
    std::string_view name;  ///< "ms"
    double factor = 1.0;    ///< to the column's own unit; 0: it cannot be changed into it (ml/m2 needs the surface)
};

/// The units of a known column, its own first; none for a column without.
[[nodiscard]] std::span<const Unit> units_of(std::string_view column);
/// The name of a unit as anybody writes it ("msec", "Jahre", "毫升"); nothing for other text.
[[nodiscard]] std::optional<std::string_view> unit_named(std::string_view text);
[[nodiscard]] const Unit* find_unit(std::string_view column, std::string_view unit);

/// The units that the numbers do not rule out: nearly all in the column's range, their median where the median of a
/// group of adults with heart failure can lie.
[[nodiscard]] std::vector<std::string_view> possible_units(const cohort::ColumnRule& rule, std::vector<double> values);

}  // namespace synchrony::tables

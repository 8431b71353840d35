// Columns start_s and length_s of a cohort CSV: which stretch of a long recording is a patient's ECG.
#pragma once

#include <cstddef>
#include <optional>

#include "synchrony/cohort/cohort.hpp"

namespace synchrony::cohort {

/// Seconds of the recording; empty: from its beginning, to its end.
struct EcgStretch {
    std::optional<double> start_s = {}, length_s = {};
    [[nodiscard]] bool whole() const { return !start_s && !length_s; }
};

/// What the row's cells say. Both columns are read as numbers, kept in Cohort::columns and never inputs.
[[nodiscard]] EcgStretch ecg_stretch(const Cohort& cohort, std::size_t row);

/// The rule of such a column, or null: from 0 s, and at least a second long.
[[nodiscard]] const ColumnRule* stretch_rule(std::string_view column);

/// In a table with such a column rows that name one recording are of one person: gives them one group. The number of
/// rows that had another.
std::size_t join_stretches(Cohort& cohort);

}  // namespace synchrony::cohort

// The cells of one column as numbers or as words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fault_groups.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/table_dialect.hpp"

namespace synchrony::cohort {

/// What is said of the cells of all columns.
struct ColumnRemarks {
    FaultGroups& faults;
    std::vector<std::string>& notes;
    std::vector<std::string>& columns_with_words;  ///< where numbers are expected
};

/// `cells` are trimmed, one a patient of the cohort, whose `file_rows` are known. With a rule its kind and range count;
/// without one the column is numbers where every cell that holds something is one.
[[nodiscard]] Column read_column(const Cohort& cohort, std::string name, const ColumnRule* rule,
                                 std::span<const std::string_view> cells, const Dialect& dialect,
                                 ColumnRemarks remarks);

}  // namespace synchrony::cohort

// Tables with a row a visit: several rows of one patient become one, as a cohort has them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/tables/import_table.hpp"

namespace synchrony::tables {

/// Keeps the rows of settings.map.baseline_visit; what differs in the same patient's row of
/// settings.map.six_month_visit stands behind them, under the heading "6 months". Rows of other visits are left out and
/// counted. `ids`: the column of the patients' ids. Errors (input): a visit that is not COLUMN=CELL, a column or a cell
/// that the table does not have.
[[nodiscard]] core::Result<HeadedTable> one_row_a_patient(const HeadedTable& headed, const TableMap& map,
                                                          std::size_t ids);

/// The options that would make one row of several, where a column tells rows of one id apart; else empty.
[[nodiscard]] std::string visits_hint(const HeadedTable& headed, std::size_t ids);

}  // namespace synchrony::tables

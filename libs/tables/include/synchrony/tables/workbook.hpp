// Workbooks (.xlsx, Office Open XML, ECMA-376): a sheet's cells as text.
#pragma once

#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"
#include "synchrony/tables/raw_table.hpp"

namespace synchrony::tables {

/// A zip archive that may hold a workbook.
[[nodiscard]] bool looks_like_workbook(std::string_view bytes);

/// The sheet of that name; without one, the only sheet that holds a cell. Numbers come with a point, dates (told by the
/// cell's number format) as 2020-03-05, with T13:05:00 where there is a time, booleans as TRUE and FALSE, formulas by
/// the value kept with them. Errors: input (no workbook, damaged, beyond the bounds), usage (sheet not there, several).
[[nodiscard]] core::Result<RawTable> read_workbook(std::string_view bytes, const std::string& source,
                                                   const std::string& sheet = {});

}  // namespace synchrony::tables

// A stranger's table as rows of text, before anybody knows what its columns mean.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::tables {

struct RawRow {
    std::size_t number = 0;  ///< as spreadsheets show it, from 1
    std::vector<std::string> cells;
    /// Without blanks around it; empty where the row is shorter.
    [[nodiscard]] std::string cell(std::size_t column) const;
};

/// A text that a sheet shows over several cells of one row; columns from 0, both inclusive.
struct MergedCells {
    std::size_t row = 0;  ///< as RawRow::number
    std::size_t first = 0;
    std::size_t last = 0;
};

struct RawTable {
    std::string source;                   ///< the file's name, for messages
    std::string sheet;                    ///< name of a workbook's sheet; empty for a text
    std::vector<std::string> all_sheets;  ///< of the workbook
    cohort::Dialect dialect;              ///< of a text; a workbook's numbers have points
    std::vector<RawRow> rows;             ///< rows that hold something
    std::vector<MergedCells> merged;
    std::size_t formulas_without_value = 0;  ///< cells whose formula was never calculated
};

/// The table below its header.
struct HeadedTable {
    std::vector<std::string> names;  ///< one a column; under a group's heading "6 months / LVESV", a unit's row added
    std::size_t header_row = 0;      ///< as RawRow::number
    std::vector<RawRow> rows;        ///< as wide as the header; wider where a row is
    std::vector<std::string> notes;  ///< rows above, groups, units
};

/// Reads CSV as cohort::read_table does, or the named sheet of an .xlsx (without a name: the only one that holds rows).
/// Errors: those of the two; usage: several sheets, none of that name, an
/// unknown encoding. `encoding`: of a text, as core::decode_text_as has it; empty: found.
[[nodiscard]] core::Result<RawTable> read_raw_table(const std::filesystem::path& path, const std::string& sheet = {},
                                                    const std::string& encoding = {});

/// Finds the header, or takes the row of that number: the first row that is nearly as wide as the table and holds no
/// numbers. Titles above it are passed over, headings of groups are put before the names below them.
[[nodiscard]] core::Result<HeadedTable> with_header(const RawTable& table, std::optional<std::size_t> header_row = {});

/// "A", "B", ..., "AA": a column as spreadsheets call it, from 0.
[[nodiscard]] std::string column_letters(std::size_t column);

}  // namespace synchrony::tables

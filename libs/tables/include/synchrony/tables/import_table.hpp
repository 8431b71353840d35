// From a hospital's table to the rows of a cohort CSV, with an account of what each column was taken for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/tables/raw_table.hpp"
#include "synchrony/tables/table_map.hpp"

namespace synchrony::tables {

/// What became of one column of the source.
struct ColumnReading {
    std::string from;                                                  ///< its name in the source
    std::string letters;                                               ///< "C"
    std::string as;                                                    ///< name in the cohort CSV; empty: left out
    std::string why_left_out;                                          ///< where it was
    bool known = false;                                                ///< a column that the program knows
    std::string unit;                                                  ///< that it was read in; empty: none or unknown
    std::string unit_by;                                               ///< "map", "name", "numbers": what told the unit
    std::string read_as;                                               ///< "numbers, s to ms", "words", "dates to age"
    std::map<std::string, std::pair<std::string, std::size_t>> words;  ///< spelling -> value, cells
    std::size_t present = 0;
    std::map<std::string, std::size_t> missing;  ///< by spelling
    std::size_t map_line = 0;                    ///< of its [[column]] in the map that is written
};

/// Cells, or a column, that could not be read: one kind of fault, all its cells.
struct ImportFault {
    std::string column;  ///< name in the source; empty: the table
    std::string letters;
    std::string target;
    std::string what;                                            ///< "is neither F nor M"
    std::vector<std::pair<std::string, std::size_t>> spellings;  ///< most frequent first, all of them
    std::size_t cells = 0;
    std::size_t first_row = 0;
    std::string expected;
    std::string hint;
    bool mended_in_map = true;  ///< the hint is of the column's line in the map
    /// As a value; the spellings beyond the sixth are counted.
    [[nodiscard]] core::Error error(const std::string& source) const;
};

struct ImportedTable {
    std::size_t header_row = 0;                  ///< of the source, as spreadsheets number it
    std::vector<std::string> header;             ///< of the cohort CSV; empty where there are faults
    std::vector<std::vector<std::string>> rows;  ///< a patient each
    /// Of the rows, ISO 8601, "" not known; empty: no such column. Never written: it tells ECGs apart.
    std::vector<std::string> implant_dates;
    std::vector<ColumnReading> columns;  ///< all of the source's, in its order
    std::vector<ImportFault> faults;
    std::vector<std::string> notes;
    std::string map_text;  ///< TOML that reads the table as it was read
    /// Of the cohort's columns that of the name, from 0.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
};

struct ImportSettings {
    TableMap map;                                           ///< what the user wrote; else what the program finds
    std::map<std::string, std::string, std::less<>> units;  ///< of the command line, by the source's name
    bool implant_days = false;  ///< the days of implant are needed: a cell that is none is a fault
    std::string command = {};   ///< how to run again, for the map's first line
};

/// Reads every column: by the map, else by its name and cells. Nothing that could be read in two ways is guessed: it is
/// a fault that names the line of the map to write.
[[nodiscard]] core::Result<ImportedTable> import_table(const RawTable& table, const ImportSettings& settings);

}  // namespace synchrony::tables

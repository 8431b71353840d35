// One column of the source on its way to the cohort: what it is taken for, then what was read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "column_cells.hpp"
#include "synchrony/tables/import_table.hpp"

namespace synchrony::tables {

struct PlannedColumn {
    std::size_t index = 0;  ///< in the source, from 0
    ColumnReading account;
    NameReading name;
    Meaning meaning = Meaning::value;
    bool by_map = false;  ///< the user said what it is
    SourceCells source;
    ReadCells read;
};

/// A fault of that column, without cells yet.
[[nodiscard]] ImportFault fault_of(const PlannedColumn& column, std::string what);

/// Gives each column a target, by the map or by its name; two of one target are a fault, unless the map named one.
void choose_targets(std::vector<PlannedColumn>& columns, const TableMap& map, std::vector<ImportFault>& faults);

/// Says which names of the map the program does not know and are nearly ones that it does ("lvf_pct"), where no column
/// is taken for those. They may be the user's own; what the program itself would call the column is no mistake.
[[nodiscard]] std::vector<std::string> nearly_known_targets(const std::vector<PlannedColumn>& columns,
                                                            const TableMap& map);

/// Reads the cells under what the column is taken for.
void read_planned(PlannedColumn& column, const ImportSettings& settings, const std::vector<std::size_t>& row_numbers,
                  std::vector<ImportFault>& faults);

/// The map that reads the table as it was read; sets each account's map_line.
struct MapContext {
    const RawTable& table;
    const HeadedTable& headed;
    const ImportSettings& settings;
    bool follow_up_offered = false;  ///< there are dates to make a time to the event of
    bool wants_end = false;          ///< and no column that says until when patients were followed
};
[[nodiscard]] std::string map_text_of(std::vector<PlannedColumn>& columns, const MapContext& context,
                                      const std::vector<ImportFault>& faults);

}  // namespace synchrony::tables

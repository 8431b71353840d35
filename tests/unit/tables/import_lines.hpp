// Tables written as lines of cells, as a test has them before its eyes.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "synchrony/tables/import_table.hpp"

namespace synchrony::tables {

/// The first line is the header, row 1 of the file "t.csv".
inline ImportedTable import_lines(const std::vector<std::vector<std::string>>& lines,
                                  const ImportSettings& settings = {}) {
    RawTable table;
    table.source = "t.csv";
    for (std::size_t i = 0; i < lines.size(); ++i) table.rows.push_back({i + 1, lines[i]});
    const auto imported = import_table(table, settings);
    EXPECT_TRUE(imported) << imported.error().message();
    return imported.value_or(ImportedTable{});
}

/// Empty where there is none.
inline std::string first_fault(const ImportedTable& table) {
    return table.faults.empty() ? "" : table.faults.front().error("t.csv").message();
}

}  // namespace synchrony::tables

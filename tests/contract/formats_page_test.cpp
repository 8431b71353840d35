// docs/formats.md says what the registry of readers says, so that the page cannot go stale.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony {
namespace {

using Row = std::vector<std::string>;

/// Rows of the page's table whose header begins so, without the header and the line below it.
std::vector<Row> table_with(const std::string& header) {
    std::ifstream page(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "docs" / "formats.md");
    std::vector<Row> rows;
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with(header)) inside = true;
        if (inside && !line.starts_with("|")) break;
        if (!inside) continue;
        Row cells;
        for (const auto cell : core::split(std::string_view(line).substr(1, line.size() - 2), '|'))
            cells.emplace_back(core::trimmed(cell));
        rows.push_back(std::move(cells));
    }
    if (rows.size() >= 2) rows.erase(rows.begin(), rows.begin() + 2);
    return rows;
}

Row row_of(const io::Format& format) {
    return {std::string(format.name),    std::string(format.description),      std::string(format.versions),
            std::string(format.checked), std::to_string(format.checked_files), std::string(format.figure)};
}

std::string written(const Row& row) {
    return "| " + core::joined(row, " | ", [](const auto& cell) { return cell; }) + " |";
}

TEST(FormatsPage, ItsTableIsTheRegistry) {
    const auto rows = table_with("| format | what is read | versions |");
    const auto formats = io::formats();
    EXPECT_EQ(rows.size(), formats.size());
    std::string whole;
    for (const auto& format : formats) whole += written(row_of(format)) + "\n";
    for (std::size_t i = 0; i < std::min(rows.size(), formats.size()); ++i)
        EXPECT_EQ(written(rows[i]), written(row_of(formats[i])));
    if (testing::Test::HasFailure()) ADD_FAILURE() << "the table should be\n" << whole;
}

TEST(FormatsPage, CellsAreShort) {
    constexpr std::size_t dozen = 12;
    for (const auto& format : io::formats())
        for (const auto& cell : row_of(format)) {
            std::istringstream words(cell);
            std::size_t count = 0;
            for (std::string word; words >> word;) ++count;
            EXPECT_GE(count, 1U) << format.name << ": an empty cell";
            EXPECT_LE(count, dozen) << format.name << ": " << cell;
        }
}

/// A format that no independent file proves says so, and claims no figure.
TEST(FormatsPage, WhatNoFileProvesIsMarked) {
    for (const auto& format : io::formats()) {
        EXPECT_EQ(format.checked_files == 0, format.checked == "by description") << format.name;
        EXPECT_EQ(format.checked_files == 0, format.figure == "none") << format.name;
    }
}

TEST(FormatsPage, IdentityIsToldOfEveryFormat) {
    std::map<std::string, std::string> told;
    for (const auto& row : table_with("| format | dropped unless")) {
        ASSERT_EQ(row.size(), 2U);
        told[row[0]] = row[1];
    }
    for (const auto& format : io::formats()) EXPECT_FALSE(told[std::string(format.name)].empty()) << format.name;
    EXPECT_EQ(told.size(), io::formats().size());
}

}  // namespace
}  // namespace synchrony

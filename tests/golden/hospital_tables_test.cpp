// Twelve tables as hospitals make them (hospital_tables/make_tables.py), each with its right reading written by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/tables/import_table.hpp"

namespace synchrony {
namespace {

const std::filesystem::path hospital_tables = SYNCHRONY_SOURCE_DIR "/tests/golden/hospital_tables";

struct HospitalTable {
    const char* file;
    const char* sheet = "";
    const char* map = "";
};

void PrintTo(const HospitalTable& table, std::ostream* out) {
    *out << table.file;
}

class HospitalTables : public ::testing::TestWithParam<HospitalTable> {};

std::string lines_of(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
    std::string text = cohort::csv_row(header);
    for (const auto& row : rows) text += cohort::csv_row(row);
    return text;
}

core::Result<tables::ImportedTable> imported(const HospitalTable& what) {
    tables::ImportSettings settings;
    if (*what.map != '\0') {
        SYNCHRONY_ASSIGN(settings.map, tables::read_map(hospital_tables / what.map));
    }
    SYNCHRONY_ASSIGN(const auto table, tables::read_raw_table(hospital_tables / what.file, what.sheet));
    return tables::import_table(table, settings);
}

std::vector<std::string> messages(const tables::ImportedTable& table) {
    std::vector<std::string> list;
    for (const auto& fault : table.faults) list.push_back(fault.error("t").message());
    return list;
}

TEST_P(HospitalTables, AreReadAsAPersonReadsThem) {
    const auto table = imported(GetParam());
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(messages(*table), std::vector<std::string>{});
    auto name = std::filesystem::path(GetParam().file).stem().string() + ".expected.csv";
    const auto right = cohort::read_csv(hospital_tables / name);
    ASSERT_TRUE(right) << right.error().message();
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : right->rows) rows.push_back(row.cells);
    EXPECT_EQ(lines_of(table->header, table->rows), lines_of(right->header, rows));
}

TEST_P(HospitalTables, AreReadTheSameByTheMapThatWasWritten) {
    const auto first = imported(GetParam());
    ASSERT_TRUE(first) << first.error().message();
    const auto map = tables::parse_map(first->map_text, "written.toml");
    ASSERT_TRUE(map) << map.error().message() << "\n" << first->map_text;
    const auto raw = tables::read_raw_table(hospital_tables / GetParam().file, map->sheet.value_or(""));
    ASSERT_TRUE(raw) << raw.error().message();
    const auto again = tables::import_table(*raw, {*map, {}, {}});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(messages(*again), std::vector<std::string>{});
    EXPECT_EQ(lines_of(again->header, again->rows), lines_of(first->header, first->rows)) << first->map_text;
}

// hospital_tables/make_workbooks.py: by openpyxl and XlsxWriter, not by us.
INSTANTIATE_TEST_SUITE_P(OtherPrograms, HospitalTables,
                         ::testing::Values(HospitalTable{"by_openpyxl.xlsx"}, HospitalTable{"by_xlsxwriter.xlsx"}),
                         [](const auto& chosen) { return std::filesystem::path(chosen.param.file).stem().string(); });

INSTANTIATE_TEST_SUITE_P(
    All, HospitalTables,
    ::testing::Values(HospitalTable{"01_german.csv"}, HospitalTable{"02_american.xlsx"}, HospitalTable{"03_french.txt"},
                      HospitalTable{"04_spanish.csv"}, HospitalTable{"05_chinese.csv"},
                      HospitalTable{"06_merged_header.xlsx"}, HospitalTable{"07_seconds_and_fractions.csv"},
                      HospitalTable{"08_duplicates.csv"}, HospitalTable{"09_sep_line.csv"},
                      HospitalTable{"10_two_sheets.xlsx", "Patients"},
                      HospitalTable{"11_needs_a_map.csv", "", "11_needs_a_map.map.toml"},
                      HospitalTable{"12_codes_and_extras.csv"}, HospitalTable{"13_german_dates.csv"},
                      HospitalTable{"14_french_follow_up.xlsx", "Données"}, HospitalTable{"15_spanish_status.csv"}),
    [](const auto& chosen) { return std::string(chosen.param.file).substr(0, 2); });

const tables::ImportFault* fault_in(const tables::ImportedTable& table, const std::string& column) {
    const auto found = std::ranges::find(table.faults, column, &tables::ImportFault::column);
    return found == table.faults.end() ? nullptr : &*found;
}

TEST(HospitalTablesWithoutAMap, WhatCouldMeanTwoThingsIsAskedNotGuessed) {
    const auto table = imported({"11_needs_a_map.csv"});
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_TRUE(table->rows.empty());
    const auto* sex = fault_in(*table, "Sex");
    ASSERT_NE(sex, nullptr);
    EXPECT_EQ(sex->cells, 3U);
    EXPECT_EQ(sex->first_row, 2U);
    EXPECT_EQ(sex->spellings, (std::vector<std::pair<std::string, std::size_t>>{{"1", 2}, {"2", 1}}));
    const auto* volume = fault_in(*table, "LVESV");
    ASSERT_NE(volume, nullptr);
    EXPECT_EQ(volume->expected, "\"ml\" or \"ml/m2\"");
    const auto* nyha = fault_in(*table, "NYHA");
    ASSERT_NE(nyha, nullptr);
    EXPECT_EQ(nyha->first_row, 3U);
    EXPECT_EQ(table->faults.size(), 3U);
    // The hint's line is the column's in the map that is written.
    const auto map = tables::parse_map(table->map_text, "m");
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_NE(volume->hint.find("line " + std::to_string(map->find("LVESV")->line) + ":"), std::string::npos)
        << volume->hint << "\n"
        << table->map_text;
}

TEST(HospitalTablesWithoutAMap, SeveralSheetsAreAskedFor) {
    const auto table = tables::read_raw_table(hospital_tables / "10_two_sheets.xlsx");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().kind, core::ErrorKind::usage);
    EXPECT_EQ(table.error().expected, "one of: Notes, Patients");
}

}  // namespace
}  // namespace synchrony

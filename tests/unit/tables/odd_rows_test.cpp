// Rows that are no patients, and rows whose cells stand under the wrong name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/tables/import_table.hpp"

namespace synchrony::tables {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

core::Result<ImportedTable> imported_text(const std::string& text) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "t.csv") << text;
    SYNCHRONY_ASSIGN(const auto table, read_raw_table(folder / "t.csv"));
    return import_table(table, {});
}

ImportedTable imported(const std::string& text) {
    auto table = imported_text(text);
    EXPECT_TRUE(table) << table.error().message();
    return table.value_or(ImportedTable{});
}

std::vector<std::string> column_of(const ImportedTable& table, const std::string& name) {
    const auto at = std::ranges::find(table.header, name) - table.header.begin();
    std::vector<std::string> cells;
    for (const auto& row : table.rows) cells.push_back(row.at(static_cast<std::size_t>(at)));
    return cells;
}

TEST(OddRows, MeansBelowTheTableAreNoPatients) {
    const auto table = imported("ID;LVEF\nP1;25\nMax;30\nP3;28\nMittelwert;27,7\nSD;2,5\nn = 3;3\n");
    EXPECT_THAT(column_of(table, "patient_id"), ElementsAre("P1", "Max", "P3")) << "further up Max is somebody";
    EXPECT_THAT(table.notes, Contains(HasSubstr("3 rows of means, sums or counts")));
}

// Rows as Excel shows them: it does not show "sep=;", counts an empty line, and shows a line end in quotes in one row.
TEST(OddRows, RowsAreNumberedAsASpreadsheetShowsThem) {
    const auto row_of_fault = [](const std::string& text) {
        const auto table = imported(text);
        return table.faults.empty() ? std::size_t{0} : table.faults.front().first_row;
    };
    EXPECT_EQ(row_of_fault("ID;NYHA\n1;II\n2;sieben\n"), 3U);
    EXPECT_EQ(row_of_fault("sep=;\r\nID;NYHA\r\n1;II\r\n2;sieben\r\n"), 3U);
    EXPECT_EQ(row_of_fault("ID;\"NYHA\n(Klasse)\"\n1;II\n2;sieben\n"), 3U);
    EXPECT_EQ(row_of_fault("ID;NYHA\n1;II\n\n2;sieben\n"), 4U);
}

// A title of one cell hid the other columns' decimal commas.
TEST(OddRows, ATitleOfOneCellHidesNoDecimalComma) {
    const auto table = imported("Register, Stand 03/2021\n\nID;LVEF;Alter\nP1;28,5;60\nP2;31;70\n");
    EXPECT_THAT(column_of(table, "lvef_pct"), ElementsAre("28.5", "31"));
}

TEST(OddRows, ACellTooManyIsAFault) {
    const auto table = imported("ID,LVEF,Age,QRSd [ms]\nP1,30,61,150\nP2,27,5,66,112\nP3,25,70,140\n");
    const auto wide = std::ranges::find_if(
        table.faults, [](const ImportFault& fault) { return fault.what.find("more cells") != std::string::npos; });
    ASSERT_NE(wide, table.faults.end());
    EXPECT_EQ(wide->first_row, 3U);
    EXPECT_EQ(wide->what, "1 row has more cells than the header, up to 5");
    EXPECT_TRUE(table.rows.empty()) << "nothing is written under a wrong name";
    EXPECT_TRUE(imported("ID,LVEF\nP1,25,\nP2,30,,\n").faults.empty()) << "empty ones move nothing";
}

TEST(OddRows, AHeaderWiderThanEveryRowIsRefused) {
    const auto refused = imported_text("ID,Age, years,LVEF\nP1,61,25\nP2,66,30\n");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("fewer cells than the header"));
    EXPECT_TRUE(imported_text("ID,Age,LVEF\nP1,61\nP2,66,30\n")) << "one row may lack its last cell";
}

// German tables write + and - for yes and no; a dash alone is missing.
TEST(OddRows, ADashBesideAPlusIsNo) {
    EXPECT_THAT(column_of(imported("ID;Diabetes\nP1;+\nP2;-\nP3;\n"), "diabetes"), ElementsAre("1", "0", ""));
    EXPECT_THAT(column_of(imported("ID;Diabetes\nP1;ja\nP2;-\nP3;nein\n"), "diabetes"), ElementsAre("1", "", "0"));
}

// Excel makes an em dash of two hyphens; nobody says no by it.
TEST(OddRows, DashesOfEveryKindAreMissing) {
    for (const char* dash : {"-", "\u2013", "\u2014", "\u2212", "\u2012", "\u2015", " \u2014 ", "- -"}) {
        const auto table = imported("ID;Diabetes;LVEF;Extra\nP1;ja;30;ja\nP2;" + std::string(dash) + ";" + dash + ";" +
                                    dash + "\nP3;nein;31;nein\n");
        EXPECT_THAT(column_of(table, "diabetes"), ElementsAre("1", "", "0")) << dash;
        EXPECT_THAT(column_of(table, "lvef_pct"), ElementsAre("30", "", "31")) << dash;
        EXPECT_THAT(column_of(table, "extra"), ElementsAre("1", "", "0")) << dash;
        EXPECT_EQ(table.map_text.find("= \"0\", \"\u2014"), std::string::npos);
    }
    EXPECT_THAT(column_of(imported("ID;Diabetes\nP1;+\nP2;\u2014\nP3;\n"), "diabetes"), ElementsAre("1", "", ""));
}

TEST(OddRows, NoBlockIsNoLeftBundleBranchBlock) {
    EXPECT_THAT(column_of(imported("ID;Schenkelblock\nP1;LSB\nP2;kein\nP3;RSB\n"), "lbbb"), ElementsAre("1", "0", "0"));
}

TEST(OddRows, CellsOfAnOpenUnitAreThere) {
    const auto table = imported("ID;LVESV\nP1;95\nP2;-\nP3;120\n");
    ASSERT_THAT(table.faults, testing::SizeIs(1)) << "ml or ml/m2";
    EXPECT_EQ(table.columns.at(1).present, 2U);
    EXPECT_EQ(table.columns.at(1).missing.at("-"), 1U);
}

TEST(OddRows, ChineseTablesInTheirOwnEncoding) {
    // sex, height in cm; man, woman: in GB2312
    const auto table = imported(
        "ID;\xd0\xd4\xb1\xf0;\xc9\xed\xb8\xdf"
        "cm\nP1;\xc4\xd0;170\nP2;\xc5\xae;160\n");
    EXPECT_THAT(column_of(table, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(column_of(table, "height_cm"), ElementsAre("170", "160"));
    EXPECT_THAT(table.notes, Contains(HasSubstr("GB18030")));
}

// 28,1 is no thousands, so 1.062 may be; 28.1 is none, so 1,062 may be.
TEST(OddRows, OneSignDecidesTheOther) {
    const auto german = imported("ID;LVEF;BNP\nP1;28,1;1.062\nP2;30;931\nP3;31,5;800\n");
    EXPECT_THAT(column_of(german, "lvef_pct"), ElementsAre("28.1", "30", "31.5"));
    EXPECT_THAT(column_of(german, "bnp"), ElementsAre("1062", "931", "800"));
    const auto english = imported("ID;LVEF;BNP\nP1;28.1;1,062\nP2;30;931\nP3;31.5;800\n");
    EXPECT_THAT(column_of(english, "lvef_pct"), ElementsAre("28.1", "30", "31.5"));
    EXPECT_THAT(column_of(english, "bnp"), ElementsAre("1062", "931", "800"));
    EXPECT_THAT(imported("ID;LVEF;BNP\nP1;28;1.062\nP2;30;931\n").notes, Contains(HasSubstr("such as 1.062")));
    EXPECT_THAT(imported("ID;LVEF;BNP\nP1;28;1.153\nP2;30;931\n").notes, Contains(HasSubstr("such as 1.153")));
}

}  // namespace
}  // namespace synchrony::tables

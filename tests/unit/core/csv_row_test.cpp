// Rows as RFC 4180 has them.
#include "synchrony/core/csv_row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace synchrony::core {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Result<Rows> rows_of(std::string_view text, const CsvRowOptions& options = {}) {
    const std::string source = "t.csv";
    CsvRowReader reader(text, source, options);
    Rows rows;
    std::vector<std::string> cells;
    for (;;) {
        SYNCHRONY_ASSIGN(const bool more, reader.next(cells));
        if (!more) return rows;
        rows.push_back(cells);
    }
}

TEST(CsvRow, ExamplesOfRfc4180) {
    EXPECT_EQ(rows_of("aaa,bbb,ccc\r\nzzz,yyy,xxx").value(), (Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(rows_of("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,,\n").value(),
              (Rows{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "", ""}}));
    EXPECT_EQ(rows_of("\"aaa\",\"b\"\"bb\",\"ccc\"").value(), (Rows{{"aaa", "b\"bb", "ccc"}}));
    EXPECT_EQ(rows_of("\n\na;b\rc;d\n\n", {';'}).value(), (Rows{{"a", "b"}, {"c", "d"}}));
    EXPECT_TRUE(rows_of("").value().empty());
}

TEST(CsvRow, ErrorsSayLineAndColumn) {
    EXPECT_EQ(rows_of("a,b\n1,x\"y").error().where, "t.csv, line 2, column 2");
    EXPECT_EQ(rows_of("a\n\"x\n").error().where, "t.csv, line 2, column 1");
    EXPECT_EQ(rows_of("\"x\"y").error().got, "y");
    EXPECT_FALSE(rows_of("1,2,3", {',', 2}));
    EXPECT_FALSE(rows_of("1234", {',', 2, 3}));
    EXPECT_FALSE(rows_of("\"1234\"", {',', 2, 3}));
}

TEST(CsvRow, LinesAreThoseOfTheText) {
    const std::string source;
    CsvRowReader reader("\n\"a\nb\"\r\nc", source);
    std::vector<std::string> cells;
    ASSERT_TRUE(reader.next(cells).value());
    EXPECT_EQ(reader.line(), 2U);
    ASSERT_TRUE(reader.next(cells).value());
    EXPECT_EQ(reader.line(), 4U);
    EXPECT_FALSE(reader.next(cells).value());
}

TEST(CsvRow, WrittenRowsReadBack) {
    const std::vector<std::string> cells{"a,b", "say \"x\"", "two\nlines", "", "plain"};
    EXPECT_EQ(rows_of(csv_row(cells)).value(), Rows{cells});
    EXPECT_EQ(rows_of(csv_row(std::vector<std::string>{""})).value(), (Rows{{""}}));
}

// At the beginning of a file it would be the file's own mark and gone.
TEST(CsvRow, ACellThatBeginsLikeAFileIsQuoted) {
    EXPECT_EQ(csv_row(std::vector<std::string>{"\ufeffid", "a\ufeff"}, ','), "\"\ufeffid\",a\ufeff\r\n");
}

// What a spreadsheet would run (OWASP, CSV injection) and what a terminal would obey; numbers stay numbers.
TEST(HarmlessCells, FormulasAreTextAndNumbersAreNumbers) {
    const auto cells = harmless_cells({"=HYPERLINK(\"http://x\")", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "-12.5",
                                       "+3", "-1e-3", "P=1", "\x1b[2Jx\ty", "caf\xc3\xa9", ""});
    EXPECT_THAT(cells, testing::ElementsAre("'=HYPERLINK(\"http://x\")", "'+cmd|' /C calc'!A0", "'@SUM(A1)", "'-2+3",
                                            "-12.5", "+3", "-1e-3", "P=1", "?[2Jx?y", "caf\xc3\xa9", ""));
}

// A table that the program reads again holds what it held: also cells that look guarded already.
TEST(GuardedCell, IsUndoneByReading) {
    for (const std::string cell : {"=1+1", "'=1+1", "''@x", "-12.5", "'-12.5", "O'Neill", "'", "", "+", "'quoted'"})
        EXPECT_EQ(without_guard(guarded_cell(cell)), cell);
    EXPECT_EQ(guarded_cell("=1+1"), "'=1+1");
    EXPECT_EQ(guarded_cell("'=1+1"), "''=1+1");
    EXPECT_EQ(guarded_cell("-12.5"), "-12.5");
    EXPECT_EQ(without_guard("'-12.5"), "'-12.5") << "a number was never guarded";
}

// A fuzzer found a name that was gone when the fault was told (quoted name row of a text ECG between blanks).
TEST(CsvRow, KeepsANameThatWasMadeForTheCall) {
    CsvRowReader reader("a b\"c", std::string("a name longer than a string holds in itself.csv"), {' '});
    std::vector<std::string> cells;
    const auto read = reader.next(cells);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message().find("a name longer than a string holds in itself.csv"), std::string::npos)
        << read.error().message();
}

}  // namespace
}  // namespace synchrony::core

// The rules of RFC 4180, section 2, one by one, and what the reader refuses.
#include "synchrony/cohort/csv_table.hpp"

#include <gtest/gtest.h>

namespace synchrony::cohort {
namespace {

using Cells = std::vector<std::string>;

TEST(Csv, reads_the_examples_of_rfc_4180) {
    const auto table = parse_csv("field_name,b,c\r\n\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,\"y\"\"y\",xxx", "t.csv");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->header, (Cells{"field_name", "b", "c"}));
    ASSERT_EQ(table->rows.size(), 2U);
    EXPECT_EQ(table->rows[0].cells, (Cells{"aaa", "b \r\nbb", "ccc"}));
    EXPECT_EQ(table->rows[1].cells, (Cells{"zzz", "y\"y", "xxx"}));
    EXPECT_EQ(table->rows[0].line, 2U);
    EXPECT_EQ(table->rows[1].line, 4U);  // the quoted cell before it took two lines
}

TEST(Csv, takes_every_line_end_a_mark_and_empty_lines_and_cells) {
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        const auto table = parse_csv(
            "\xef\xbb\xbf"
            "a,b" +
                end + end + "1," + end + ",2" + end + end,
            "t.csv");
        ASSERT_TRUE(table);
        EXPECT_EQ(table->header.front(), "a");
        ASSERT_EQ(table->rows.size(), 2U);
        EXPECT_EQ(table->rows[0].cells, (Cells{"1", ""}));
        EXPECT_EQ(table->rows[0].line, 3U);
        EXPECT_EQ(table->rows[1].cells, (Cells{"", "2"}));
    }
}

TEST(Csv, says_line_and_column_of_each_fault) {
    struct Case {
        std::string text;
        std::string where;
        std::string what;
    };
    const std::vector<Case> cases{
        {"", "t.csv", "the file is empty"},
        {"\n\n", "t.csv", "the file is empty"},
        {"a,b\n1,\"2", "t.csv, line 2, column 2", "a quoted cell is never closed"},
        {"a,b\n\"x\ny\",\"2\"3\n", "t.csv, line 3, column 2", "text follows the closing quote of a cell"},
        {"a,b\n1,5\" scar\n", "t.csv, line 2, column 2", "a quote stands inside a cell that does not begin with one"},
        {std::string("a,b\n1,\0002\n", 9), "t.csv, line 2", "the file is not text"},
        {"a,b\nM\xfcller,2\n", "t.csv, line 2", "the file is not UTF-8"},
        {"a\n\xed\xa0\x80\n", "t.csv, line 2", "the file is not UTF-8"},  // a surrogate
        {"a\n\xc0\xaf\n", "t.csv, line 2", "the file is not UTF-8"},      // an overlong slash
        {"a\n1\n\xe2\x82", "t.csv, line 3", "the file is not UTF-8"},     // cut in the middle
    };
    for (const auto& c : cases) {
        const auto table = parse_csv(c.text, "t.csv");
        ASSERT_FALSE(table) << c.text;
        EXPECT_EQ(table.error().where, c.where) << c.text;
        EXPECT_EQ(table.error().what, c.what) << c.text;
    }
}

TEST(Csv, keeps_its_limits) {
    CsvOptions options;
    options.max_cell_bytes = 4;
    EXPECT_EQ(parse_csv("a\n12345", "t", options).error().what, "a cell is too long");
    EXPECT_EQ(parse_csv("a\n\"12345\"", "t", options).error().what, "a cell is too long");
    options = {};
    options.max_columns = 2;
    EXPECT_EQ(parse_csv("a,b,c\n", "t", options).error().what, "the row has too many cells");
    options = {};
    options.max_rows = 1;
    EXPECT_EQ(parse_csv("a\n1\n2\n", "t", options).error().what, "the file has too many rows");
    options = {};
    options.max_bytes = 3;
    EXPECT_EQ(parse_csv("a\n1\n", "t", options).error().what, "the file is too large");
}

TEST(Csv, what_is_written_reads_back) {
    const Cells cells{"plain", "", " blank ", "a,b", "say \"so\"", "two\r\nlines", "\xc3\xbc"};
    EXPECT_EQ(csv_row(Cells{"a,b", "say \"so\"", "x"}), "\"a,b\",\"say \"\"so\"\"\",x\r\n");
    const auto table = parse_csv("1,2,3,4,5,6,7\r\n" + csv_row(cells), "t");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.at(0).cells, cells);
    EXPECT_EQ(parse_csv("a\r\n" + csv_row(Cells{""}), "t")->rows.size(), 1U);
}

}  // namespace
}  // namespace synchrony::cohort

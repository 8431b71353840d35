// Tables as spreadsheets of several countries save them. The same five patients stand in each; every one must read
// alike.
#include "synchrony/cohort/table_dialect.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::cohort {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// What a spreadsheet of that country and program writes for the same cells.
std::string table(char separator, char decimal, const std::string& end = "\n") {
    std::string text = "patient_id;response;lvef_pct;bnp;site" + end;
    const char* rows[] = {"P1;1;25.5;101.25;Köln", "P2;0;30.0;99.5;Bonn", "P3;1;28.75;;Köln", "P4;0;33.5;250.0;Bonn"};
    for (const auto* row : rows) text += row + end;
    for (char& c : text)
        if (c == '.')
            c = decimal;
        else if (c == ';')
            c = separator;
    return text;
}

std::string utf16(const std::string& utf8, bool little, bool mark) {
    std::string out = !mark ? "" : little ? "\xff\xfe" : "\xfe\xff";
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        auto code = static_cast<unsigned char>(utf8[i]);
        if (code == 0xc3)
            code = static_cast<unsigned char>((utf8[++i] & 0x3f) | 0xc0);  // the letters of Latin-1 used here
        const char low = static_cast<char>(code), high = '\0';
        out += little ? low : high;
        out += little ? high : low;
    }
    return out;
}

std::string latin1(const std::string& utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i)
        out += static_cast<unsigned char>(utf8[i]) == 0xc3 ? static_cast<char>((utf8[++i] & 0x3f) | 0xc0) : utf8[i];
    return out;
}

Cohort read(const std::string& bytes, std::vector<core::Error>* errors = nullptr) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(core::write_file(folder / "t.csv", bytes));
    CohortOptions options;
    options.require_ecg = options.require_outcome = false;
    auto found = check_cohort(folder / "t.csv", options);
    if (errors != nullptr)
        *errors = found.errors;
    else
        for (const auto& error : found.errors) ADD_FAILURE() << error.message();
    return found.cohort;
}

TEST(TableDialect, EveryCountrysTableReadsAlike) {
    for (const auto& bytes :
         {table(',', '.'), table(';', '.'), table('\t', '.'), table('|', '.'), table(';', ','), table('\t', ','),
          table(';', ',', "\r\n"), utf16(table(',', '.'), true, true), utf16(table('\t', ','), true, true),
          utf16(table(';', ','), false, true), utf16(table(';', ',', "\r\n"), true, false), latin1(table(';', ',')),
          "\xef\xbb\xbf" + table(';', ',')}) {
        SCOPED_TRACE(bytes.substr(0, 80));
        const auto cohort = read(bytes);
        ASSERT_EQ(cohort.size(), 4U);
        EXPECT_THAT(cohort.find("lvef_pct")->numbers, ElementsAre(25.5, 30.0, 28.75, 33.5));
        ASSERT_EQ(cohort.find("bnp")->kind, ColumnKind::number);
        EXPECT_THAT(cohort.find("bnp")->numbers, ElementsAre(101.25, 99.5, std::nullopt, 250.0));
        EXPECT_THAT(cohort.find("site")->texts, ElementsAre("Köln", "Bonn", "Köln", "Bonn"));
    }
}

TEST(TableDialect, WhatWasFoundIsSaid) {
    EXPECT_TRUE(read(table(',', '.')).notes.empty());
    EXPECT_THAT(read(table(';', ',')).notes, ElementsAre(HasSubstr("';'"), HasSubstr("decimal comma")));
    EXPECT_THAT(read(utf16(table('\t', '.'), true, true)).notes, ElementsAre(HasSubstr("UTF-16"), HasSubstr("tabs")));
    EXPECT_THAT(read(latin1(table(',', '.'))).notes, ElementsAre(HasSubstr("Windows-1252")));
}

// "1,2" among remarks is a remark: the other columns' points stay points, and nothing is said.
TEST(TableDialect, NumbersAmongWordsAreWords) {
    const auto remarks = read("patient_id;age;remark\nP1;60.5;leads 2 and 3\nP2;61.5;1,2\nP3;60;none\n");
    EXPECT_EQ(remarks.find("age")->kind, ColumnKind::number);
    EXPECT_THAT(remarks.notes, Not(Contains(HasSubstr("commas"))));
    // One word in a column of numbers does not hide its decimal comma.
    EXPECT_EQ(read("patient_id;bnp\nP1;1,5\nP2;0,5\nP3;not done\n").find("bnp")->kind, ColumnKind::text);
    EXPECT_THAT(read("patient_id;bnp;age\nP1;1,5;60,5\nP2;0,5;61\nP3;lost;62\n").notes,
                Contains(HasSubstr("decimal comma")));
}

// 1,234 is 1234 in London and 1.234 in Berlin; with both signs in one table neither is sure.
TEST(TableDialect, WhatIsAmbiguousIsNotGuessed) {
    const auto thousands = read("patient_id;bnp\nP1;1,234\nP2;2,500\n");
    EXPECT_EQ(thousands.find("bnp")->kind, ColumnKind::text);
    EXPECT_THAT(thousands.notes, Contains(HasSubstr("left as text in bnp: decimals or thousands")));
    const auto both = read("patient_id;bnp;age\nP1;1,5;60.5\nP2;2,5;61.5\n");
    EXPECT_EQ(both.find("bnp")->kind, ColumnKind::text);
    EXPECT_EQ(both.find("age")->kind, ColumnKind::number);
    EXPECT_EQ(read("patient_id;bnp\nP1;1,234\nP2;0,5\n").find("bnp")->numbers[0], 1.234);
    std::vector<core::Error> errors;
    read("patient_id;lvef_pct;age\nP1;30,5;60.5\n", &errors);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_THAT(errors[0].message(), HasSubstr("'30,5'"));
}

TEST(TableDialect, WordsForMissingAreCountedBySpelling) {
    const auto cohort = read(
        "patient_id,response,lvef_pct,bnp,empty,note,sex\n"
        "P1,1,NA,NA,,none,F\nP2,0,25,n/a,,NA,.\nP3,1,#N/A,102,,none,M\nP4,NA,.,103.5,,stent,?\nP5,0,31,-,,none,M\n");
    EXPECT_THAT(cohort.find("lvef_pct")->numbers, ElementsAre(std::nullopt, 25.0, std::nullopt, std::nullopt, 31.0));
    EXPECT_THAT(cohort.find("lvef_pct")->missing,
                ElementsAre(std::pair("#N/A", 1U), std::pair(".", 1U), std::pair("NA", 1U)));
    ASSERT_EQ(cohort.find("bnp")->kind, ColumnKind::number);
    EXPECT_THAT(cohort.find("bnp")->numbers, ElementsAre(std::nullopt, std::nullopt, 102.0, 103.5, std::nullopt));
    EXPECT_THAT(cohort.find("bnp")->missing,
                ElementsAre(std::pair("-", 1U), std::pair("NA", 1U), std::pair("n/a", 1U)));
    EXPECT_EQ(cohort.find("empty")->read_as, "empty");
    EXPECT_EQ(cohort.find("empty")->present(), 0U);
    EXPECT_THAT(cohort.find("empty")->missing, ElementsAre(std::pair("", 5U)));
    // "none" may be a category, "NA" is none.
    EXPECT_THAT(cohort.find("note")->texts, ElementsAre("none", "", "none", "stent", "none"));
    EXPECT_THAT(cohort.find("sex")->numbers, ElementsAre(0.0, std::nullopt, 1.0, std::nullopt, 1.0));
    EXPECT_THAT(cohort.outcome, ElementsAre(1, 0, 1, std::nullopt, 0));
    EXPECT_THAT(baseline_table(cohort).notes, Contains(HasSubstr("column empty is empty")));
}

TEST(TableDialect, NearlyNumbersAreNamed) {
    const auto cohort = read("patient_id,bnp\nP1,100\nP2,101\nP3,>5000\nP4,102\n");
    EXPECT_EQ(cohort.find("bnp")->kind, ColumnKind::text);
    EXPECT_THAT(cohort.notes, Contains(HasSubstr("1 of 4 values are no numbers, the first '>5000'")));
}

TEST(TableDialect, EmptyColumnsAndRowsOfSpreadsheets) {
    const auto cohort = read("patient_id,response,,\nP1,1,,\nP2,0,,\n,,,\n,,,\n");
    EXPECT_EQ(cohort.size(), 2U);
    EXPECT_EQ(cohort.columns.size(), 1U);
    EXPECT_THAT(cohort.notes, Contains(HasSubstr("2 rows without a value")));
}

TEST(TableDialect, DatesSayTheirOrder) {
    EXPECT_EQ(dates_in(std::vector<std::string>{"2020-12-31", "", "2021-01-02"}), "year-month-day");
    EXPECT_EQ(dates_in(std::vector<std::string>{"31.12.2020", "01.02.2021"}), "day.month.year");
    EXPECT_EQ(dates_in(std::vector<std::string>{"01.02.2021"}), "day.month.year");
    EXPECT_EQ(dates_in(std::vector<std::string>{"31/12/2020", "01/02/2021"}), "day/month/year");
    EXPECT_EQ(dates_in(std::vector<std::string>{"12/31/2020", "01/02/2021"}), "month/day/year");
    EXPECT_THAT(*dates_in(std::vector<std::string>{"01/02/2021", "03/04/2021"}), HasSubstr("does not tell"));
    EXPECT_EQ(dates_in(std::vector<std::string>{"2020-12-31T10:15:00"}), "year-month-day");
    for (const Cells& none : {std::vector<std::string>{"31.02.2020"}, std::vector<std::string>{"12.5"},
                              std::vector<std::string>{"2020-12-31", "31.12.2020"}, std::vector<std::string>{""},
                              std::vector<std::string>{"1.2.3"}, std::vector<std::string>{"31/12/2020", "12/31/2020"},
                              std::vector<std::string>{"January 2020"}})
        EXPECT_FALSE(dates_in(none)) << none[0];
    EXPECT_EQ(read("patient_id;implant\nP1;31.12.2020\nP2;01.02.2021\n").find("implant")->read_as,
              "dates, day.month.year");
}

}  // namespace
}  // namespace synchrony::cohort

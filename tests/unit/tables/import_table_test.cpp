#include "import_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace synchrony::tables {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> column(const ImportedTable& table, const std::string& name) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < table.header.size(); ++c)
        if (table.header[c] == name)
            for (const auto& row : table.rows) cells.push_back(row[c]);
    return cells;
}

// M is a man beside F or W and a woman beside H (hombre, mujer); beside both or neither nobody can know.
TEST(ImportTable, LettersForSexesAreReadTogether) {
    EXPECT_THAT(column(import_lines({{"ID", "Sex"}, {"1", "M"}, {"2", "F"}}), "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(column(import_lines({{"ID", "Sexo"}, {"1", "M"}, {"2", "H"}}), "sex"), ElementsAre("F", "M"));
    EXPECT_THAT(column(import_lines({{"ID", "Geschlecht"}, {"1", "m"}, {"2", "w"}}), "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(first_fault(import_lines({{"ID", "Sex"}, {"1", "M"}, {"2", "M"}})),
                HasSubstr("2 cells are not understood"));
    EXPECT_THAT(first_fault(import_lines({{"ID", "Sex"}, {"1", "1"}, {"2", "0"}})),
                HasSubstr("2 cells are not understood"));
}

// A cross, or nothing: no, or not known? The map answers.
TEST(ImportTable, AsksWhatAnEmptyCellBesideACrossMeans) {
    const std::vector<std::vector<std::string>> lines{{"ID", "LBBB"}, {"1", "x"}, {"2", ""}, {"3", "x"}};
    const auto asked = import_lines(lines);
    EXPECT_THAT(column(asked, "lbbb"), ElementsAre("1", "", "1"));
    EXPECT_THAT(asked.notes, testing::Contains(HasSubstr("look at lbbb: 1 in 2 rows, nothing in 1")));
    ImportSettings settings;
    ColumnMap lbbb;
    lbbb.from = "LBBB";
    lbbb.as = "lbbb";
    lbbb.values = {{"", "0"}};
    settings.map.columns.push_back(lbbb);
    const auto told = import_lines(lines, settings);
    EXPECT_THAT(column(told, "lbbb"), ElementsAre("1", "0", "1"));
    EXPECT_THAT(told.notes, testing::Not(testing::Contains(HasSubstr("look at"))));
}

// As a German laboratory prints it: points before groups of three digits are no decimal points.
TEST(ImportTable, PointsBesideADecimalCommaAreThousands) {
    ImportSettings settings;
    settings.map.decimal = ',';
    const auto table = import_lines({{"ID", "LVEF", "NT-proBNP"},
                                     {"1", "31,5", "1.234"},
                                     {"2", "28", "2.880"},
                                     {"3", "30,25", "0.88"},
                                     {"4", "27,0", "12.5"}},
                                    settings);
    EXPECT_THAT(column(table, "lvef_pct"), ElementsAre("31.5", "28", "30.25", "27"));
    const auto of = [&](std::string_view name) {
        for (const auto& header : table.header)
            if (header.find(name) != std::string::npos) return column(table, header);
        return std::vector<std::string>{};
    };
    EXPECT_THAT(of("probnp"), ElementsAre("1234", "2880", "0.88", "12.5"));
}

// One odd cell made a whole column "no dates", and the way out that was named lost the days of implant. Forms with one
// reading are read; others are named by their row.
TEST(ImportTable, DatesOfSeveralFormsAreReadOrNamed) {
    const auto days = [](const std::string& odd) {
        ImportSettings settings;
        settings.implant_days = true;
        return import_lines({{"ID", "Implant date"}, {"1", "12.03.2019"}, {"2", "25.04.2020"}, {"3", odd}}, settings);
    };
    for (const char* readable : {"2019-05-12", "2019-05-12 08:00", "12.05.2019 00:00:00", "12.5.19", "2019/05/12"}) {
        const auto table = days(readable);
        EXPECT_THAT(table.faults, testing::IsEmpty()) << readable << first_fault(table);
        EXPECT_THAT(table.implant_dates, ElementsAre("2019-03-12", "2020-04-25", "2019-05-12")) << readable;
    }
    for (const char* unsure :
         {"05/14/2019", "3/4/2019", "12.5.2019 abgesagt", "12.05.2019 / Revision 3.4.2020", "12.5.2019?", "31.02.2020"})
        EXPECT_THAT(first_fault(days(unsure)), HasSubstr("first in row 4: 1 cell is no date")) << unsure;
    EXPECT_THAT(first_fault(days("12.05.2091")), HasSubstr("first in row 4: 1 date lies in the future"));
    // The map's word counts for all forms.
    ImportSettings by_map = {};
    by_map.implant_days = true;
    ColumnMap implant;
    implant.from = "Implant date";
    implant.dates = "month/day/year";
    by_map.map.columns.push_back(implant);
    const auto american =
        import_lines({{"ID", "Implant date"}, {"1", "3.12.2019"}, {"2", "4.25.2020"}, {"3", "04.05.2020"}}, by_map);
    EXPECT_THAT(american.implant_dates, ElementsAre("2019-03-12", "2020-04-25", "2020-04-05"));
    EXPECT_THAT(first_fault(import_lines({{"ID", "Implant date", "Implant"},
                                          {"1", "3/25/2019", "x"},
                                          {"2", "4/25/2020", "x"},
                                          {"3", "05.04.2020", "x"}},
                                         [] {
                                             ImportSettings asked;
                                             asked.implant_days = true;
                                             return asked;
                                         }())),
                HasSubstr("first in row 4: 1 cell is no date"));
    // A workbook's own dates beside one that was typed as text.
    ImportSettings settings;
    settings.implant_days = true;
    const auto workbook =
        import_lines({{"ID", "Implant date"}, {"1", "2019-03-12"}, {"2", "2020-04-25"}, {"3", "05.04.2020"}}, settings);
    EXPECT_THAT(workbook.implant_dates, ElementsAre("2019-03-12", "2020-04-25", "2020-04-05"));
}

TEST(ImportTable, FaultsAreGroupedWithCountAndFirstPlace) {
    std::vector<std::vector<std::string>> lines{{"ID", "NYHA"}};
    for (int i = 0; i < 300; ++i) lines.push_back({std::to_string(i), i % 3 == 0 ? "II-III" : "3"});
    const auto table = import_lines(lines);
    ASSERT_EQ(table.faults.size(), 1U);
    EXPECT_EQ(table.faults[0].cells, 100U);
    EXPECT_EQ(first_fault(table).substr(0, first_fault(table).find(" (got")),
              "t.csv, column B 'NYHA' (nyha), first in row 2: 100 cells are not understood");
    EXPECT_THAT(first_fault(table),
                HasSubstr("(got 'II-III' (100), expected 1 to 4 or I to IV). In the map, below line "));
}

TEST(ImportTable, AUnitIsToldByNameNumbersOrUserAndElseAsked) {
    const std::vector<std::vector<std::string>> volumes{{"ID", "LVESV"}, {"1", "150"}, {"2", "120"}};
    EXPECT_THAT(first_fault(import_lines(volumes)), HasSubstr("the unit is not said"));
    ImportSettings settings;
    settings.units["LVESV"] = "ml";
    EXPECT_THAT(column(import_lines(volumes, settings), "lvesv_ml"), ElementsAre("150", "120"));
    // 360 ml/m2 would be a ventricle of 457 ml or more as the median of a group.
    EXPECT_THAT(column(import_lines({{"ID", "LVESV"}, {"1", "350"}, {"2", "360"}}), "lvesv_ml"),
                ElementsAre("350", "360"));
    EXPECT_THAT(column(import_lines({{"ID", "QRSd"}, {"1", "0.142"}, {"2", "0.16"}}), "qrs_duration_ms"),
                ElementsAre("142", "160"));
    EXPECT_THAT(first_fault(import_lines({{"ID", "Weight"}, {"1", "120"}, {"2", "125"}})),
                HasSubstr("the unit is not said"));
}

TEST(ImportTable, WhatTellsWhoSomebodyIsIsLeftOutUnlessTheMapKeepsIt) {
    const std::vector<std::vector<std::string>> lines{
        {"ID", "Name", "Visit", "Age"}, {"1", "Ada", "2020-03-05", "60"}, {"2", "Bob", "2020-04-05", "70"}};
    EXPECT_THAT(import_lines(lines).header, ElementsAre("patient_id", "age_y"));
    ImportSettings settings;
    ColumnMap visit;
    visit.from = "Visit";
    visit.as = "visit";
    settings.map.columns.push_back(visit);
    EXPECT_THAT(import_lines(lines, settings).header, ElementsAre("patient_id", "visit", "age_y"));
}

// Remarks, the family doctor and the postcode name people; a few kinds that come again do not.
TEST(ImportTable, FreeTextIsLeftOutAndKindsAreKept) {
    const std::vector<std::vector<std::string>> lines{
        {"ID", "PLZ", "Hausarzt", "Bemerkung", "Befund", "Device", "NYHA"},
        {"1", "79104", "Dr. A", "Tochter heisst Eva", "Frau Meier, Herzinsuffizienz seit 2009", "CRT-D", "#NV"},
        {"2", "79106", "Dr. A", "", "kommt aus Ulm", "CRT-P", "3"},
        {"3", "79104", "Dr. B", "", "nach Myokarditis", "CRT-D", "2"},
        {"4", "79110", "Dr. B", "", "kein Befund", "CRT-P", "3"}};
    const auto table = import_lines(lines);
    EXPECT_THAT(table.header, ElementsAre("patient_id", "device", "nyha"));
    EXPECT_THAT(column(table, "nyha"), ElementsAre("", "3", "2", "3"));
    EXPECT_TRUE(table.faults.empty()) << first_fault(table);
    ImportSettings settings;
    ColumnMap report;
    report.from = "Befund";
    report.as = "befund";
    settings.map.columns.push_back(report);
    EXPECT_THAT(import_lines(lines, settings).header, ElementsAre("patient_id", "befund", "device", "nyha"));
}

TEST(ImportTable, ACrossIsYesAndShortWordsOfSexesAreKnown) {
    const auto table = import_lines({{"ID", "Geschlecht", "Diabetes"}, {"1", "m\u00e4nnl.", "x"}, {"2", "weibl.", ""}});
    EXPECT_THAT(column(table, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(column(table, "diabetes"), ElementsAre("1", ""));
}

// 29 February 1960 to 28 February 2020 is 59 completed years, a day later 60.
TEST(ImportTable, AgeIsCompletedYearsBetweenTwoDates) {
    const auto table = import_lines({{"ID", "Geburtsdatum", "Implantation"},
                                     {"1", "29.02.1960", "28.02.2020"},
                                     {"2", "29.02.1960", "29.02.2020"},
                                     {"3", "13.05.1950", ""}});
    EXPECT_THAT(column(table, "age_y"), ElementsAre("59", "60", ""));
    EXPECT_THAT(first_fault(import_lines({{"ID", "DOB", "Implant date"}, {"1", "01/02/1960", "03/04/2020"}})),
                HasSubstr("day and month of the dates cannot be told apart"));
}

TEST(ImportTable, TwoColumnsOfOneMeaningAreAsked) {
    const auto table = import_lines({{"ID", "LVEF", "EF"}, {"1", "25", "26"}, {"2", "30", "31"}});
    EXPECT_THAT(first_fault(table), HasSubstr("two columns are taken for the same"));
}

// A column that the map made the id was lost beside one of that name.
TEST(ImportTable, AMapMayGiveAColumnTheNameOfAnother) {
    const auto named = [](const char* from, const char* as) {
        ImportSettings settings;
        ColumnMap map;
        map.from = from;
        map.as = as;
        settings.map.columns.push_back(map);
        return import_lines({{"patient_id", "lvef_pct", "mri_lvef"}, {"a", "25", "31"}, {"b", "30", "32"}}, settings);
    };
    const auto lvef = named("mri_lvef", "lvef_pct");
    EXPECT_THAT(lvef.header, ElementsAre("patient_id", "lvef_pct_as_given", "lvef_pct"));
    EXPECT_THAT(column(lvef, "lvef_pct"), ElementsAre("31", "32"));
    const auto id = named("lvef_pct", "patient_id");
    EXPECT_THAT(column(id, "patient_id"), ElementsAre("25", "30"));
    EXPECT_EQ(std::ranges::count(id.header, "patient_id"), 1);
}

// "lvf_pct" was kept as somebody's own column without a word, and no model had an ejection fraction.
TEST(ImportTable, AMisspeltNameInTheMapIsAskedAbout) {
    const auto notes_of = [](const char* from, const char* as) {
        ImportSettings settings;
        settings.map.source = "c.map.toml";
        ColumnMap map;
        map.from = from;
        map.as = as;
        map.line = 7;
        settings.map.columns.push_back(map);
        const auto table = import_lines({{"ID", "Pumpe", "QRS 6m"}, {"a", "25", "150"}, {"b", "30", "160"}}, settings);
        EXPECT_TRUE(table.faults.empty()) << first_fault(table);
        EXPECT_THAT(table.header, Contains(as)) << "users' own columns are allowed";
        return table.notes;
    };
    EXPECT_THAT(notes_of("Pumpe", "lvf_pct"),
                Contains("column B 'Pumpe' is kept as lvf_pct, which the program does not know. Did you mean lvef_pct? "
                         "(c.map.toml, line 7)"));
    EXPECT_THAT(notes_of("Pumpe", "age"), Contains(HasSubstr("Did you mean age_y?")));
    EXPECT_THAT(notes_of("Pumpe", "implant_dat"), Contains(HasSubstr("Did you mean implant_date?")));
    for (const auto& [from, own] : {std::pair{"Pumpe", "bnp"},
                                    {"Pumpe", "lvef_pct"},
                                    {"Pumpe", "lvef_post"},
                                    {"QRS 6m", "qrs_6m"}})  // the last as an import itself would name it
        EXPECT_THAT(notes_of(from, own), testing::Not(Contains(HasSubstr("Did you mean")))) << own;
}

TEST(ImportTable, IdsAreNeverPrinted) {
    const auto twice = first_fault(import_lines({{"ID", "Age"}, {"secret", "60"}, {"secret", "61"}}));
    EXPECT_THAT(twice, HasSubstr("1 row has the id of a row before, with other values; the first that of row 2"));
    EXPECT_EQ(twice.find("secret"), std::string::npos);
    EXPECT_THAT(first_fault(import_lines({{"Name", "Age"}, {"a", "60"}})),
                HasSubstr("no column was taken for the patient's id"));
}

TEST(ImportTable, AMapForAnotherTableIsNamed) {
    ImportSettings settings;
    ColumnMap other;
    other.from = "QRS";
    other.line = 7;
    settings.map.source = "m.toml";
    settings.map.columns.push_back(other);
    EXPECT_THAT(first_fault(import_lines({{"ID", "Age"}, {"1", "60"}}, settings)), HasSubstr("does not have: 'QRS'"));
}

// What somebody writes who has always written 27,5.
TEST(TableMap, ADecimalCommaIsNamedWithWhatIsMeant) {
    ImportSettings settings;
    ColumnMap ejection;
    ejection.from = "LVEF";
    ejection.values = {{"n.g.", "27,5"}};
    settings.map.columns.push_back(ejection);
    const auto refused = import_lines({{"ID", "LVEF"}, {"1", "n.g."}, {"2", "30"}}, settings);
    EXPECT_THAT(first_fault(refused), HasSubstr("first in row 2: the map's value cannot be used: '27,5'"));
    EXPECT_THAT(first_fault(refused), HasSubstr("written with a point: values = { \"n.g.\" = \"27.5\" }"));
    settings.map.columns[0].from = "BNP";
    EXPECT_THAT(first_fault(import_lines({{"ID", "BNP"}, {"1", "n.g."}, {"2", "300"}}, settings)),
                HasSubstr("\"27.5\""))
        << "in a column of numbers that the program does not know";
    EXPECT_EQ(parse_map("[[column]]\nfrom = \"LVEF\"\nvalues = { \"n.g.\" = 27,5 }\n", "m").error().hint,
              "A number is written with a point: 27.5");
    settings.map.columns[0] = {};
    settings.map.columns[0].from = "NYHA";
    settings.map.columns[0].values = {{"x", "V"}};
    EXPECT_THAT(first_fault(import_lines({{"ID", "NYHA"}, {"1", "x"}, {"2", "3"}}, settings)),
                HasSubstr("the map's value cannot be used: 'V' (got 'x' (1), expected 1 to 4"));
}

// Found by a fuzzer: an assertion of the library, and undefined without it.
TEST(TableMap, AKeyThatBeginsLikeNoneIsAnError) {
    for (const std::string_view text : {"[\x1b",
                                        "[[\x1b"
                                        "column]]",
                                        "a = { \x1b = 1 }", "a.\x1b = 1", "[%]", "x = 1\n\x02"}) {
        const auto map = parse_map(text, "m.toml");
        ASSERT_FALSE(map) << text;
        EXPECT_THAT(map.error().message(), HasSubstr("no TOML"));
    }
}

TEST(TableMap, SaysTheLineOfWhatCannotBe) {
    EXPECT_THAT(parse_map("[table]\nsheet = \n", "m").error().message(), HasSubstr("m, line 2"));
    EXPECT_THAT(parse_map("[[column]]\nfrom = \"a\"\nunits = \"ml\"\n", "m").error().message(),
                HasSubstr("m, line 3: unknown key of a column (got units"));
    EXPECT_THAT(parse_map("[[column]]\nas = \"a\"\n", "m").error().message(), HasSubstr("no source"));
    // Letters outside quotation marks: ä, a small hyphen, an ideograph, an Arabic form.
    for (const auto* name : {"Gr\u00f6\u00dfe", "\ufe63", "\u6027\u5225", "\ufef0"})
        EXPECT_THAT(parse_map("[[column]]\nas = \"a\"\n" + std::string(name) + " = 1\n", "m").error().message(),
                    HasSubstr("m, line 3"));
    const auto deep = parse_map("a = " + std::string(100000, '[') + "\n", "m");
    EXPECT_FALSE(deep);
    const auto map =
        parse_map("[table]\ndecimal = \",\"\n[[column]]\nfrom = \"x \\\"y\\\"\"\nvalues = { \"a\" = 1 }\n", "m");
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(map->decimal, ',');
    ASSERT_NE(map->find("x \"y\""), nullptr);
    EXPECT_EQ(map->find("x \"y\"")->values.at("a"), "1");
}

/// Of a table with decimal commas.
ImportSettings kept_as(const std::string& from, const std::string& as) {
    ImportSettings settings;
    settings.map.columns.emplace_back().from = from;
    settings.map.columns.back().as = as;
    settings.map.decimal = ',';
    return settings;
}

// With a decimal comma "1.234" is 1234; one cell that is none must not leave it as text that the next reader takes for
// a thousandth.
TEST(ImportTable, NumbersAmongWordsAreReadByTheTablesOwnSigns) {
    const auto table = import_lines({{"Pat-Nr.", "LVEF (%)", "BNP"},
                                     {"1", "21,5", "812"},
                                     {"2", "33,5", "1.234"},
                                     {"3", "28,0", "2.345,6"},
                                     {"4", "24,5", "3.100"},
                                     {"5", "30,5", "< 35"}},
                                    kept_as("BNP", "bnp"));
    EXPECT_THAT(column(table, "bnp"), ElementsAre("812", "1234", "2345.6", "3100", "< 35"));
}

// The column that says which ECG is whose is never left out as free text for having no endings.
TEST(ImportTable, AnEcgColumnMayHoldNamesWithoutEnding) {
    const auto table = import_lines({{"Pat-Nr.", "EKG"}, {"1", "VP00001"}, {"2", "VP00002"}, {"3", "VP00003"}});
    EXPECT_NE(std::ranges::find(table.header, "ecg"), table.header.end());
    const auto words =
        import_lines({{"Pat-Nr.", "EKG"}, {"1", "Sinusrhythmus, 70/min"}, {"2", "wie 2019"}, {"3", "o. B. am 1.2."}});
    EXPECT_EQ(std::ranges::find(words.header, "ecg"), words.header.end());
}

// Coded 1 and 2, nobody knows which is yes: in some programs 1 is no.
TEST(ImportTable, OneAndTwoAreBothAsked) {
    const auto table = import_lines({{"Pat-Nr.", "Responder"}, {"1", "1"}, {"2", "2"}, {"3", "1"}});
    ASSERT_FALSE(table.faults.empty());
    std::size_t asked = 0;
    for (const auto& fault : table.faults) asked += fault.spellings.size();
    EXPECT_EQ(asked, 2U) << first_fault(table);
}

}  // namespace
}  // namespace synchrony::tables

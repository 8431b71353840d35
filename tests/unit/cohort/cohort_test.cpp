#include "synchrony/cohort/cohort.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "synchrony/cohort/ecg_stretch.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::cohort {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class CohortFile : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  ("cohort_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::create_directories(folder_ / "ecg");
        for (const auto* name : {"a.dcm", "b.hea", "c.xml", "d.csv"})
            ASSERT_TRUE(core::write_file(folder_ / "ecg" / name, "x"));
    }
    void TearDown() override { fs::remove_all(folder_); }
    CohortCheck check(const std::string& text, const CohortOptions& options = {}) {
        EXPECT_TRUE(core::write_file(folder_ / "cohort.csv", text));
        return check_cohort(folder_ / "cohort.csv", options);
    }
    fs::path folder_;
};

TEST_F(CohortFile, keeps_what_is_known_missing_and_unknown_apart) {
    const auto [cohort, errors, cells, words] = check(
        "patient_id,ecg,response,age_y,sex,lbbb,site,troponin\n"
        "p1,ecg/a.dcm,1,61,F,1,north,0.4\n"
        "p2,ecg/b,0,,M,,south,\n"  // b.hea is found by its stem
        "p3,ecg/c.xml,,70.5,,0,north,12\n");
    ASSERT_TRUE(errors.empty()) << errors.front().message();
    EXPECT_EQ(cohort.size(), 3U);
    EXPECT_THAT(cohort.outcome, ElementsAre(1, 0, std::nullopt));
    EXPECT_THAT(cohort.labelled_rows(), ElementsAre(0U, 1U));
    EXPECT_EQ(cohort.positives(), 1U);
    EXPECT_THAT(cohort.find("age_y")->numbers, ElementsAre(61.0, std::nullopt, 70.5));
    EXPECT_THAT(cohort.find("sex")->numbers, ElementsAre(0.0, 1.0, std::nullopt));
    EXPECT_THAT(cohort.find("lbbb")->numbers, ElementsAre(1.0, std::nullopt, 0.0));
    EXPECT_THAT(cohort.unknown_columns(), ElementsAre("site", "troponin"));
    EXPECT_EQ(cohort.find("site")->kind, ColumnKind::text);
    EXPECT_THAT(cohort.find("troponin")->numbers, ElementsAre(0.4, std::nullopt, 12.0));
    EXPECT_EQ(cohort.ecgs[0], (folder_ / "ecg" / "a.dcm").lexically_normal());
    EXPECT_THAT(cohort.input_columns(), ElementsAre("age_y", "sex", "lbbb"));
    EXPECT_THAT(cohort.input_columns(true), ElementsAre("age_y", "sex", "lbbb", "troponin"));
    EXPECT_THAT(cohort.notes, ElementsAre("1 of 3 patients have no outcome"));
}

// pandas writes 1 as 1.0 where a cell of the column is empty; a value copied from a page brings its blank along; two
// exports below each other repeat the header.
TEST_F(CohortFile, reads_what_other_programs_make_of_numbers_and_headers) {
    CohortOptions table;
    table.require_ecg = false;
    const auto [cohort, errors, cells, words] = check(
        "patient_id,response,lbbb,lvef\u200b_pct,bnp,bnp.1\n"
        "p1,1.0,-0,\u00a028,1,2\n"
        "patient_id,response,lbbb,lvef\u200b_pct,bnp,bnp.1\n"
        "p2,0.0,1.00,31\ufeff,3,4\n",
        table);
    ASSERT_TRUE(errors.empty()) << errors.front().message();
    EXPECT_THAT(cohort.outcome, ElementsAre(1, 0));
    EXPECT_THAT(cohort.find("lbbb")->numbers, ElementsAre(0.0, 1.0));
    EXPECT_FALSE(std::signbit(*cohort.find("lbbb")->numbers[0]));
    EXPECT_THAT(cohort.find("lvef_pct")->numbers, ElementsAre(28.0, 31.0));
    EXPECT_THAT(cohort.notes, ElementsAre("columns 'bnp' and 'bnp.1' have nearly one name: is one a copy?",
                                          "1 row that repeats the header is left out"));
    EXPECT_THAT(check("patient_id,response,lbbb\np1,1.5,0\n", table).errors.at(0).message(), HasSubstr("0 or 1"));
}

// SAS and some exports write a missing number as the largest that there is; which cells, nobody was told.
TEST_F(CohortFile, names_the_cells_that_no_measurement_has) {
    CohortOptions table;
    table.require_ecg = false;
    const auto one = check("patient_id,response,bnp\np1,1,300\np2,0,-1e31\n", table).cohort;
    EXPECT_THAT(one.notes,
                ElementsAre("column bnp, row 3: 1 value that no measurement has, as statistics programs write "
                            "a missing one: -1e+31. It counts as missing; leave such cells empty"));
    const auto some = check("patient_id,response,bnp\np1,1,1e300\np2,0,5\np3,0,1e30\np4,1,1.1e30\n", table).cohort;
    EXPECT_THAT(some.notes, ElementsAre(HasSubstr("column bnp, rows 2, 5: 2 values that no measurement has")));
    EXPECT_THAT(some.notes, ElementsAre(HasSubstr("the first 1e+300. They count as missing")));
}

// As R writes a missing group: of twenty strangers it made one person.
TEST_F(CohortFile, a_missing_group_is_nobodys) {
    CohortOptions table;
    table.require_ecg = false;
    const auto cohort =
        check("patient_id,response,group\np1,1,NA\np2,0,NA\np3,0,a\np4,1,a\np5,1,.\np6,0,\n", table).cohort;
    EXPECT_THAT(cohort.groups,
                ElementsAre("patient:p1", "patient:p2", "group:a", "group:a", "patient:p5", "patient:p6"));
}

// The page of the format calls "-" missing; among words it made a category of its own.
TEST_F(CohortFile, a_dash_is_missing_among_words_but_beside_plus) {
    CohortOptions table;
    table.require_ecg = false;
    const std::string text = "patient_id,response,cause,mark\np1,1,ICM,+\np2,0,-,-\np3,0,NICM,-\np4,1,\xe2\x80\x93,+\n";
    const auto cohort = check(text, table).cohort;
    EXPECT_THAT(cohort.find("cause")->texts, ElementsAre("ICM", "", "NICM", ""));
    EXPECT_THAT(cohort.find("mark")->texts, ElementsAre("+", "-", "-", "+"));
    table.outcome = "cause";
    table.outcome_positive = "ICM";
    EXPECT_THAT(check(text, table).cohort.outcome, ElementsAre(std::optional<std::uint8_t>(1), std::nullopt,
                                                               std::optional<std::uint8_t>(0), std::nullopt));
}

// A quarter of a number's range below the least that computers hold exactly; liblinear never ended on such a column.
TEST_F(CohortFile, numbers_too_small_are_zero_and_too_large_ones_missing_for_every_use) {
    CohortOptions table;
    table.require_ecg = false;
    const auto cohort =
        check("patient_id,response,bnp\np1,1,3e-310\np2,0,5\np3,0,8.98846567431158e307\n", table).cohort;
    EXPECT_THAT(cohort.find("bnp")->numbers, ElementsAre(0.0, 5.0, std::nullopt));
    table.outcome = "bnp > 2";
    const auto by_rule = check("patient_id,bnp\np1,1\np2,5\np3,8.98846567431158e307\n", table).cohort;
    EXPECT_THAT(by_rule.outcome, ElementsAre(0, 1, std::nullopt));
}

// A header as Excel writes it with a break inside.
TEST_F(CohortFile, a_line_break_in_a_name_is_a_blank) {
    CohortOptions table;
    table.require_ecg = false;
    const auto cohort = check("patient_id,response,\"BNP\n(pg/ml)\"\np1,1,3\np2,0,5\n", table).cohort;
    EXPECT_NE(cohort.find("BNP (pg/ml)"), nullptr);
}

TEST_F(CohortFile, headings_over_columns_are_one_fault_that_points_to_the_import) {
    const auto found = check("Baseline,,,ECG\npatient_id,response,lvef_pct,lbbb\np1,1,30,1\n").errors;
    EXPECT_THAT(found.at(0).message(), HasSubstr("(got columns 2, 3, expected"));
    EXPECT_THAT(found.at(0).message(), HasSubstr("cohort import"));
}

// Ten seconds of a Holter: a stretch says nothing of the patient, and two of one recording are one person's.
TEST_F(CohortFile, stretches_of_recordings_are_no_inputs_and_join_their_rows) {
    const auto [cohort, errors, cells, words] = check(
        "patient_id,ecg,start_s,length_s,response,age_y\n"
        "p1,ecg/a.dcm,3600,10,1,61\n"
        "p2,ecg/a.dcm,7200.5,10,0,62\n"
        "p3,ecg/b.hea,,,0,63\n");
    ASSERT_TRUE(errors.empty()) << errors.front().message();
    EXPECT_EQ(ecg_stretch(cohort, 1).start_s, 7200.5);
    EXPECT_EQ(ecg_stretch(cohort, 1).length_s, 10.0);
    EXPECT_TRUE(ecg_stretch(cohort, 2).whole());
    EXPECT_THAT(cohort.input_columns(true), ElementsAre("age_y"));
    EXPECT_TRUE(cohort.unknown_columns().empty());
    EXPECT_EQ(cohort.groups[0], cohort.groups[1]);
    EXPECT_NE(cohort.groups[0], cohort.groups[2]);
    EXPECT_EQ(ecg_stretch(cohort.with_rows(std::vector<std::size_t>{1}), 0).start_s, 7200.5);
    const auto wrong = check(
        "patient_id,ecg,start_s,length_s,response\n"
        "p1,ecg/a.dcm,-5,10,1\n"
        "p2,ecg/b.hea,noon,0,0\n");
    ASSERT_EQ(wrong.errors.size(), 3U);
    EXPECT_THAT(wrong.errors[0].message(), HasSubstr("start_s"));
}

// As hospitals write them: another system's separators and drive, another case, accents composed otherwise, no folder,
// no extension. What could be two files, or one file twice, is asked.
TEST_F(CohortFile, finds_ecgs_by_other_names_of_their_names) {
    fs::create_directories(folder_ / "sub" / "deep");
    for (const auto* name : {"sub/Mu\u0308.xml", "sub/deep/E.XML", "sub/f.xml", "ecg/f.edf"})
        ASSERT_TRUE(core::write_file(folder_ / name, "x"));
    CohortOptions without_outcome;
    without_outcome.require_outcome = false;
    const auto found = check(
        "patient_id,ecg\np1,ecg\\a.dcm\np2,C:\\Export\\ECG\\B.HEA\np3,sub/m\u00fc.xml\np4,e.xml\np5,SUB/F\np6,c\n",
        without_outcome);
    ASSERT_TRUE(found.errors.empty()) << found.errors.front().message();
    const auto at = [&](const char* name) { return (folder_ / name).lexically_normal(); };
    EXPECT_THAT(found.cohort.ecgs, ElementsAre(at("ecg/a.dcm"), at("ecg/b.hea"), at("sub/Mu\u0308.xml"),
                                               at("sub/deep/E.XML"), at("sub/f.xml"), at("ecg/c.xml")));
    EXPECT_THAT(found.cohort.notes, testing::Contains(HasSubstr("6 ECGs were found")));
    const auto fault_of = [&](const char* rows) {
        const auto result = check(std::string("patient_id,ecg\n") + rows, without_outcome);
        return result.errors.empty() ? std::string() : result.errors.front().message();
    };
    EXPECT_THAT(fault_of("p1,f\n"), HasSubstr("is it ecg/f.edf or sub/f.xml?"));
    EXPECT_THAT(fault_of("p1,x/c.xml\np2,y/c.xml\n"), HasSubstr("row 3, column ecg: the ECG file is missing"));
    EXPECT_THAT(fault_of("p1,c.dcm\n"), testing::Not(HasSubstr("is it"))) << "one letter is like everything";
}

// 200 -> 170 ml is a fall of exactly 15 %: a response. What is known only after the implant is never an input.
TEST_F(CohortFile, derives_response_from_volumes_and_never_offers_the_outcome_as_input) {
    const auto [cohort, errors, cells, words] = check(
        "patient_id,ecg,lvesv_ml,lvesv_6m_ml\np1,ecg/a.dcm,200,170\np2,ecg/b.hea,200,171\n"
        "p3,ecg/c.xml,200,\np4,ecg/d.csv,100,120\n");
    ASSERT_TRUE(errors.empty()) << errors.front().message();
    EXPECT_THAT(cohort.outcome, ElementsAre(1, 0, std::nullopt, 0));
    EXPECT_THAT(cohort.input_columns(), ElementsAre("lvesv_ml"));
    EXPECT_THAT(cohort.notes, testing::Contains(HasSubstr("derived for 3 patients")));
}

TEST_F(CohortFile, keeps_a_given_response_and_says_where_volumes_disagree) {
    const auto [cohort, errors, cells, words] =
        check("patient_id,ecg,response,lvesv_ml,lvesv_6m_ml\np1,ecg/a.dcm,0,200,100\np2,ecg/b.hea,,200,100\n");
    ASSERT_TRUE(errors.empty());
    EXPECT_THAT(cohort.outcome, ElementsAre(0, std::nullopt));
    EXPECT_THAT(cohort.notes, testing::Contains(HasSubstr("1 patients' response disagrees")));
}

TEST_F(CohortFile, collects_every_fault_with_line_column_got_and_expected) {
    const auto result = check(
        "patient_id,ecg,response,age_y,lvef_pct,nyha,sex,lvesv_ml,lvedv_ml\n"
        "p1,ecg/a.dcm,2,61,0.35,2,F,100,200\n"
        "p1,ecg/b.hea,1,sixty,30,2.5,X,100,200\n"
        ",ecg/none.dcm,1,61,30,2,M,300,200\n"
        "p4,,1,61,30,2\n"
        "p5,,1,140,thirty,5,M,100,200\n");
    std::vector<std::string> messages;
    for (const auto& error : result.errors) messages.push_back(error.message());
    EXPECT_THAT(
        messages,
        testing::UnorderedElementsAre(
            "cohort.csv, row 5: the row has the wrong number of cells (got 6, expected 9)",
            "cohort.csv, row 3, column patient_id: a patient stands twice (got the id of row 2, expected one row a "
            "patient)",
            "cohort.csv, row 4, column patient_id: the patient has no id (got an empty cell, expected an id)",
            "cohort.csv, row 4, column ecg: the ECG file is missing (got ecg/none.dcm, expected a file, relative to "
            "the "
            "CSV's folder)",
            "cohort.csv, row 6, column ecg: the patient has no ECG (got an empty cell, expected a path)",
            "cohort.csv, row 2, column response: the value is not one of the two allowed (got '2', expected 0 or 1)",
            "cohort.csv, row 3, column age_y: the value is not a number (got 'sixty', expected a number from 0 to 120 "
            "y)",
            "cohort.csv, row 6, column age_y: the value is out of range (got 140, expected a number from 0 to 120 y)",
            "cohort.csv, row 2, column lvef_pct: the value is out of range (got 0.35, expected a number from 3 to 90 "
            "%)",
            "cohort.csv, row 6, column lvef_pct: the value is not a number (got 'thirty', expected a number from 3 to "
            "90 "
            "%)",
            "cohort.csv, column nyha, first in row 3: 2 cells: the value is out of range (got 2.5, 5, expected a "
            "whole "
            "number from 1 to 4)",
            "cohort.csv, row 3, column sex: the value is not one of the two allowed (got 'X', expected F or M)",
            "cohort.csv, row 4, column lvesv_ml: the end-systolic volume is not below the end-diastolic one (got 300, "
            "expected less than 200 ml)"));
    const auto read = read_cohort(folder_ / "cohort.csv");
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message(), HasSubstr("13 errors"));
}

// However many cells: one error a kind, with all of them counted.
TEST_F(CohortFile, says_faults_of_one_kind_once_and_counts_them_all) {
    std::string text = "patient_id,response,sex,lvef_pct\n";
    for (int i = 0; i < 500; ++i)
        text += "p" + std::to_string(i) + "," + (i % 2 == 0 ? "1" : "0") + "," + (i % 5 == 0 ? "female" : "male") +
                "," + (i < 2 ? "0.3" : "30") + "\n";
    CohortOptions table;
    table.require_ecg = false;
    const auto found = check(text, table);
    ASSERT_EQ(found.errors.size(), 2U);
    EXPECT_EQ(found.errors[0].message(),
              "cohort.csv, column sex, first in row 2: 500 cells: the value is not one of the two allowed "
              "(got 'male' (400), 'female' (100), expected F or M)");
    EXPECT_THAT(found.error_cells, ElementsAre(500U, 2U));
    EXPECT_THAT(found.errors[1].message(), HasSubstr("2 cells: the value is out of range (got 0.3 (2), expected"));
}

TEST_F(CohortFile, refuses_headers_that_cannot_be_meant) {
    EXPECT_THAT(check("patient_id,response\np1,1\n").errors.at(0).message(), HasSubstr("the column 'ecg' is missing"));
    EXPECT_THAT(check("patient_id,ecg,age_y,age_y\n").errors.at(0).message(),
                HasSubstr("column age_y: a column stands twice"));
    EXPECT_THAT(check("patient_id,ecg,\np1,ecg/a.dcm,7\n").errors.at(0).message(), HasSubstr("a column has no name"));
    EXPECT_THAT(check("patient_id,ecg\np1,ecg/a.dcm\n").errors.at(0).message(),
                HasSubstr("the outcome column 'response' is missing"));
    EXPECT_THAT(check("patient_id,ecg,response\n").errors.at(0).message(), HasSubstr("the cohort has no patients"));
    EXPECT_THAT(check("patient_id,ecg,response,Age Y\np1,ecg/a.dcm,1,50\n").cohort.notes,
                testing::Contains(HasSubstr("did you mean 'age_y'?")));
    EXPECT_EQ(check_cohort(folder_ / "absent.csv").errors.at(0).kind, core::ErrorKind::io);
}

TEST_F(CohortFile, takes_another_outcome_and_groups) {
    CohortOptions options;
    options.outcome = "hypertrophy";
    const std::string text =
        "patient_id,ecg,hypertrophy,group,sex\np1,ecg/a.dcm,1,twin,M\np2,ecg/b.hea,0,twin,F\np3,ecg/c.xml,0,,F\n";
    const auto by_flag = check(text, options).cohort;
    EXPECT_THAT(by_flag.outcome, ElementsAre(1, 0, 0));
    EXPECT_THAT(by_flag.groups, ElementsAre("group:twin", "group:twin", "patient:p3"));
    EXPECT_THAT(by_flag.input_columns(true), ElementsAre("sex"));
    options.outcome = "sex";
    options.outcome_positive = "M";
    EXPECT_THAT(check(text, options).cohort.outcome, ElementsAre(1, 0, 0));
    options.outcome_positive.reset();
    EXPECT_THAT(check(text, options).errors.at(0).message(), HasSubstr("the outcome is neither 0 nor 1"));
    options.outcome = "age_y";
    EXPECT_THAT(check("patient_id,ecg,age_y\np1,ecg/a.dcm,70\np2,ecg/b.hea,60\n", options).errors.at(0).message(),
                HasSubstr("--outcome 'age_y >= LIMIT'"));
    EXPECT_THAT(check_cohort(folder_, options).errors.at(0).message(), HasSubstr("synchrony cohort make"));
    options.outcome = "absent";
    options.require_outcome = false;
    EXPECT_TRUE(check(text, options).errors.empty());
}

TEST(Columns, words_have_their_unit_in_brackets) {
    EXPECT_EQ(column_words("qrs_axis_deg"), "qrs axis (deg)");
    EXPECT_EQ(column_words("QRS_area_uVs"), "QRS area (µV s)");
    EXPECT_EQ(column_words("lvef_pct"), "left-ventricular ejection fraction before the implant") << "a known one";
    EXPECT_EQ(column_words("time_s"), "time s") << "one letter may stand for anything";
    EXPECT_EQ(column_words("_ms"), " ms");
    EXPECT_EQ(name_and_unit("marker_mV").unit, "mV");
    EXPECT_EQ(name_and_unit("marker").unit, "");
}

TEST(Columns, numbers_are_decimal_and_whole_cells) {
    EXPECT_EQ(parse_number("+1.5e2"), 150.0);
    for (const auto* bad : {"", "12,5", "0x10", "1e999", "inf", "nan", "5 ml", "--1"})
        EXPECT_FALSE(parse_number(bad)) << bad;
}

TEST_F(CohortFile, a_table_of_numbers_will_do_where_no_ecg_is_asked_for) {
    const std::string text = "patient_id,response,age_y\np1,1,61\np2,0,70\n";
    EXPECT_THAT(check(text).errors.at(0).message(), HasSubstr("column 'ecg' is missing"));
    CohortOptions table;
    table.require_ecg = false;
    const auto [cohort, errors, cells, words] = check(text, table);
    ASSERT_TRUE(errors.empty()) << errors.front().message();
    EXPECT_FALSE(cohort.has_ecgs());
    EXPECT_EQ(cohort.size(), 2U);
    // Nor in a single row; where ECGs are asked for, everywhere.
    const std::string one_without = "patient_id,ecg,response\np1,,1\np2,ecg/a.dcm,0\n";
    const auto gap = check(one_without, table);
    ASSERT_TRUE(gap.errors.empty()) << gap.errors.front().message();
    EXPECT_TRUE(gap.cohort.has_ecgs());
    EXPECT_TRUE(gap.cohort.ecgs[0].empty());
    EXPECT_THAT(check(one_without).errors.at(0).message(), HasSubstr("the patient has no ECG"));
}

TEST_F(CohortFile, a_part_keeps_rows_together) {
    const auto whole = check(
        "patient_id,ecg,response,age_y,site\n"
        "p1,ecg/a.dcm,1,61,north\n"
        "p2,ecg/b,0,,south\n"
        "p3,ecg/c.xml,,70.5,north\n");
    ASSERT_TRUE(whole.errors.empty());
    const auto part = whole.cohort.with_rows(std::vector<std::size_t>{2, 0});
    EXPECT_THAT(part.patients, ElementsAre(record::PatientId("p3"), record::PatientId("p1")));
    EXPECT_THAT(part.outcome, ElementsAre(std::nullopt, 1));
    EXPECT_THAT(part.find("age_y")->numbers, ElementsAre(70.5, 61.0));
    EXPECT_THAT(part.find("site")->texts, ElementsAre("north", "north"));
    EXPECT_EQ(part.ecgs.at(0).filename(), "c.xml");
    EXPECT_EQ(part.positives(), 1U);
}

}  // namespace
}  // namespace synchrony::cohort

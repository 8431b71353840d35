#include "synchrony/datasets/ludb.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "support/paths.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::datasets {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Four records in the database's own shape: quoted cells that end in line feeds, CR LF rows.
class SmallLudb : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  ("ludb_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::create_directories(folder_ / "data");
        for (const auto* id : {"1", "2", "3", "4"})
            ASSERT_TRUE(core::write_file(folder_ / "data" / (std::string(id) + ".hea"), "x"));
        write(
            "ID,Sex,Age,Rhythms,Electric axis of the heart,Conduction "
            "abnormalities,Extrasystolies,Hypertrophies,Cardiac "
            "pacing,Ischemia,Non-specific repolarization abnormalities,Other states\r\n"
            "1,\"F\n\",\"51\n\",Sinus bradycardia,Electric axis of the heart: left axis deviation,,,\"Left ventricular "
            "overload\nLeft ventricular hypertrophy\",,,,\r\n"
            "2,\"M\n\",\">89\n\",Sinus rhythm,Electric axis of the heart: normal,,,Left atrial hypertrophy,,,,\r\n"
            "3,\"M\n\",\"70\n\",Atrial fibrillation,,,,Left ventricular hypertrophy,\"Pacemaker presence, "
            "undefined\",,,\r\n"
            "4,\"F\n\",\"55\n\",Sinus rhythm,Electric axis of the heart: normal,,,,,Ischemia: apical,,\r\n"
            "5,\"F\n\",\"60\n\",Sinus rhythm,Electric axis of the heart: normal,,,,,,,\r\n");
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const std::string& text) { ASSERT_TRUE(core::write_file(folder_ / "ludb.csv", text)); }
    fs::path folder_;
};

TEST_F(SmallLudb, imports_records_that_are_there_and_lists_the_rest) {
    const auto target = folder_ / "lvh.csv";
    const auto import = import_ludb(folder_, "lvh", target);
    ASSERT_TRUE(import) << import.error().message();
    EXPECT_EQ(import->patients, 4U);
    EXPECT_EQ(import->positives, 2U);
    ASSERT_EQ(import->left_out.size(), 1U);
    EXPECT_EQ(import->left_out[0].record, "5");
    EXPECT_EQ(*core::read_file(target),
              "patient_id,ecg,response,age_y,sex\r\nludb-1,data/1.hea,1,51,F\r\nludb-2,data/2.hea,0,,M\r\n"
              "ludb-3,data/3.hea,1,70,M\r\nludb-4,data/4.hea,0,55,F\r\n");
    EXPECT_TRUE(cohort::check_cohort(target).errors.empty());
}

TEST_F(SmallLudb, leaves_out_paced_patients_and_the_column_that_is_the_answer) {
    const auto age = import_ludb(folder_, "age55", folder_ / "age.csv", {.exclude_paced = true});
    ASSERT_TRUE(age) << age.error().message();
    EXPECT_EQ(age->positives, 1U);  // 55 is not above 55; ">89" is
    EXPECT_EQ(age->negatives, 2U);
    EXPECT_EQ(age->left_out.at(0).reason, "the patient is paced");
    EXPECT_EQ(cohort::read_csv(folder_ / "age.csv")->header,
              (std::vector<std::string>{"patient_id", "ecg", "response", "sex"}));
    ASSERT_TRUE(import_ludb(folder_, "sex", folder_ / "sex.csv"));
    EXPECT_EQ(cohort::read_csv(folder_ / "sex.csv")->header,
              (std::vector<std::string>{"patient_id", "ecg", "response", "age_y"}));
    const auto axis = import_ludb(folder_, "left_axis", folder_ / "axis.csv");
    EXPECT_EQ(axis->left_out.at(0).reason, "the label is not given");
}

TEST_F(SmallLudb, paths_are_absolute_where_the_csv_lies_elsewhere) {
    const auto elsewhere = folder_ / "out";
    fs::create_directories(elsewhere);
    ASSERT_TRUE(import_ludb(folder_, "lvh", elsewhere / "lvh.csv"));
    EXPECT_TRUE(fs::path(cohort::read_csv(elsewhere / "lvh.csv")->rows.at(0).cells.at(1)).is_absolute());
    EXPECT_TRUE(cohort::check_cohort(elsewhere / "lvh.csv").errors.empty());
}

TEST_F(SmallLudb, says_what_is_wrong) {
    EXPECT_THAT(import_ludb(folder_, "heart", folder_ / "x.csv").error().message(),
                HasSubstr("one of lvh, lah, sex, age55"));
    EXPECT_EQ(import_ludb(folder_ / "none", "lvh", folder_ / "x.csv").error().kind, core::ErrorKind::io);
    EXPECT_THAT(import_ludb(folder_, "rbbb", folder_ / "x.csv").error().message(),
                HasSubstr("the cohort would lack a class"));
    write("ID,Sex,Age\r\n1,F,50\r\n");
    EXPECT_THAT(import_ludb(folder_, "lvh", folder_ / "x.csv").error().message(), HasSubstr("expected Cardiac pacing"));
    write("ID,Sex,Age,Cardiac pacing\r\n../1,F,50,\r\n");
    EXPECT_THAT(import_ludb(folder_, "lvh", folder_ / "x.csv").error().message(), HasSubstr("line 2, column ID"));
    write("ID,Sex,Age,Cardiac pacing\r\n1,W,50,\r\n");
    EXPECT_THAT(import_ludb(folder_, "lvh", folder_ / "x.csv").error().message(),
                HasSubstr("got 'W', expected F or M"));
}

// Truths: counted in ludb.csv with Python's csv module over the 100 records at hand.
TEST(Ludb, tasks_have_the_counts_of_the_database) {
    const auto data = test::data_folder();
    if (!data || !fs::exists(*data / "ludb" / "ludb.csv")) GTEST_SKIP() << "no LUDB at hand (SYNCHRONY_DATA)";
    const auto target = fs::path(testing::TempDir()) / "ludb_counts.csv";
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts;
    for (const auto& task : ludb_tasks()) {
        const auto import = import_ludb(*data / "ludb", task.name, target);
        ASSERT_TRUE(import) << import.error().message();
        EXPECT_TRUE(cohort::check_cohort(target).errors.empty());
        counts[std::string(task.name)] = {import->positives, import->patients};
        std::cout << "  " << task.name << ": " << import->positives << " of " << import->patients << "\n";
    }
    fs::remove(target);
    if (counts["lvh"].second != 100) GTEST_SKIP() << "another selection of LUDB's records is at hand";
    EXPECT_EQ(counts["lvh"].first, 56U);
    EXPECT_EQ(counts["sex"].first, 60U);
    EXPECT_EQ(counts["left_axis"], (std::pair<std::size_t, std::size_t>{35, 96}));
    EXPECT_EQ(counts["sinus_rhythm"].first, 73U);
    EXPECT_EQ(counts["conduction"].first, 30U);
    EXPECT_EQ(counts["ischemia"].first, 22U);
    EXPECT_EQ(counts["repolarization"].first, 24U);
    EXPECT_EQ(counts["rbbb"].first, 15U);
}

}  // namespace
}  // namespace synchrony::datasets

// Planted: one person under two ids, by file and by values.
#include "synchrony/cohort/duplicate_subjects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synchrony/core/files.hpp"

namespace synchrony::cohort {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TwinsInFiles : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  ("twins_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::create_directories(folder_);
        for (const auto& [name, bytes] :
             {std::pair{"a.dcm", "one"}, std::pair{"b.dcm", "two"}, std::pair{"c.dcm", "one"},
              std::pair{"d.hea", "d 12"}, std::pair{"d.dat", "signal"}, std::pair{"e.hea", "e 12"},
              std::pair{"e.dat", "signal"}})
            ASSERT_TRUE(core::write_file(folder_ / name, bytes));
    }
    void TearDown() override { fs::remove_all(folder_); }
    Cohort read(const std::string& text) {
        EXPECT_TRUE(core::write_file(folder_ / "cohort.csv", text));
        auto cohort = read_cohort(folder_ / "cohort.csv");
        EXPECT_TRUE(cohort) << cohort.error().message();
        return std::move(*cohort);
    }
    fs::path folder_;
};

TEST_F(TwinsInFiles, the_same_signal_under_two_names_is_found_and_kept_together) {
    auto cohort = read("patient_id,ecg,response\np1,a.dcm,1\np2,b.dcm,0\np3,c.dcm,1\np4,d,0\np5,e.hea,1\n");
    const auto found = find_duplicate_subjects(cohort);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].first, 0U);
    EXPECT_EQ(found[0].second, 2U);
    EXPECT_TRUE(found[0].same_ecg);
    EXPECT_EQ(found[1].first, 3U);
    EXPECT_EQ(found[1].second, 4U);
    EXPECT_EQ(join_duplicate_subjects(cohort), 2U);
    EXPECT_EQ(cohort.groups[0], cohort.groups[2]);
    EXPECT_EQ(cohort.groups[3], cohort.groups[4]);
    EXPECT_NE(cohort.groups[0], cohort.groups[1]);
    EXPECT_THAT(cohort.notes,
                testing::Contains(HasSubstr("rows 2 and 4 have the same ECG: one person under two ids?")));
    EXPECT_THAT(find_duplicate_subjects(cohort), IsEmpty());
}

// Without looking at files; p4 is p3's other recording, and so of the same person.
TEST_F(TwinsInFiles, whom_the_table_names_is_one_person) {
    const auto cohort = read(
        "patient_id,ecg,response,group,duplicate_of\np1,a.dcm,1,x,\np2,b.dcm,0,,\n"
        "p3,d,1,y,p1\np4,e.hea,1,y,\np5,e.hea,0,z,p9\n");
    EXPECT_EQ(cohort.groups[0], cohort.groups[2]);
    EXPECT_EQ(cohort.groups[0], cohort.groups[3]);
    EXPECT_NE(cohort.groups[0], cohort.groups[1]);
    EXPECT_NE(cohort.groups[0], cohort.groups[4]);
    EXPECT_EQ(cohort.find("duplicate_of"), nullptr) << "no input";
    EXPECT_THAT(cohort.notes, ElementsAre(HasSubstr("1 row of another group"), HasSubstr("1 cell that name no")));
}

TEST_F(TwinsInFiles, rows_of_one_group_are_no_news) {
    EXPECT_THAT(find_duplicate_subjects(read("patient_id,ecg,response,group\np1,a.dcm,1,x\np3,c.dcm,1,x\n")),
                IsEmpty());
}

TEST_F(TwinsInFiles, the_same_values_are_noted_and_not_joined) {
    const std::string header = "patient_id,ecg,response,age_y,sex,weight_kg,lvef_pct,nyha,diabetes\n";
    auto cohort = read(header + "p1,a.dcm,1,61,F,67.5,27,3,0\np2,b.dcm,0,61,F,67.5,27,3,0\np4,d,0,61,F,67.5,28,3,0\n");
    const auto found = find_duplicate_subjects(cohort);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].second, 1U);
    EXPECT_FALSE(found[0].same_ecg);
    join_duplicate_subjects(cohort);
    EXPECT_NE(cohort.groups[0], cohort.groups[1]);
    EXPECT_THAT(cohort.notes, ElementsAre(HasSubstr("If so, give them one `group`")));
}

TEST_F(TwinsInFiles, few_or_coarse_values_prove_nothing) {
    EXPECT_THAT(find_duplicate_subjects(read("patient_id,ecg,response,age_y,sex\np1,a.dcm,1,61,F\np2,b.dcm,0,61,F\n")),
                IsEmpty());
    EXPECT_THAT(find_duplicate_subjects(read("patient_id,ecg,response,sex,nyha,ckd,diabetes,smoking,digoxin,age_y\n"
                                             "p1,a.dcm,1,F,3,0,0,0,0,61\np2,b.dcm,0,F,3,0,0,0,0,61\n")),
                IsEmpty());
}

}  // namespace
}  // namespace synchrony::cohort

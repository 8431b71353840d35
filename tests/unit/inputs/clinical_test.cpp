#include "synchrony/inputs/clinical.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"

namespace synchrony::inputs {
namespace {

using measure::Sex;

core::Result<ClinicalTable> table(const test::TemporaryFolder& folder, const std::string& csv) {
    std::ofstream(folder / "cohort.csv") << csv;
    return ClinicalTable::read(folder / "cohort.csv");
}

TEST(ClinicalTable, FindsThePatientByRecordingOrByName) {
    const test::TemporaryFolder folder;
    const auto clinical = table(folder,
                                "patient_id,ecg,lvef_pct,nyha,sex,ischemic\nanna,data/1,28,3,F,0\nben,data/"
                                "2.hea,35.5,2,M,1\np.1,x.hea,40,,,\n");
    ASSERT_TRUE(clinical) << clinical.error().message();
    const auto* anna = clinical->find(folder / "data" / "1.hea");
    ASSERT_TRUE(anna);
    EXPECT_EQ(anna->lvef_pct, 28.0);
    EXPECT_EQ(anna->nyha, 3);
    EXPECT_EQ(anna->sex, Sex::female);
    EXPECT_EQ(anna->ischemic, false);
    const auto* ben = clinical->find(folder / "elsewhere" / ".." / "data" / "2");
    ASSERT_TRUE(ben);
    EXPECT_EQ(ben->lvef_pct, 35.5);
    EXPECT_EQ(ben->sex, Sex::male);
    const auto* named = clinical->find("/other/ben.hea");
    ASSERT_TRUE(named) << "by patient_id";
    EXPECT_EQ(named->lvef_pct, 35.5);
    const auto* dotted = clinical->find("/other/p.1");
    ASSERT_TRUE(dotted);
    EXPECT_EQ(dotted->lvef_pct, 40.0);
    EXPECT_FALSE(dotted->nyha) << "an empty cell is not known";
    EXPECT_EQ(dotted->sex, Sex::unknown);
    EXPECT_FALSE(clinical->find("/other/p.2")) << "a name's end is not an extension to be dropped";
    EXPECT_FALSE(clinical->find("/other/1"));
}

TEST(ClinicalTable, AsksForTheIdInTheFileWhereTheNameFoundTheRow) {
    const test::TemporaryFolder folder;
    const auto clinical = table(folder, "patient_id,ecg,lvef_pct\n4712,,50\nZ77,,20\nben,data/2.hea,30\n");
    ASSERT_TRUE(clinical) << clinical.error().message();
    const auto found = [&](const char* path, const char* id) { return clinical->find(path, id); };
    EXPECT_EQ((*found("/x/4712.hea", ""))->lvef_pct, 50.0);
    EXPECT_EQ((*found("/x/4712.hea", "4712"))->lvef_pct, 50.0);
    EXPECT_EQ((*found("/x/4712.hea", "unknown"))->lvef_pct, 50.0);
    const auto two = found("/x/4712.hea", "Z77");
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().message().find("Z77"), std::string::npos) << "nobody is named: " << two.error().message();
    EXPECT_EQ((*clinical->find(folder / "data/2.hea", "Z77"))->lvef_pct, 30.0) << "the column ecg says whose it is";
    EXPECT_EQ(
        clinical->of_one_name(std::vector<std::filesystem::path>{"/x/4712.hea", "/y/4712.hea", "/y/Z77.hea"}).size(),
        2U);
}

TEST(ClinicalTable, RefusesFaultyTables) {
    const test::TemporaryFolder folder;
    const auto percent = table(folder, "patient_id,ecg,lvef_pct\na,1,280\n");
    ASSERT_FALSE(percent);
    EXPECT_NE(percent.error().message().find("lvef_pct"), std::string::npos) << percent.error().message();
    const auto twice = table(folder, "patient_id,ecg,lvef_pct\na,1,28\nb,1.hea,40\n");
    ASSERT_FALSE(twice);
    EXPECT_NE(twice.error().message().find("same recording"), std::string::npos) << twice.error().message();
}

TEST(ClinicalTable, FillsOnlyWhatIsOpen) {
    const auto patient =
        filled({.lvef_pct = 28.0, .sex = Sex::female}, {.lvef_pct = 50.0, .nyha = 2, .sex = Sex::male, .age_y = 12.0});
    EXPECT_EQ(patient.lvef_pct, 28.0);
    EXPECT_EQ(patient.nyha, 2);
    EXPECT_EQ(patient.sex, Sex::female);
    EXPECT_EQ(patient.age_y, 12.0);
}

// A table's age counts before the recording's, as its sex does: below 18 years no class is given.
TEST(ClinicalTable, KnowsTheAge) {
    const test::TemporaryFolder folder;
    const auto clinical = table(folder, "patient_id,ecg,age_y\nanna,data/1,15\nben,data/2,\n");
    ASSERT_TRUE(clinical) << clinical.error().message();
    EXPECT_EQ(clinical->find(folder / "data" / "1")->age_y, 15.0);
    EXPECT_FALSE(clinical->find(folder / "data" / "2")->age_y);
}

TEST(SexInRecording, IsThePatientFieldOfTheFile) {
    const auto sex = [](const char* word) {
        record::Ecg ecg;
        ecg.facts.patient.sex = word;
        return sex_in(ecg);
    };
    EXPECT_EQ(sex("female"), Sex::female);
    EXPECT_EQ(sex("male"), Sex::male);
    EXPECT_EQ(sex(""), Sex::unknown);
}

}  // namespace
}  // namespace synchrony::inputs

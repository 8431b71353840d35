// Tables written by hand in the shapes of PTB-XL's own and of its small extract; and, where it is there, the extract.
#include "synchrony/datasets/ptbxl.hpp"

#include <gtest/gtest.h>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::datasets {
namespace {

namespace fs = std::filesystem;
using Codes = std::vector<std::string>;

TEST(Ptbxl, ReadsCodesOfBothKinds) {
    EXPECT_EQ(scp_codes("SR NORM"), (Codes{"SR", "NORM"}));
    EXPECT_EQ(scp_codes("{'NORM': 100.0, 'LVH': 15.0, 'SR': 0.0}"), (Codes{"NORM", "LVH", "SR"}));
    EXPECT_EQ(scp_codes("VCLVH"), (Codes{"VCLVH"})) << "voltage alone is no LVH";
    EXPECT_TRUE(scp_codes("").empty());
    EXPECT_TRUE(scp_codes("{'NOR").empty());
}

TEST(Ptbxl, MakesACohortOfItsOwnTable) {
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "records500/00000");
    for (const auto* name : {"00001_hr.hea", "00002_hr.hea", "00003_hr.hea"})
        ASSERT_TRUE(core::write_file(folder / "records500/00000" / name, "x"));
    ASSERT_TRUE(core::write_file(folder / "ptbxl_database.csv",
                                 "ecg_id,patient_id,age,sex,device,scp_codes,filename_hr\r\n"
                                 "1,15709.0,56.0,1,CS-12   E,\"{'LVH': 80.0, 'SR': 0.0}\",records500/00000/00001_hr\r\n"
                                 "2,13243.0,300.0,0,AT-6 C,\"{'NORM': 100.0}\",records500/00000/00002_hr\r\n"
                                 "3,13243.0,37.0,0,AT-6 C,\"{'VCLVH': 100.0}\",records500/00000/00003_hr\r\n"
                                 "4,1.0,37.0,0,AT-6 C,\"{'LVH': 100.0}\",records500/00000/00004_hr\r\n"));
    const auto made = import_ptbxl(folder.path(), "lvh", folder / "lvh.csv");
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_EQ(made->patients, 3U);
    EXPECT_EQ(made->people, 2U);
    EXPECT_EQ(made->positives, 1U);
    EXPECT_EQ(made->without_header, 1U);
    EXPECT_EQ(*core::read_file(folder / "lvh.csv"),
              "patient_id,ecg,group,response,age_y,sex,recorder\r\n"
              "ptbxl-1,records500/00000/00001_hr.hea,ptbxl-person-15709.0,1,56.0,F,CS-12   E\r\n"
              "ptbxl-2,records500/00000/00002_hr.hea,ptbxl-person-13243.0,0,,M,AT-6 C\r\n"
              "ptbxl-3,records500/00000/00003_hr.hea,ptbxl-person-13243.0,0,37.0,M,AT-6 C\r\n");
}

// The column that answers is left out; who is older than PTB-XL says is above 60; who has no age has no label.
TEST(Ptbxl, AsksSexAndAge) {
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "data");
    for (const auto* name : {"00001.hea", "00002.hea", "00003.hea", "00004.hea"})
        ASSERT_TRUE(core::write_file(folder / "data" / name, "x"));
    ASSERT_TRUE(core::write_file(folder / "ptbxl.csv",
                                 "ecg_id,patient_id,age_y,sex,scp_codes\n"
                                 "1,1,60,F,SR\n2,2,300,M,SR\n3,3,61,F,SR\n4,4,,M,SR\n"));
    const auto age = import_ptbxl(folder.path(), "age60", folder / "age.csv");
    ASSERT_TRUE(age) << age.error().message();
    EXPECT_EQ(age->without_label, 1U);
    EXPECT_EQ(*core::read_file(folder / "age.csv"),
              "patient_id,ecg,group,response,sex\r\n"
              "ptbxl-1,data/00001.hea,ptbxl-person-1,0,F\r\n"
              "ptbxl-2,data/00002.hea,ptbxl-person-2,1,M\r\n"
              "ptbxl-3,data/00003.hea,ptbxl-person-3,1,F\r\n");
    const auto sex = import_ptbxl(folder.path(), "sex", folder / "sex.csv");
    ASSERT_TRUE(sex);
    EXPECT_EQ(sex->positives, 2U);
    EXPECT_EQ(core::read_file(folder / "sex.csv")->substr(0, 39), "patient_id,ecg,group,response,age_y\r\npt");
}

TEST(Ptbxl, SaysWhatIsWrong) {
    const test::TemporaryFolder folder;
    const auto error_of = [&](const std::string& table) {
        EXPECT_TRUE(core::write_file(folder / "ptbxl.csv", table));
        const auto made = import_ptbxl(folder.path(), "lvh", folder / "out.csv");
        return made ? std::string("none") : made.error().message();
    };
    EXPECT_NE(error_of("ecg_id,age_y\n1,2\n").find("patient_id"), std::string::npos);
    const std::string head = "ecg_id,patient_id,age_y,sex,scp_codes\n";
    EXPECT_NE(error_of(head + "../../x,1,50,F,LVH\n").find("number or name"), std::string::npos);
    EXPECT_NE(error_of(head + "1,1,50\n").find("number of cells"), std::string::npos);
    EXPECT_NE(error_of(head + "1,1,50,F,LVH\n").find("lack a class"), std::string::npos) << "no recording is there";
    fs::create_directories(folder / "data");
    ASSERT_TRUE(core::write_file(folder / "data/00001.hea", "x"));
    EXPECT_NE(error_of(head + "1,1,50,W,LVH\n").find("sex"), std::string::npos);
    EXPECT_NE(error_of(head + "1,1,old,F,LVH\n").find("age"), std::string::npos);
    EXPECT_EQ(import_ptbxl(folder.path(), "lvm", folder / "out.csv").error().kind, core::ErrorKind::usage);
}

// Counts of its README: 198 recordings of 186 persons, 16 with LVH, 7 with AFIB, 5 with LAO/LAE, 101 NORM.
TEST(Ptbxl, CountsAsTheExtractsReadme) {
    const auto data = test::data_folder();
    if (!data || !fs::exists(*data / "ptbxl/ptbxl.csv")) GTEST_SKIP() << "needs the extract of PTB-XL";
    const test::TemporaryFolder folder;
    for (const auto& [task, positives] :
         std::vector<std::pair<std::string, std::size_t>>{{"lvh", 16}, {"af", 7}, {"lah", 5}, {"normal", 101}}) {
        const auto made = import_ptbxl(*data / "ptbxl", task, folder / "out.csv");
        ASSERT_TRUE(made) << made.error().message();
        EXPECT_EQ(made->patients, 198U);
        EXPECT_EQ(made->people, 186U);
        EXPECT_EQ(made->positives, positives) << task;
        const auto cohort = cohort::read_cohort(folder / "out.csv");
        ASSERT_TRUE(cohort) << cohort.error().message();
        EXPECT_EQ(cohort->positives(), positives);
    }
}

}  // namespace
}  // namespace synchrony::datasets

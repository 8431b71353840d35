// A hospital's table and its folder of recordings: whose ECG is whose, and which of several.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/table_import.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/aecg.hpp"

namespace synchrony::app {
namespace {

class JoinedEcgs : public testing::Test {
  protected:
    /// A recording of its own (the level tells it from others) below the folder `export`.
    void write(const std::string& name, const std::string& id, const std::string& time, float level_mv,
               const std::string& sex = {}) {
        record::Ecg ecg;
        ecg.sampling_frequency_hz = 500.0;
        if (!time.empty()) ecg.start_time = time;
        ecg.facts.patient.id = id;
        ecg.facts.patient.sex = sex;
        for (const char* lead : {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"})
            ecg.leads.push_back({lead, "mV", std::vector<float>(1000, level_mv), {}, false});
        const auto path = folder_ / "export" / name;
        ASSERT_TRUE(core::make_directories(path.parent_path()));
        const auto written = io::aecg::write(path, ecg, {.keep_identity = true});
        ASSERT_TRUE(written) << written.error().message();
    }

    core::Result<TableImportReport> join(const std::string& table, const std::string& which = {}) {
        EXPECT_TRUE(core::write_file(folder_ / "table.csv", table));
        TableImportRequest request;
        request.table = folder_ / "table.csv";
        request.out = folder_ / "cohort.csv";
        std::filesystem::remove(folder_ / "cohort.map.toml");
        request.force = true;
        request.ecgs = {folder_ / "export"};
        request.which_ecg = which;
        return import_hospital_table(request, {});
    }

    /// The column ecg, a row each.
    static std::vector<std::string> ecgs(const core::Result<TableImportReport>& report) {
        std::vector<std::string> cells;
        if (!report) return {report.error().message()};
        EXPECT_EQ(report->imported.header[1], "ecg");
        for (const auto& row : report->imported.rows) cells.push_back(row[1]);
        return cells;
    }
    static bool says(const core::Result<TableImportReport>& report, const std::string& words) {
        return report && core::joined(report->imported.notes, "\n").find(words) != std::string::npos;
    }
    using Cells = std::vector<std::string>;

    test::TemporaryFolder folder_;
};

TEST_F(JoinedEcgs, AreTheirsByTheIdInTheFileElseByAName) {
    write("a.xml", "P 007", "", 0.10F, "female");
    write("b.xml", "8", "", 0.20F);
    write("9/rest.xml", "", "", 0.30F);              // a folder a patient
    write("2019-04 pre_10_ecg.xml", "", "", 0.40F);  // neither its beginning nor its end
    write("11_pre.xml", "MRN-5", "", 0.50F);         // the table has other ids than the device
    write("stranger.xml", "99", "", 0.60F);
    const auto report = join("patient_id,sex,lvef_pct\np7,M,20\n008,F,21\n9,F,22\n10,M,23\n11,F,24\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/a.xml", "export/b.xml", "export/9/rest.xml", "", "export/11_pre.xml"}));
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->joined);
    EXPECT_EQ(report->joined->by_id, 2U);
    EXPECT_EQ(report->joined->by_name, 2U);
    EXPECT_EQ(report->joined->of_nobody, 2U);
    EXPECT_EQ(report->joined->patients, 4U);
    EXPECT_TRUE(says(report, "2 ids are spelled otherwise in the files"));
    EXPECT_TRUE(says(report, "look at 1 patient without an ECG; the first in row 5 of the cohort"));
    EXPECT_TRUE(says(report, "look at 1 row whose ECG names the other sex"));
    // What is written is what is reported, and no id of a file stands in it.
    const auto text = test::bytes_of(folder_ / "cohort.csv");
    EXPECT_NE(text.find("p7,export/a.xml,"), std::string::npos) << text;
    EXPECT_EQ(text.find("MRN"), std::string::npos);
}

TEST_F(JoinedEcgs, OfSeveralTheUserSaysWhich) {
    write("late.xml", "1", "2020-05-02T10:00:00", 0.10F);
    write("early.xml", "1", "2019-05-02T10:00:00", 0.20F);
    write("again.xml", "1", "2019-05-02T10:00:00", 0.20F);  // the same recording a second time
    write("other.xml", "2", "2019-05-02T10:00:00", 0.30F);
    const std::string table = "patient_id,lvef_pct\n1,20\n2,21\n";
    const auto asked = join(table);
    ASSERT_FALSE(asked);
    EXPECT_NE(asked.error().message().find("1 patient has several ECGs"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "cohort.csv"));
    EXPECT_EQ(ecgs(join(table, "last")), (Cells{"export/late.xml", "export/other.xml"}));
    EXPECT_EQ(ecgs(join(table, "first"))[1], "export/other.xml");
    EXPECT_NE(ecgs(join(table, "first"))[0], "export/late.xml");
    // Without their times nobody can say which is the first.
    write("undated.xml", "2", "", 0.40F);
    const auto undated = join(table, "first");
    ASSERT_FALSE(undated);
    EXPECT_NE(undated.error().message().find("gives no time"), std::string::npos);
}

TEST_F(JoinedEcgs, NoneAfterTheImplantIsTaken) {
    write("1_early.xml", "1", "2019-05-02T10:00:00", 0.10F);
    write("1_before.xml", "1", "2020-03-01T10:00:00", 0.20F);
    write("1_on_the_day.xml", "1", "2020-03-04T10:00:00", 0.30F);
    write("1_after.xml", "1", "2020-06-02T10:00:00", 0.40F);
    write("2_after.xml", "2", "2021-06-02T10:00:00", 0.50F);
    write("3_on_the_day.xml", "3", "2020-02-14T08:00:00", 0.60F);
    const auto report = join("patient_id,implant date,lvef_pct\n1,2020-03-04,20\n2,2021-01-25,21\n3,2020-02-14,22\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/1_before.xml", "", "export/3_on_the_day.xml"}));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->joined->after_implant, 2U);
    EXPECT_TRUE(
        says(report, "look at 1 patient with ECGs of after the implant alone: none was taken; the first in row 3"));
    EXPECT_TRUE(says(report, "of the day of the implant: was it before the implant?"));
    EXPECT_EQ(test::bytes_of(folder_ / "cohort.csv").find("2020-"), std::string::npos) << "no date is kept";
}

TEST_F(JoinedEcgs, NobodysRecordingsAndATableThatNamesItsOwnAreErrors) {
    write("a.xml", "5", "", 0.10F);
    const auto nobody = join("patient_id,lvef_pct\n1,20\n2,21\n");
    ASSERT_FALSE(nobody);
    EXPECT_NE(nobody.error().message().find("no recording is of a patient in the table"), std::string::npos);
    const auto own = join("patient_id,ecg,lvef_pct\n5,a.xml,20\n6,b.xml,21\n");
    ASSERT_FALSE(own);
    EXPECT_EQ(own.error().kind, core::ErrorKind::usage);
}

}  // namespace
}  // namespace synchrony::app

// A hospital's table and its folder of recordings: whose ECG is whose, and which of several.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/table_import.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/muse.hpp"
#include "synchrony/io/read.hpp"

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

    /// Of a MUSE that says no time of day.
    void write_day(const std::string& name, const std::string& id, const std::string& day, float level_mv) {
        write_muse(name, id, day.substr(5) + "-" + day.substr(0, 4), level_mv);
        const auto path = folder_ / "export" / name;
        auto text = test::bytes_of(path);
        const std::string time = "<AcquisitionTime>10:00:00</AcquisitionTime>";
        const auto at = text.find(time);
        ASSERT_NE(at, std::string::npos);
        ASSERT_TRUE(core::write_file(path, text.erase(at, time.size())));
    }

    /// Of a MUSE whose dates are written as `date` is.
    void write_muse(const std::string& name, const std::string& id, const std::string& date, float level_mv) {
        record::Ecg ecg;
        ecg.sampling_frequency_hz = 500.0;
        ecg.start_time = "2011-11-11T10:00:00";
        ecg.facts.patient.id = id;
        for (const char* lead : {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"})
            ecg.leads.push_back({lead, "mV", std::vector<float>(1000, level_mv), {}, false});
        const auto path = folder_ / "export" / name;
        ASSERT_TRUE(core::make_directories(path.parent_path()));
        ASSERT_TRUE(io::muse::write(path, ecg, {.keep_identity = true}));
        auto text = test::bytes_of(path);
        const auto at = text.find("11-11-2011");
        ASSERT_NE(at, std::string::npos);
        ASSERT_TRUE(core::write_file(path, text.replace(at, std::string("11-11-2011").size(), date)));
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
    write("11.xml", "", "", 0.50F);
    write("stranger.xml", "99", "", 0.60F);
    const auto report = join("patient_id,sex,lvef_pct\np7,M,20\n008,F,21\n9,F,22\n10,M,23\n11,F,24\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/a.xml", "export/b.xml", "export/9/rest.xml", "", "export/11.xml"}));
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->joined);
    EXPECT_EQ(report->joined->by_id, 2U);
    EXPECT_EQ(report->joined->by_name, 2U);
    EXPECT_EQ(report->joined->of_nobody, 2U);
    EXPECT_EQ(report->joined->patients, 4U);
    EXPECT_TRUE(says(report, "2 ids are spelled otherwise in the files"));
    EXPECT_TRUE(says(report, "look at 1 patient without an ECG; the first in row 5 of the cohort"));
    EXPECT_TRUE(says(report, "look at 1 row whose ECG names the other sex"));
    // What is written is what is reported.
    const auto text = test::bytes_of(folder_ / "cohort.csv");
    EXPECT_NE(text.find("p7,export/a.xml,"), std::string::npos) << text;
}

// 23:30 in Lisbon (UTC+1 in summer) is later than 00:10 in Warsaw (UTC+2) of the day after.
TEST_F(JoinedEcgs, LieInTheOrderOfUtcWhereTheySayTheirZone) {
    const auto write_in = [&](const std::string& name, const std::string& time, int zone_minutes, float level_mv) {
        write(name, "1", time, level_mv);
        auto ecg = io::read_ecg(folder_ / "export" / name);
        ASSERT_TRUE(ecg);
        ecg->facts.zone_minutes = zone_minutes;
        ASSERT_TRUE(io::aecg::write(folder_ / "export" / name, *ecg, {.keep_identity = true}));
    };
    write_in("lisbon.xml", "2024-06-30T23:30:00", 60, 0.1F);
    write_in("warsaw.xml", "2024-07-01T00:10:00", 120, 0.2F);
    EXPECT_EQ(ecgs(join("patient_id,lvef_pct\n1,20\n", "first")), (Cells{"export/warsaw.xml"}));
    const auto last = join("patient_id,lvef_pct\n1,20\n", "last");
    EXPECT_EQ(ecgs(last), (Cells{"export/lisbon.xml"}));
    EXPECT_FALSE(says(last, "time zone"));
    write("somewhere.xml", "1", "2024-06-30T23:45:00", 0.3F);
    EXPECT_TRUE(says(join("patient_id,lvef_pct\n1,20\n", "last"),
                     "look at 1 patient with ECGs of about one day, not all of which say their time zone"));
}

// A day alone is neither before nor after an hour of that day.
TEST_F(JoinedEcgs, ADayAloneIsNoTimeOfThatDay) {
    write("timed.xml", "1", "2019-03-24T08:07:06", 0.1F);
    write_day("day.xml", "1", "2019-03-24", 0.2F);
    write("other.xml", "2", "2019-03-20", 0.3F);
    const std::string table = "patient_id,lvef_pct\n1,20\n2,21\n";
    for (const char* which : {"first", "last"}) {
        const auto report = join(table, which);
        EXPECT_EQ(ecgs(report), (Cells{"export/timed.xml", "export/other.xml"})) << which;
        EXPECT_TRUE(says(report, "or without an hour beside others of its day: it was left out"));
    }
    // One ECG twice, the second time with its hour: no two dates, and the one that says more.
    write_day("day.xml", "1", "2019-03-24", 0.1F);
    const auto copies = join(table);
    EXPECT_EQ(ecgs(copies), (Cells{"export/timed.xml", "export/other.xml"}));
    EXPECT_FALSE(says(copies, "under two dates"));
}

// What is wrong may lie in how a column was read, which the map alone can mend: it is there to be mended.
TEST_F(JoinedEcgs, AMapIsLeftWhereTheRecordingsCannotBeJoined) {
    write("a.xml", "1", "2020-01-02T10:00:00", 0.1F);
    write("b.xml", "1", "2021-01-02T10:00:00", 0.2F);
    const auto report = join("patient_id,lvef_pct,Impl.\n1,20,2020-06-01\n");
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().hint.find("as = \"implant_date\""), std::string::npos) << report.error().message();
    EXPECT_TRUE(std::filesystem::exists(folder_ / "cohort.map.toml"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "cohort.csv"));
}

// A name that joins by more than its letters is said, as an id in a file is.
TEST_F(JoinedEcgs, ANameSpelledOtherwiseIsSaid) {
    write("0815.xml", "", "", 0.1F);
    write("p-2.xml", "", "", 0.2F);
    write("3.xml", "", "", 0.3F);
    const auto report = join("patient_id,lvef_pct\n815,20\nP2,21\n3,22\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/0815.xml", "export/p-2.xml", "export/3.xml"}));
    EXPECT_TRUE(says(report, "2 ids are spelled otherwise in the files or their names"));
}

// Numbers of visits, days and hours are nobody's ids; two patients in one path are asked about, not chosen from.
TEST_F(JoinedEcgs, ANameCountsWhereItIsSure) {
    struct Case {
        std::string file, id;  // id: whose it is; empty: nobody's
    };
    const std::vector<std::string> ids{"001", "2", "12", "15", "P1", "P1-1", "P2", "2019", "4711", "S-9"};
    const std::vector<Case> cases{{"001/ECG_2.xml", "001"},
                                  {"12/ECG_1.xml", "12"},
                                  {"P2.xml", "P2"},
                                  {"p2_2020-06-11_10-00-15.xml", "P2"},
                                  {"4711_Rest ECG.xml", "4711"},
                                  {"2020-05-01/4711_b.xml", "4711"},
                                  {"4711/2/b.xml", ""},
                                  {"patient1_2020-06-15.xml", ""},
                                  {"pat_12_visit_2.xml", ""},
                                  {"15.06.2020.xml", ""},
                                  {"15_06_20 rest.xml", ""},
                                  {"2019/a.xml", ""},
                                  {"ecg_2019-06-15.xml", ""},
                                  {"P1/P2.xml", ""},
                                  {"P1_P2.xml", ""},
                                  {"P1_1.xml", ""},
                                  {"12_15.xml", ""}};
    std::string table = "patient_id,lvef_pct\n";
    for (const auto& id : ids) table += id + ",20\n";
    for (const auto& [file, whose] : cases) {
        std::filesystem::remove_all(folder_ / "export");
        write(file, "", "", 0.1F);
        write("S-9.xml", "", "", 0.2F);  // somebody is found in any case
        const auto report = join(table, "first");
        ASSERT_TRUE(report) << file << report.error().message();
        std::string found;
        for (std::size_t row = 0; row < ids.size(); ++row)
            if (report->imported.rows[row][1] == "export/" + file) found = ids[row];
        EXPECT_EQ(found, whose) << file;
    }
}

// Where ids in the files are the table's, a file with a stranger's id is a stranger's, however it is called.
TEST_F(JoinedEcgs, AStrangersIdIsNoPatients) {
    write("38.xml", "39", "", 0.1F);
    write("a.xml", "37", "", 0.2F);
    const auto report = join("patient_id,lvef_pct\n37,20\n38,21\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/a.xml", ""}));
    std::filesystem::remove(folder_ / "export" / "a.xml");
    const auto by_name = join("patient_id,lvef_pct\n37,20\n38,21\n");
    EXPECT_EQ(ecgs(by_name), (Cells{"", "export/38.xml"}));
    EXPECT_TRUE(says(by_name, "look at 1 ECG joined by a name though the file holds another id"));
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
    // Without times nobody can say which is the first.
    write("undated.xml", "2", "", 0.40F);
    const auto undated = join(table, "first");
    EXPECT_EQ(ecgs(undated)[1], "export/other.xml");
    EXPECT_TRUE(says(undated, "1 patient with an ECG without a date beside dated ones"));
    std::filesystem::remove(folder_ / "export" / "other.xml");
    write("undated2.xml", "2", "", 0.45F);
    const auto timeless = join(table, "first");
    ASSERT_FALSE(timeless);
    EXPECT_NE(timeless.error().message().find("1 patient has several ECGs, none with a time"), std::string::npos);
}

TEST_F(JoinedEcgs, NoneAfterTheImplantIsTaken) {
    write("1_early.xml", "1", "2019-05-02T10:00:00", 0.10F);
    write("1_before.xml", "1", "2020-03-01T10:00:00", 0.20F);
    write("1_on_the_day.xml", "1", "2020-03-04T10:00:00", 0.30F);
    write("1_after.xml", "1", "2020-06-02T10:00:00", 0.40F);
    write("2_after.xml", "2", "2021-06-02T10:00:00", 0.50F);
    write("3_on_the_day.xml", "3", "2020-02-14T08:00:00", 0.60F);
    write("3_later_that_day.xml", "3", "2020-02-14T20:00:00", 0.65F);  // paced, likely
    write("2_a_copy_without_date.xml", "2", "", 0.50F);                // of the one of after the implant
    const auto report = join("patient_id,implant date,lvef_pct\n1,2020-03-04,20\n2,2021-01-25,21\n3,2020-02-14,22\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/1_before.xml", "", "export/3_on_the_day.xml"}));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->joined->after_implant, 2U);
    EXPECT_TRUE(
        says(report, "look at 1 patient with ECGs of after the implant alone: none was taken; the first in row 3"));
    EXPECT_TRUE(says(report, "look at 1 ECG of the day of the implant itself"));
    EXPECT_TRUE(says(report, "the day of the implant is known of 3 of 3 patients; 2 ECGs of after it left out"));
    EXPECT_EQ(test::bytes_of(folder_ / "cohort.csv").find("2020-"), std::string::npos) << "no date is kept";
}

// A day that cannot be read is a question, and one that is missing is said: neither lets a late ECG in unseen.
TEST_F(JoinedEcgs, ADayOfTheImplantIsReadOrAskedFor) {
    write("1.xml", "1", "2020-06-01T10:00:00", 0.1F);
    write("2.xml", "2", "2020-06-01T10:00:00", 0.2F);
    write("2_late.xml", "2", "2021-06-01T10:00:00", 0.3F);
    for (const char* day : {"03/04/2020", "05/2020", "unbekannt", "43952"}) {
        const auto asked = join("patient_id,implant date,lvef_pct\n1," + std::string(day) + ",20\n2,04/05/2020,21\n");
        ASSERT_TRUE(asked) << day;
        EXPECT_FALSE(asked->imported.faults.empty()) << day;
        EXPECT_FALSE(asked->written) << day;
    }
    const std::string table = "patient_id,implant date,lvef_pct\n1,2020-07-01,20\n2,,21\n";
    const auto asked = join(table);
    ASSERT_FALSE(asked);
    EXPECT_NE(asked.error().message().find("1 patient has several ECGs and no day of the implant"), std::string::npos);
    const auto told = join(table, "first");
    EXPECT_EQ(ecgs(told), (Cells{"export/1.xml", "export/2.xml"}));
    EXPECT_TRUE(says(told, "look at 1 patient without the day of the implant"));
    EXPECT_TRUE(
        says(join("patient_id,lvef_pct\n1,20\n2,21\n", "first"), "no column was taken for the day of the implant"));
}

// MUSE writes 03-04-2020 for the 4th of March; sites elsewhere set it to 04-03-2020, and nothing in the file says so.
TEST_F(JoinedEcgs, DatesAreReadInTheOrderThatOthersOfTheExportShow) {
    const std::string table = "patient_id,implant date,lvef_pct\n1,2020-03-15,20\n2,2020-07-01,21\n";
    write_muse("1_a.xml", "1", "22-02-2020", 0.1F);
    write_muse("1_b.xml", "1", "04-03-2020", 0.2F);  // 4 March, not 3 April
    write_muse("2.xml", "2", "05-05-2020", 0.3F);    // either way one day
    const auto day_first = join(table);
    EXPECT_EQ(ecgs(day_first), (Cells{"export/1_b.xml", "export/2.xml"}));
    EXPECT_TRUE(says(day_first, "1 date that could be of either order is read day first, as 1 other file shows"));
    write_muse("1_a.xml", "1", "02-22-2020", 0.1F);
    const auto month_first = join(table);
    EXPECT_EQ(ecgs(month_first), (Cells{"export/1_a.xml", "export/2.xml"}));
    EXPECT_TRUE(says(month_first, "1 date that could be of either order is read month first, as 1 other file shows"));
    EXPECT_EQ(month_first->joined->after_implant, 1U);
    write_muse("1_a.xml", "1", "02-02-2020", 0.1F);
    EXPECT_TRUE(says(join(table), "look at 1 date of ECGs that could be day first (04-05-2020): read month first"));
}

// What stands there decides, whatever the files are called.
TEST_F(JoinedEcgs, OfOneEcgUnderTwoDatesTheEarlierCounts) {
    const std::string table = "patient_id,implant date,lvef_pct\n1,2020-03-01,20\n2,2020-07-01,21\n";
    for (const bool earlier_first : {true, false}) {
        write_muse(earlier_first ? "a.xml" : "b.xml", "1", "01-13-2020", 0.1F);
        write_muse(earlier_first ? "b.xml" : "a.xml", "1", "04-22-2020", 0.1F);
        write_muse("c.xml", "2", "01-14-2020", 0.2F);
        const auto report = join(table);
        EXPECT_EQ(ecgs(report), (Cells{earlier_first ? "export/a.xml" : "export/b.xml", "export/c.xml"}));
        EXPECT_TRUE(says(report, "look at 1 patient with one ECG under two dates: the earlier counted"));
    }
}

TEST_F(JoinedEcgs, DatesInOtherFormsAreReadAndThoseThatAreNoneSaid) {
    const std::string table = "patient_id,implant date,lvef_pct\n1,2020-03-01,20\n2,2020-03-01,21\n3,2020-03-01,22\n";
    write_muse("1.xml", "1", "22.04.2020", 0.1F);
    write_muse("2.xml", "2", "22-APR-2020", 0.2F);
    write_muse("3.xml", "3", "31-02-2020", 0.3F);
    write_muse("3_dated.xml", "3", "05-30-2020", 0.4F);
    write_muse("0.xml", "3", "01-30-2020", 0.5F);
    const auto report = join(table);
    EXPECT_EQ(ecgs(report), (Cells{"", "", "export/0.xml"})) << "after the implant, or of no day";
    EXPECT_TRUE(says(report, "look at 1 ECG whose date cannot be read: as if they had none"));
    EXPECT_EQ(report->joined->after_implant, 3U);
    std::filesystem::remove(folder_ / "export" / "0.xml");
    EXPECT_EQ(ecgs(join(table)), (Cells{"", "", ""})) << "one without a day is not taken beside one of after it";
}

// Two sites: what a folder shows counts before what all show.
TEST_F(JoinedEcgs, AFolderShowsTheOrderOfItsOwnDates) {
    write_muse("north/1.xml", "1", "22-02-2020", 0.1F);
    write_muse("north/2.xml", "2", "04-03-2020", 0.2F);
    write_muse("south/3.xml", "3", "02-22-2020", 0.3F);
    write_muse("south/4.xml", "4", "03-04-2020", 0.4F);
    write_muse("5.xml", "5", "03-04-2020", 0.5F);
    const std::string implant = "2020-03-20";
    std::string table = "patient_id,implant date,lvef_pct\n";
    for (const char* id : {"1", "2", "3", "4", "5"}) table += std::string(id) + "," + implant + ",2" + id + "\n";
    const auto report = join(table);
    EXPECT_EQ(ecgs(report), (Cells{"export/north/1.xml", "export/north/2.xml", "export/south/3.xml",
                                   "export/south/4.xml", "export/5.xml"}));
    EXPECT_TRUE(says(report,
                     "look at 1 date of ECGs that could be day first (04-05-2020): read month first, as the "
                     "format says; 1 file shows day first and 1 month first"));
}

TEST_F(JoinedEcgs, WordsAndSettingsOfTheRecorderNameNobody) {
    write("100_Hz.xml", "", "", 0.1F);
    write("lowpass 150 Hz.xml", "", "", 0.2F);
    write("100_rest.xml", "", "", 0.3F);
    write("ECG_export.xml", "", "", 0.4F);
    const auto report = join("patient_id,lvef_pct\n100,20\n150,21\nECG,22\n");
    EXPECT_EQ(ecgs(report), (Cells{"export/100_rest.xml", "", ""}));
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

// The table names its ECGs itself: they are taken as named, and those of after the implant are said.
TEST_F(JoinedEcgs, NamedByTheTableAreAskedForTheirDay) {
    write("before.xml", "1", "2020-02-01T10:00:00", 0.10F);
    write("after.xml", "2", "2020-06-01T10:00:00", 0.20F);
    write("that_day.xml", "3", "2020-03-04T08:00:00", 0.30F);
    write("no_day.xml", "4", "", 0.40F);
    const auto named = [&](const std::string& days) {
        const std::string table = "patient_id,ecg,implant date,lvef_pct\n1,export/before.xml," + days +
                                  ",20\n2,export/after.xml,2020-03-04,21\n3,export/that_day.xml,2020-03-04,22\n"
                                  "4,export/no_day.xml,2020-03-04,23\n5,,2020-03-04,24\n";
        EXPECT_TRUE(core::write_file(folder_ / "table.csv", table));
        TableImportRequest request;
        request.table = folder_ / "table.csv";
        request.out = folder_ / "cohort.csv";
        request.force = true;
        std::filesystem::remove(folder_ / "cohort.map.toml");
        return import_hospital_table(request, {});
    };
    const auto report = named("2020-03-04");
    EXPECT_EQ(ecgs(report),
              (Cells{"export/before.xml", "export/after.xml", "export/that_day.xml", "export/no_day.xml", ""}));
    EXPECT_TRUE(says(report, "look at 1 ECG that the table names: of after the implant. Paced"));
    EXPECT_TRUE(says(report, "leave the cell empty; in row 3 of the cohort"));
    EXPECT_TRUE(says(report, "of the day of the implant itself, perhaps paced; in row 4 of the cohort"));
    EXPECT_TRUE(says(report, "of no date, perhaps of after the implant; in row 5 of the cohort"));
    const auto doubtful = named("soon");
    ASSERT_TRUE(doubtful && doubtful->written) << "the day of the implant is not needed";
    EXPECT_TRUE(says(doubtful, "were not compared with the day of the implant"));
}

}  // namespace
}  // namespace synchrony::app

#include "synchrony/datasets/annotated_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/score_delineation.hpp"

namespace synchrony::datasets {
namespace {

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

TEST(AnnotatedFolder, ListsRecordsWhateverTheLineEnds) {
    const test::TemporaryFolder folder;
    write(folder / "RECORDS", "data/1\r\n\ndata/3\n  \n7");
    const auto records = records_of_folder(folder.path());
    ASSERT_TRUE(records) << records.error().message();
    EXPECT_EQ(*records, (std::vector<std::filesystem::path>{folder / "data/1", folder / "data/3", folder / "7"}));
}

TEST(AnnotatedFolder, RefusesWhatLeavesTheFolderAndWhatIsNotThere) {
    const test::TemporaryFolder folder;
    EXPECT_FALSE(records_of_folder(folder.path()));  // no RECORDS
    for (const char* line : {"../1", "/etc/passwd", "data/../../1"}) {
        write(folder / "RECORDS", line);
        const auto records = records_of_folder(folder.path());
        ASSERT_FALSE(records) << line;
        EXPECT_EQ(records.error().got, line);
    }
    write(folder / "RECORDS", "\n\n");
    EXPECT_FALSE(records_of_folder(folder.path()));
}

TEST(ScoreDelineation, AnUnannotatedRecordIsAnError) {
    const auto formats = test::formats_folder();
    if (!formats || !std::filesystem::exists(*formats / "wfdb")) GTEST_SKIP() << "sample files are not at hand";
    const test::TemporaryFolder folder;
    std::filesystem::path header;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*formats / "wfdb"))
        if (entry.path().extension() == ".hea" &&
            std::filesystem::exists(std::filesystem::path(entry.path()).replace_extension(".dat")))
            header = entry.path();
    if (header.empty()) GTEST_SKIP() << "no WFDB sample";
    std::filesystem::copy(header, folder / header.filename().string());
    std::filesystem::copy(std::filesystem::path(header).replace_extension(".dat"),
                          folder / (header.stem().string() + ".dat"));
    write(folder / "RECORDS", header.stem().string());
    const auto report = app::score_delineation({folder.path()}, {});
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().message().find(header.stem().string()), std::string::npos);
}

TEST(ScoreDelineation, CountsWhatLudbHolds) {
    const auto data = test::data_folder();
    if (!data || !std::filesystem::exists(*data / "ludb" / "RECORDS"))
        GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    const test::TemporaryFolder folder;
    std::filesystem::create_directory_symlink(std::filesystem::absolute(*data / "ludb" / "data"), folder / "data");
    write(folder / "RECORDS", "data/1\ndata/13\ndata/99\n");
    core::RunContext context;
    context.threads = 2;
    const auto report = app::score_delineation({folder.path()}, context);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->records, 3U);
    EXPECT_EQ(report->leads, 36U);
    EXPECT_TRUE(report->not_measured.empty());
    // N annotations of the 36 files between two brackets, counted with WFDB's rdann: see the command below.
    // for r in 1 13 99; do for l in i ii iii avr avl avf v1 v2 v3 v4 v5 v6; do rdann -r data/$r -a $l; done; done |
    // grep -c ' N '
    EXPECT_EQ(report->score.qrs_peak.n, 300);
    EXPECT_EQ(report->score.qrs_duration.n, 3);
    context.threads = 1;
    EXPECT_EQ(app::score_delineation({folder.path()}, context)->score.qrs_onset.sd_ms, report->score.qrs_onset.sd_ms);
}

}  // namespace
}  // namespace synchrony::datasets

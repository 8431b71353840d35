// Whole databases against what is published of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support/paths.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

std::vector<std::filesystem::path> records_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> records;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".hea") records.push_back(entry.path());
    std::sort(records.begin(), records.end());
    return records;
}

TEST(MitBih, ChecksumsAndLengthsAreRight) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    std::int64_t samples = 0;
    const auto records = records_in(*data / "mitdb");
    ASSERT_EQ(records.size(), 48u);
    for (const auto& path : records) {
        const auto record = wfdb::read_record(path);
        ASSERT_TRUE(record) << record.error().message();
        EXPECT_TRUE(record->warnings.empty()) << record->warnings.front().text;
        ASSERT_EQ(record->signals.size(), 2u);
        for (const auto& signal : record->signals) {
            EXPECT_EQ(signal.values.size(), 650000u);
            EXPECT_TRUE(signal.invalid.empty());
            samples += static_cast<std::int64_t>(signal.values.size());
        }
    }
    EXPECT_EQ(samples, 62400000);
}

// MIT-BIH Arrhythmia Database Directory (G. B. Moody, R. G. Mark; 3rd edition 1992), "Table of beat types (entire
// records)", https://www.physionet.org/physiobank/database/html/mitdbdir/tables.htm#allbeats, its columns' totals;
// flutter waves (!) and blocked P waves (x) are in that table without being beats. The sums by AAMI class (N 90631,
// S 2781, V 7236, F 803, paced 8010, Q 33) also stand in J. Healthc. Eng. 2017, 4108720, Table 1.
TEST(MitBih, BeatsPerTypeEqualThePublishedTable) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    std::map<std::string, int> count;
    std::map<record::AamiClass, int> by_class;
    int beats = 0, annotations = 0;
    for (const auto& path : records_in(*data / "mitdb")) {
        const auto file = wfdb::read_annotations(path, "atr");
        ASSERT_TRUE(file) << file.error().message();
        EXPECT_TRUE(file->warnings.empty());
        for (const auto& a : file->annotations) {
            ++count[std::string(record::mnemonic(a.code))];
            beats += record::is_beat(a.code);
            ++annotations;
            if (const auto c = record::aami_class(a.code)) ++by_class[*c];
        }
    }
    EXPECT_EQ(beats, 109494);
    EXPECT_EQ(annotations, 112647);
    const std::map<std::string, int> published{{"N", 75052}, {"L", 8075}, {"R", 7259}, {"A", 2546}, {"a", 150},
                                               {"J", 83},    {"S", 2},    {"V", 7130}, {"F", 803},  {"!", 472},
                                               {"e", 16},    {"j", 229},  {"E", 106},  {"/", 7028}, {"f", 982},
                                               {"x", 193},   {"Q", 33}};
    for (const auto& [type, number] : published) EXPECT_EQ(count[type], number) << type;
    using record::AamiClass;
    EXPECT_EQ(by_class, (std::map<AamiClass, int>{{AamiClass::N, 90631},
                                                  {AamiClass::S, 2781},
                                                  {AamiClass::V, 7236},
                                                  {AamiClass::F, 803},
                                                  {AamiClass::Q, 8010 + 33}}));
}

// LUDB: 12 leads of 10 s at 500 Hz, each lead with its own annotations: brackets around P, QRS and T waves.
TEST(Ludb, TwelveLeadsAndTheirAnnotations) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    const auto records = records_in(*data / "ludb" / "data");
    EXPECT_EQ(records.size(), 100u);
    for (const auto& path : records) {
        SCOPED_TRACE(path.filename());
        const auto record = wfdb::read_record(path);
        ASSERT_TRUE(record) << record.error().message();
        for (const auto& warning : record->warnings) ADD_FAILURE() << warning.text;
        const auto ecg = wfdb::to_ecg(*record);
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->sampling_frequency_hz, 500);
        EXPECT_EQ(ecg->sample_count(), 5000);
        ASSERT_EQ(ecg->leads.size(), 12u);
        for (std::size_t lead = 0; lead < 12; ++lead) {
            EXPECT_EQ(ecg->leads[lead].name, record::standard_leads()[lead]);
            const auto file = wfdb::read_annotations(path, record->header.signals[lead].description);
            ASSERT_TRUE(file) << file.error().message();
            EXPECT_FALSE(file->annotations.empty());
            int open = 0;
            for (const auto& a : file->annotations) {
                open += record::mnemonic(a.code) == "(";
                EXPECT_LT(a.sample, 5000);
            }
            EXPECT_GT(open, 0);
        }
    }
}

}  // namespace
}  // namespace synchrony::io

// Whole databases against what is published of them.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
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
    const auto begin = std::chrono::steady_clock::now();
    const auto records = records_in(*data / "mitdb");
    ASSERT_EQ(records.size(), 48u);
    for (const auto& path : records) {
        const auto record = wfdb::read_record(path);
        ASSERT_TRUE(record) << record.error().message();
        EXPECT_TRUE(record->warnings.empty()) << record->warnings.front();
        ASSERT_EQ(record->signals.size(), 2u);
        for (const auto& signal : record->signals) {
            EXPECT_EQ(signal.values.size(), 650000u);
            EXPECT_TRUE(signal.invalid.empty());
            samples += static_cast<std::int64_t>(signal.values.size());
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_EQ(samples, 62400000);
    std::cout << "read " << samples << " samples in " << took.count() << " s\n";
}

TEST(MitBih, BeatsPerTypeEqualThePublishedTable) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    std::map<std::string, int> count;
    int beats = 0;
    for (const auto& path : records_in(*data / "mitdb")) {
        const auto file = wfdb::read_annotations(path, "atr");
        ASSERT_TRUE(file) << file.error().message();
        EXPECT_TRUE(file->warnings.empty());
        for (const auto& a : file->annotations) {
            ++count[std::string(record::mnemonic(a.code))];
            beats += record::is_beat(a.code);
        }
    }
    EXPECT_EQ(beats, 109494);
    for (const auto& [k, v] : count) std::cout << k << " " << v << "\n";
}

}  // namespace
}  // namespace synchrony::io

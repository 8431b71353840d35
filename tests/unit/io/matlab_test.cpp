// Matrices that SciPy 1.10.1 wrote with scipy.io.savemat: a = [[1, -2, 3], [4, 5, -6]] as int16 (format="4"), a / 4 as
// double (format="5"), and both compressed beside other variables (do_compression=True).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/hex.hpp"
#include "support/paths.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

constexpr std::string_view level_4_mat = "1e0000000200000003000000000000000400000076616c0001000400feff05000300faff";

constexpr std::string_view level_5_mat =
    "4d41544c414220352e30204d41542d66696c6520506c6174666f726d3a20706f7369782c2043726561746564206f6e3a2054"
    "6875204e6f762032362031323a32343a31392032303236000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000001494d0e000000600000000600000008000000060000000000"
    "0000050000000800000002000000030000000100030076616c000900000030000000000000000000d03f000000000000f03f"
    "000000000000e0bf000000000000f43f000000000000e83f000000000000f8bf";

constexpr std::string_view packed_mat =
    "4d41544c414220352e30204d41542d66696c6520506c6174666f726d3a20706f7369782c2043726561746564206f6e3a2054"
    "6875204e6f762032362031323a32343a31392032303236000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000001494d0f00000034000000789ce36360607000623620e60062"
    "2e06086085f299809819881981a4abb33b98cd03e6b330fcfbcf0ae4fffa0f520f00579f055e0f00000027000000789ce363"
    "6060b000623620e680d220c00ae533c23113435a31030327541c0c1cea1d002ac702560f00000027000000789ce363606030"
    "00623620e600621606086085f219e19885212f31375500c8aa00f20125a4028f";

constexpr std::string_view two_mat =
    "4d41544c414220352e30204d41542d66696c6520506c6174666f726d3a20706f7369782c2043726561746564206f6e3a2054"
    "6875204e6f762032362031323a32343a31392032303236000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000001494d0f00000032000000789ce36360607000623620e60062"
    "2e06086085f2998098198819813011cae601f35918fefd6705f27ffd07a907004c2c04ee0f00000032000000789ce3636060"
    "7000623620e600622e06086085f2998098198819813009cae601f35918fefd6705f27ffd07a907004c4804ef";

core::Result<record::Ecg> read_mat_bytes(std::string bytes, std::vector<std::string> leads, std::string part = {}) {
    RecordingFile file;
    file.folder = memory_source({{"r.mat", std::move(bytes)}});
    file.name = "r.mat";
    file.part = std::move(part);
    file.bytes = *file.folder->open("r.mat");
    ReadOptions options{.sampling_frequency_hz = 500.0, .lead_names = std::move(leads)};
    options.csv.unit = "mV";
    return read_ecg(file, options);
}

void expect_first(const core::Result<record::Ecg>& ecg, const std::vector<float>& samples) {
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "matlab");
    EXPECT_EQ(ecg->leads.at(0).samples, samples);
}

TEST(Matlab, LevelsAndCompression) {
    using test::from_hex;
    expect_first(read_mat_bytes(from_hex(level_4_mat), {"I", "II"}), {1, -2, 3});
    expect_first(read_mat_bytes(from_hex(level_4_mat), {"I", "II", "V1"}), {1, 4});
    expect_first(read_mat_bytes(from_hex(level_5_mat), {"I", "II"}), {.25F, -.5F, .75F});
    expect_first(read_mat_bytes(from_hex(packed_mat), {"I", "II"}), {1, -2, 3});
    expect_first(read_mat_bytes(from_hex(two_mat), {"I", "II"}, "b"), {1, -2, 3});
    const auto which = read_mat_bytes(from_hex(two_mat), {"I", "II"});
    ASSERT_FALSE(which);
    EXPECT_NE(which.error().message().find("of a, b"), std::string::npos) << which.error().message();
}

TEST(Matlab, OneLeadIsARowOrAColumn) {
    auto row = std::string(level_4_mat);
    row.replace(8, 16, "0100000006000000");
    expect_first(read_mat_bytes(test::from_hex(row), {"I"}), {1, 4, -2, 5, 3, -6});
    auto column = std::string(level_4_mat);
    column.replace(8, 16, "0600000001000000");
    expect_first(read_mat_bytes(test::from_hex(column), {"II"}), {1, 4, -2, 5, 3, -6});
    EXPECT_FALSE(read_mat_bytes(test::from_hex(column), {"I", "II"}));
}

TEST(Matlab, WhatIsRefused) {
    const auto says = [](std::string bytes, const char* word) {
        const auto ecg = read_mat_bytes(std::move(bytes), {"I", "II"});
        ASSERT_FALSE(ecg);
        EXPECT_NE(ecg.error().message().find(word), std::string::npos) << ecg.error().message();
    };
    const auto level_4 = test::from_hex(level_4_mat), level_5 = test::from_hex(level_5_mat);
    says(level_4.substr(0, level_4.size() - 1), "shorter than its array");
    says(level_5.substr(0, level_5.size() - 8), "ends inside");
    says("MATLAB 7.3 MAT-file" + std::string(200, ' '), "-v7");
    says(test::from_hex(packed_mat).substr(0, 160), "ends inside");
}

// The Challenge's files are matrices "val" of 12 rows in uV; the WFDB header says the same of them.
TEST(Matlab, ChallengeFilesWithoutTheirHeaders) {
    const auto data = test::data_folder();
    if (!data || !std::filesystem::exists(*data / "cinc2021")) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*data / "cinc2021")) {
        if (entry.path().extension() != ".mat") continue;
        SCOPED_TRACE(entry.path());
        const auto by_header = read_ecg(entry.path());
        const auto bytes = core::read_file(entry.path());
        ASSERT_TRUE(by_header && bytes);
        RecordingFile file;
        file.folder = memory_source({{"r.mat", *bytes}});
        file.name = "r.mat";
        file.bytes = *file.folder->open("r.mat");
        ReadOptions options{.sampling_frequency_hz = by_header->sampling_frequency_hz, .lead_names = {"standard"}};
        options.csv.unit = "uV";
        const auto alone = read_ecg(file, options);
        ASSERT_TRUE(alone) << alone.error().message();
        ASSERT_EQ(alone->leads.size(), by_header->leads.size());
        for (std::size_t l = 0; l < alone->leads.size(); ++l) {
            ASSERT_EQ(alone->leads[l].name, by_header->leads[l].name);
            const auto &a = alone->leads[l].samples, &b = by_header->leads[l].samples;
            ASSERT_EQ(a.size(), b.size());
            const double off = std::inner_product(
                a.begin(), a.end(), b.begin(), 0.0, [](double x, double y) { return std::max(x, y); },
                [](float x, float y) { return std::abs(x - y); });
            EXPECT_LT(off, 1e-5) << alone->leads[l].name;
        }
        ++files;
    }
    EXPECT_EQ(files, 50);
}

}  // namespace
}  // namespace synchrony::io

// Contec ECG90A, by description: bytes written by hand after it (tests/support/contec_writer.hpp).
#include <gtest/gtest.h>

#include "support/contec_writer.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_contec_bytes(std::string bytes, const ReadOptions& options = {}) {
    RecordingFile file;
    file.folder = memory_source({{"0000011.ECG", std::move(bytes)}});
    file.name = "0000011.ECG";
    file.bytes = *file.folder->open(file.name);
    return read_ecg(file, options);
}

test::ContecFile three_frames() {
    test::ContecFile file;
    file.frames = {{2248, 2148, 2048, 2049, 2050, 2051, 2052, 2053},
                   {2048, 2048, 1848, 0x6800, 2048, 2048, 2048, 2048},
                   {4095, 0, 2048, 2048, 2048, 2048, 2048, 2048}};
    return file;
}

TEST(Contec, EightLeadsAsDescribed) {
    const auto ecg = read_contec_bytes(three_frames().bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "contec");
    EXPECT_EQ(ecg->sampling_frequency_hz, 800);
    ASSERT_EQ(ecg->leads.size(), 8U);
    EXPECT_EQ(ecg->leads[0].name, "II");
    EXPECT_EQ(ecg->leads[1].name, "III");
    EXPECT_EQ(ecg->leads[7].name, "V6");
    EXPECT_FLOAT_EQ(ecg->leads[0].samples[0], 1.0F);  // 200 steps of 5 uV
    EXPECT_FLOAT_EQ(ecg->leads[1].samples[0], 0.5F);
    EXPECT_FLOAT_EQ(ecg->leads[2].samples[1], -1.0F);
    EXPECT_FLOAT_EQ(ecg->leads[0].samples[2], 10.235F);
    EXPECT_EQ(ecg->leads[3].invalid, (std::vector<record::SampleRange>{{1, 2}}));
    EXPECT_EQ(ecg->start_time, "2020-11-12T18:09:05");
    EXPECT_EQ(ecg->facts.patient, (record::PatientFields{"", "DOE", "", "male", 61.0}));
    EXPECT_EQ(ecg->facts.device, (record::Device{"Contec", "ECG90A", ""}));
}

TEST(Contec, AFrameOfZerosEndsTheSamples) {
    auto file = three_frames();
    file.frames.insert(file.frames.begin() + 2, std::vector<int>(8, 0));
    const auto ecg = read_contec_bytes(file.bytes());
    ASSERT_TRUE(ecg);
    EXPECT_EQ(ecg->sample_count(), 2);
}

TEST(Contec, WhatIsRefused) {
    const auto says = [](const std::string& bytes, const char* words) {
        ReadOptions options;
        options.format = "contec";
        const auto ecg = read_contec_bytes(bytes, options);
        ASSERT_FALSE(ecg);
        EXPECT_NE(ecg.error().message().find(words), std::string::npos) << ecg.error().message();
    };
    const auto whole = three_frames().bytes();
    says(whole.substr(0, whole.size() - 3), "cut short");
    says(whole.substr(0, 60), "no recording");
    auto file = three_frames();
    file.time = "12.11.2020 18:09:05";
    says(file.bytes(), "no recording");
    file = three_frames();
    file.sex = 7;
    says(file.bytes(), "no recording");
    file = three_frames();
    file.frames.clear();
    says(file.bytes(), "no samples");
}

}  // namespace
}  // namespace synchrony::io

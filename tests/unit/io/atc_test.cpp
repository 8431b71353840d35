// AliveCor's recordings: files written after the maker's own reader (tests/support/atc_writer.hpp).
#include <gtest/gtest.h>

#include "support/atc_writer.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_atc_bytes(std::string bytes, const ReadOptions& options = {}) {
    RecordingFile file;
    file.folder = memory_source({{"a.atc", std::move(bytes)}});
    file.name = "a.atc";
    file.bytes = *file.folder->open(file.name);
    return read_ecg(file, options);
}

test::AtcFile one_lead() {
    test::AtcFile file;
    file.leads = {{"ecg ", {0, 2000, -2000, 1}}};
    return file;
}

TEST(Atc, OneLeadOfHalfMicrovolts) {
    const auto ecg = read_atc_bytes(one_lead().bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "atc");
    EXPECT_EQ(ecg->sampling_frequency_hz, 300);
    ASSERT_EQ(ecg->leads.size(), 1U);
    EXPECT_EQ(ecg->leads[0].name, "I");
    EXPECT_FLOAT_EQ(ecg->leads[0].samples[1], 1.0F);
    EXPECT_FLOAT_EQ(ecg->leads[0].samples[2], -1.0F);
    EXPECT_EQ(ecg->start_time, "2016-06-01T18:15:25.777");
    EXPECT_EQ(ecg->facts.device, (record::Device{"AliveCor", "iPhone4,1", "AliveECG v1.6"}));
    EXPECT_FALSE(ecg->facts.filters.notch_hz);
    EXPECT_TRUE(ecg->warnings.empty());
    EXPECT_EQ(ecg->facts.patient, record::PatientFields{});
}

TEST(Atc, SixLeadsABeatAndFilters) {
    auto file = one_lead();
    for (const char* name : {"ecg2", "ecg3", "ecg4", "ecg5", "ecg6"}) file.leads.push_back({name, {1, 2, 3, 4}});
    file.leads.push_back({"avg ", {10, 20}});
    file.leads.push_back({"avg2", {30, 40}});
    file.flags = 2 + 4 + 64;  // 60 Hz, its filter, the enhanced filter
    const auto ecg = read_atc_bytes(file.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    std::string names;
    for (const auto& lead : ecg->leads) names += lead.name + " ";
    EXPECT_EQ(names, "I II III aVR aVL aVF ");
    ASSERT_EQ(ecg->stored_beats.size(), 1U);
    EXPECT_FLOAT_EQ(ecg->stored_beats[0].leads.at(1).samples[1], 0.02F);
    EXPECT_EQ(ecg->facts.filters.notch_hz, 60);
    ASSERT_EQ(ecg->warnings.size(), 1U);
    EXPECT_NE(ecg->warnings[0].text.find("enhanced filter"), std::string::npos);
}

TEST(Atc, CheckSumsOfBothKindsAndOneThatDiffers) {
    auto file = one_lead();
    file.signed_sums = true;
    EXPECT_TRUE(read_atc_bytes(file.bytes())->warnings.empty());
    auto bytes = one_lead().bytes();
    bytes[bytes.find("ecg ") + 8 + 2] ^= 1;
    const auto ecg = read_atc_bytes(bytes);
    ASSERT_TRUE(ecg);
    ASSERT_EQ(ecg->warnings.size(), 1U);
    EXPECT_EQ(ecg->warnings[0].doubt, "checksum_differs");
}

TEST(Atc, WhatIsRefused) {
    const auto says = [](const std::string& bytes, const char* words) {
        const auto ecg = read_atc_bytes(bytes);
        ASSERT_FALSE(ecg);
        EXPECT_NE(ecg.error().message().find(words), std::string::npos) << ecg.error().message();
    };
    const auto whole = one_lead().bytes();
    says(whole.substr(0, whole.size() - 3), "cut short");
    says(whole.substr(0, whole.find("fmt ")), "no format block");
    says(whole.substr(0, whole.find("ecg ")), "no leads");
    auto file = one_lead();
    file.format = 2;
    says(file.bytes(), "format 2");
    file = one_lead();
    file.nanovolts = 0;
    says(file.bytes(), "0 nV");
    file = one_lead();
    file.leads.push_back({"ecg2", {1}});
    says(file.bytes(), "length");
}

}  // namespace
}  // namespace synchrony::io

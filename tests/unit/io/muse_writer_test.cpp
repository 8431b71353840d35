// Writing MUSE: what was written reads back, as the format has it, and names nobody unless asked.
// tests/golden/clinical_golden_test.cpp reads the files with Python.
#include <gtest/gtest.h>

#include <cmath>

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/muse.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::io {
namespace {

/// Leads on a step of 5 uV; all facts that MUSE holds.
record::Ecg muse_recording(std::vector<std::string> names) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    ecg.start_time = "2024-02-29T23:59:58";
    for (std::size_t l = 0; l < names.size(); ++l) {
        record::Lead lead;
        lead.name = names[l];
        for (int n = 0; n < 700; ++n)
            lead.samples.push_back(
                static_cast<float>(std::round(400 * std::sin(0.05 * n + static_cast<double>(l))) * 0.005));
        ecg.leads.push_back(std::move(lead));
    }
    ecg.stored_beats.push_back(record::excerpt(ecg, {0, 90}));
    ecg.facts.device = {"GE", "M\u00fcller 12", "1.0"};
    ecg.facts.filters = {0.05, 150.0, 50.0};
    ecg.facts.printed.heart_rate_per_min = 71;
    ecg.facts.printed.pr_ms = 180;
    ecg.facts.printed.qrs_ms = 152;
    ecg.facts.printed.qrs_axis_deg = -61;
    ecg.facts.printed.statements = {"Left bundle branch block", "seen by Dr Smith"};
    ecg.facts.patient = {"4711", "Doe, Jane", "1963-01-31", "female", 61.0};
    return ecg;
}

const std::vector<std::string> eight = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};

class MuseWriter : public testing::Test {
  protected:
    core::Result<record::Ecg> again(const record::Ecg& ecg, const WriteOptions& options = {}) {
        const auto written = muse::write(path_, ecg, options);
        if (!written) return core::fail(written.error());
        left_out_ = written->left_out;
        return read_ecg(path_);
    }
    [[nodiscard]] std::string bytes() const { return test::bytes_of(path_); }
    test::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_ / "x.xml";
    std::vector<std::string> left_out_;
};

TEST_F(MuseWriter, LosesNoSampleAndNoFact) {
    for (const auto& names : {eight, {"I", "II", "III", "aVR", "aVL", "aVF", "V1"}, {"V7", "V8", "V9"}}) {
        const auto ecg = muse_recording(names);
        const auto read = again(ecg, {.keep_identity = true});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->format, "muse");
        EXPECT_EQ(read->sampling_frequency_hz, 500);
        ASSERT_EQ(read->leads.size(), names.size()) << "no lead follows from others here";
        ASSERT_EQ(read->stored_beats.size(), 1U);
        for (std::size_t l = 0; l < names.size(); ++l) {
            EXPECT_EQ(read->leads[l].samples, ecg.leads[l].samples);
            EXPECT_EQ(read->stored_beats[0].leads[l].samples, ecg.stored_beats[0].leads[l].samples);
        }
        EXPECT_EQ(read->facts.device, ecg.facts.device);
        EXPECT_EQ(read->facts.filters, ecg.facts.filters);
        EXPECT_EQ(read->facts.printed, ecg.facts.printed);
        EXPECT_EQ(read->facts.patient, ecg.facts.patient);
        EXPECT_EQ(read->start_time, ecg.start_time);
        EXPECT_TRUE(read->warnings.empty()) << read->warnings.front().text;
        EXPECT_TRUE(left_out_.empty()) << left_out_.front();
    }
}

TEST_F(MuseWriter, TwelveLeadsThatFollowAreEightAndComeBack) {
    const auto ecg = record::with_limb_leads(muse_recording(eight));
    ASSERT_EQ(ecg.leads.size(), 12U);
    const auto read = again(ecg);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->leads.size(), 8U);
    ASSERT_FALSE(left_out_.empty());
    EXPECT_EQ(left_out_.front(), "III, aVR, aVL and aVF, which MUSE leaves to I and II");
    const auto twelve = record::with_limb_leads(*read);
    for (const auto& lead : ecg.leads) {
        ASSERT_TRUE(twelve.find_lead(lead.name));
        EXPECT_EQ(twelve.find_lead(lead.name)->samples, lead.samples) << lead.name;
    }
    // A reversed electrode's III does not follow, so that it is written.
    auto odd = ecg;
    for (auto& lead : odd.leads)
        if (lead.name == "III")
            for (float& mv : lead.samples) mv = -mv;
    EXPECT_EQ(again(odd)->leads.size(), 12U);
}

TEST_F(MuseWriter, NamesNobodyUnlessAsked) {
    const auto read = again(muse_recording(eight), {.pseudonym = "S-017"});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->facts.patient.id, "S-017");
    EXPECT_FALSE(read->start_time.has_value());
    EXPECT_EQ(read->facts.patient.age_years, 61.0);
    for (const char* secret : {"Doe", "Jane", "4711", "1963", "Smith", "2024"})
        EXPECT_EQ(bytes().find(secret), std::string::npos) << secret;
    EXPECT_EQ(left_out_.front(), "printed statements: free text may name the patient");
    auto old = muse_recording(eight);
    old.facts.patient.age_years = 97;
    EXPECT_EQ(again(old)->facts.patient.age_years, 90.0);
    old.facts.patient.age_years = 1.5;
    EXPECT_EQ(again(old)->facts.patient.age_years, 1.5) << "18 months";
    old.facts.patient.age_years = 7 / 8766.0;
    EXPECT_EQ(again(old)->facts.patient.age_years, 7 / 8766.0) << "7 hours";
    EXPECT_EQ(again(old, {.keep_dates = true})->start_time, "2024-02-29T23:59:58");
}

TEST_F(MuseWriter, WhatMuseCannotHoldIsSaid) {
    auto ecg = muse_recording(eight);
    ecg.stored_beats.clear();
    ecg.facts.printed = {};
    ecg.facts.device.manufacturer = "Acme";
    ecg.leads[2].invalid = {{100, 150}};
    ecg.leads[3].invalid = {{0, 700}};
    for (auto& lead : ecg.leads) record::hold_over_invalid(lead);
    const auto read = again(ecg);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->leads.size(), 7U);
    EXPECT_EQ(read->leads[2].samples, ecg.leads[2].samples) << "the held value, no jump to the end of the scale";
    EXPECT_EQ(left_out_, (std::vector<std::string>{
                             "lead V2: no sample of it was recorded",
                             "MUSE has no mark for a missing sample: 50 of V1 are written as the value before them",
                             "MUSE holds no manufacturer but GE: Acme"}));
    EXPECT_FALSE(again({}));
    EXPECT_FALSE(again(ecg, {.microvolts_per_unit = 0.001}));
}

TEST_F(MuseWriter, AnyRateAndFilter) {
    auto ecg = muse_recording({"I"});
    for (const double hz : {240.0, 257.5, 977.0, 360.25, 1000.0 / 3.0}) {
        ecg.sampling_frequency_hz = hz;
        ecg.stored_beats.clear();
        const auto read = again(ecg);
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_NEAR(read->sampling_frequency_hz, hz, 1e-9 * hz);
    }
    for (const double hz : {0.05, 0.16, 0.5, 0.125, 1.0}) {
        ecg.facts.filters.high_pass_hz = hz;
        EXPECT_EQ(again(ecg)->facts.filters.high_pass_hz, hz);
    }
}

}  // namespace
}  // namespace synchrony::io

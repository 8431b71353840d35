// SCP-ECG records of others: what they decode to is written down elsewhere (../shared/formats).
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "support/file_bytes.hpp"
#include "support/paths.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

std::optional<std::filesystem::path> sample_folder() {
    return test::formats_folder();
}

/// The numbers of all <digits> of an aECG, in the file's order.
std::vector<std::vector<int>> digits_of(const std::string& xml) {
    std::vector<std::vector<int>> all;
    for (std::size_t at = xml.find("<digits>"); at != std::string::npos; at = xml.find("<digits>", at + 1)) {
        const auto begin = at + std::string("<digits>").size();
        std::istringstream numbers(xml.substr(begin, xml.find('<', begin) - begin));
        all.emplace_back();
        for (int number = 0; numbers >> number;) all.back().push_back(number);
    }
    return all;
}

constexpr const char* no_samples = "sample files are not at hand (SYNCHRONY_FORMATS)";

// The same ECG as HL7's example: 12 leads of 5000 samples and 12 reference beats of 600, in units of 2.5 uV.
TEST(ScpFiles, ExampleOfTheEcgToolkitIsTheAnnotatedEcgSampleForSample) {
    const auto folder = sample_folder();
    if (!folder) GTEST_SKIP() << no_samples;
    const auto ecg = read_ecg(*folder / "scp" / "ecgtoolkit_Example.scp");
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto truth = digits_of(test::bytes_of(*folder / "hl7aecg" / "fda_Example_aECG.xml"));
    ASSERT_EQ(truth.size(), 24U);
    // The aECG's order: I II V1 .. V6 III aVR aVL aVF is the SCP record's too (MDC codes there, lead codes here).
    ASSERT_EQ(ecg->leads.size(), 12U);
    EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 500.0);
    for (std::size_t l = 0; l < 12; ++l) {
        SCOPED_TRACE(ecg->leads[l].name);
        ASSERT_EQ(ecg->leads[l].samples.size(), 5000U);
        ASSERT_EQ(truth[l].size(), 5000U);
        std::size_t differing = 0;
        for (std::size_t n = 0; n < 5000; ++n)
            differing += std::abs(ecg->leads[l].samples[n] - 0.0025F * static_cast<float>(truth[l][n])) > 1e-5F;
        EXPECT_EQ(differing, 0U);
    }
    ASSERT_EQ(ecg->stored_beats.size(), 1U);
    const auto& beat = ecg->stored_beats[0];
    ASSERT_EQ(beat.leads.size(), 12U);
    EXPECT_DOUBLE_EQ(beat.sampling_frequency_hz, 500.0);
    for (std::size_t l = 0; l < 12; ++l) {
        SCOPED_TRACE(beat.leads[l].name);
        EXPECT_EQ(beat.leads[l].name, ecg->leads[l].name);
        // The record says 1198 ms: 599 samples of the aECG's 600.
        ASSERT_EQ(beat.leads[l].samples.size(), 599U);
        std::size_t differing = 0;
        for (std::size_t n = 0; n < 599; ++n)
            differing += std::abs(beat.leads[l].samples[n] - 0.0025F * static_cast<float>(truth[12 + l][n])) > 1e-5F;
        EXPECT_EQ(differing, 0U);
    }
}

TEST(ScpFiles, ExampleKeepsWhatItSaysOfItself) {
    const auto folder = sample_folder();
    if (!folder) GTEST_SKIP() << no_samples;
    const auto ecg = read_ecg(*folder / "scp" / "ecgtoolkit_Example.scp");
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto& facts = ecg->facts;
    // As the aECG has them: 22 November 2002, 9:10; SBJ-123, born 8 May 1953, male.
    EXPECT_EQ(ecg->start_time, "2002-11-22T09:10:00");
    EXPECT_EQ(facts.format_version, "2.0");
    EXPECT_EQ(facts.patient.id, "SBJ-123");
    EXPECT_EQ(facts.patient.birth_date, "1953-05-08");
    EXPECT_EQ(facts.patient.sex, "male");
    EXPECT_EQ(facts.patient.age_years, 49.0);
    EXPECT_EQ(facts.device.model, "ELI250");
    EXPECT_EQ(facts.printed.qrs_ms, 120.0);  // 434 to 554 ms in section 7
    EXPECT_EQ(facts.printed.pr_ms, 148.0);
    EXPECT_EQ(facts.printed.qt_ms, 420.0);
    EXPECT_EQ(facts.printed.qrs_axis_deg, -61.0);
    EXPECT_FALSE(facts.printed.heart_rate_per_min);  // 29999: not measured
    EXPECT_TRUE(ecg->warnings.empty());
}

// The WFDB project's test record: reference-beat subtraction, section 5 in 5 uV and section 6 in 20 uV, protocol 1.0.
TEST(ScpFiles, WfdbTestRecordDecodesAsWritten) {
    const auto folder = sample_folder();
    if (!folder) GTEST_SKIP() << no_samples;
    const auto ecg = read_ecg(*folder / "scp" / "wfdb_test.scp");
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto truth = wfdb::read_record(*folder / "scp" / "wfdb_test_expected" / "test");
    ASSERT_TRUE(truth) << truth.error().message();
    ASSERT_EQ(ecg->leads.size(), 8U);
    EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 500.0);
    for (const auto& lead : ecg->leads) {
        SCOPED_TRACE(lead.name);
        std::size_t s = 0;
        while (s < truth->header.signals.size() && truth->header.signals[s].description != lead.name) ++s;
        ASSERT_LT(s, truth->header.signals.size());
        const auto& expected = truth->signals[s].values;
        ASSERT_EQ(lead.samples.size(), expected.size());
        // Exact within the zones of the reference beat, where nothing is smoothed; elsewhere parsescp rounds the mean
        // of three away from 0.
        std::size_t differing = 0, differing_in_zones = 0;
        for (std::size_t n = 0; n < expected.size(); ++n) {
            const double units = static_cast<double>(lead.samples[n]) * 200.0;
            const bool in_zone = (n + 1 >= 109 && n + 1 <= 457) || (n + 1 >= 3707 && n + 1 <= 4055);
            differing_in_zones += in_zone && std::lround(units) != expected[n];
            differing += std::abs(units - expected[n]) > 0.67;
        }
        EXPECT_EQ(differing_in_zones, 0U);
        EXPECT_EQ(differing, 0U);
    }
}

TEST(ScpFiles, WfdbTestRecordKeepsWhatItSays) {
    const auto folder = sample_folder();
    if (!folder) GTEST_SKIP() << no_samples;
    const auto ecg = read_ecg(*folder / "scp" / "wfdb_test.scp");
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->start_time, "2004-01-01T02:13:18");
    EXPECT_EQ(ecg->facts.format_version, "1.0");
    EXPECT_EQ(ecg->facts.patient.age_years, 49.0);  // "<age>: 49 <sex>: M" in the expected header
    EXPECT_EQ(ecg->facts.patient.sex, "male");
    EXPECT_EQ(ecg->facts.filters.low_pass_hz, 150.0);
    EXPECT_EQ(ecg->facts.filters.notch_hz, 60.0);
    EXPECT_EQ(ecg->facts.printed.qrs_ms, 104.0);  // 210 to 314 ms
    EXPECT_EQ(ecg->facts.printed.heart_rate_per_min, 69.0);
    EXPECT_EQ(ecg->facts.printed.qt_ms, 446.0);
    EXPECT_FALSE(ecg->facts.printed.qtc_ms);  // this device wrote other fields there: 5117 ms
    EXPECT_TRUE(std::ranges::any_of(ecg->warnings, [](const auto& w) {
        return w.text == "the device's QTc of 5117 ms cannot be, and is left out";
    }));
    ASSERT_EQ(ecg->facts.printed.statements.size(), 6U);  // a seventh is empty
    EXPECT_EQ(ecg->facts.printed.statements[0], "Ectopic atrial rhythm");
    EXPECT_EQ(ecg->facts.printed.statements[5], "Abnormal ECG");
    ASSERT_EQ(ecg->stored_beats.size(), 1U);
    EXPECT_EQ(ecg->stored_beats[0].sample_count(), 349);  // 698 ms
}

TEST(ScpFiles, HealforceRecordIsRefusedAsNotOfTheStandard) {
    const auto folder = sample_folder();
    if (!folder) GTEST_SKIP() << no_samples;
    const auto ecg = read_ecg(*folder / "scp" / "healforce_62.SCP");
    ASSERT_FALSE(ecg);
    EXPECT_NE(ecg.error().message().find("does not follow the SCP-ECG standard"), std::string::npos)
        << ecg.error().message();
}

}  // namespace
}  // namespace synchrony::io

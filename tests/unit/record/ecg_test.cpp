#include "synchrony/record/ecg.hpp"

#include <gtest/gtest.h>

namespace synchrony::record {
namespace {

TEST(LeadName, StandardSpellings) {
    EXPECT_EQ(standard_lead_name("avr"), "aVR");
    EXPECT_EQ(standard_lead_name("AVL"), "aVL");
    EXPECT_EQ(standard_lead_name("v6"), "V6");
    EXPECT_EQ(standard_lead_name("ii"), "II");
    EXPECT_EQ(standard_lead_name("ECG lead III"), "III");
    EXPECT_EQ(standard_lead_name("MDC_ECG_LEAD_V1"), "V1");
    EXPECT_EQ(standard_lead_name("MLII"), "MLII");
    EXPECT_EQ(standard_lead_name("Pleth"), "Pleth");
}

TEST(Units, Millivolts) {
    EXPECT_EQ(millivolts_per("mV"), 1.0);
    EXPECT_EQ(millivolts_per("uV"), 1e-3);
    EXPECT_EQ(millivolts_per("µV"), 1e-3);
    EXPECT_EQ(millivolts_per("V"), 1e3);
    EXPECT_FALSE(millivolts_per("mmHg"));
    EXPECT_FALSE(millivolts_per(""));
}

TEST(Ecg, FindsLeadsInAnyCase) {
    Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    ecg.leads = {{"I", "mV", std::vector<float>(250), {}}, {"aVR", "mV", std::vector<float>(250), {}}};
    ASSERT_NE(ecg.find_lead("avr"), nullptr);
    EXPECT_EQ(ecg.find_lead("avr")->name, "aVR");
    EXPECT_EQ(ecg.find_lead("V1"), nullptr);
    EXPECT_EQ(ecg.duration_s(), 0.5);
}

// Samples 3 to 7 of 0..9; of the invalid stretches [1, 4), [5, 6) and [8, 9) the first is cut and the last is gone.
// What is held over an invalid stretch comes from within the excerpt.
TEST(Ecg, ExcerptsKeepWhatIsInvalidWithinThem) {
    Ecg ecg;
    ecg.sampling_frequency_hz = 100;
    ecg.record_name = "a";
    ecg.start_time = "2026-11-22T14:50:00";
    ecg.leads = {{"I", "mV", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {{1, 4}, {5, 6}, {8, 9}}}};
    ecg.other_signals = {{"ABP", "mmHg", {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, {}}};
    const auto part = excerpt(ecg, {3, 8});
    ASSERT_EQ(part.leads.size(), 1U);
    EXPECT_EQ(part.leads[0].samples, (std::vector<float>{4, 4, 4, 6, 7}));
    EXPECT_EQ(part.leads[0].invalid, (std::vector<SampleRange>{{0, 1}, {2, 3}}));
    EXPECT_EQ(part.other_signals[0].unit, "mmHg");
    EXPECT_EQ(part.other_signals[0].samples, (std::vector<float>{6, 5, 4, 3, 2}));
    EXPECT_EQ(part.sampling_frequency_hz, 100);
    EXPECT_FALSE(part.start_time);
    const auto whole = excerpt(ecg, {-5, 100}).leads[0];
    EXPECT_EQ(whole.samples, (std::vector<float>{0, 0, 0, 0, 4, 4, 6, 7, 7, 9})) << "held within the recording";
    EXPECT_EQ(whole.invalid, ecg.leads[0].invalid);
    EXPECT_TRUE(excerpt(ecg, {20, 30}).leads[0].samples.empty());
}

}  // namespace
}  // namespace synchrony::record

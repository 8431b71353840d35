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

}  // namespace
}  // namespace synchrony::record

// Einthoven's and Goldberger's relations, worked out by hand: I = 1, II = 4 gives III = 3, aVR = -2.5, aVL = -1, aVF
// = 3.5.
#include "synchrony/record/limb_leads.hpp"

#include <gtest/gtest.h>

namespace synchrony::record {
namespace {

const std::vector<std::pair<std::string, float>> hand = {{"I", 1.0F},    {"II", 4.0F},   {"III", 3.0F},
                                                         {"aVR", -2.5F}, {"aVL", -1.0F}, {"aVF", 3.5F}};

Ecg with(const std::vector<std::pair<std::string, float>>& leads) {
    Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    for (const auto& [name, value] : leads) ecg.leads.push_back({name, "mV", {value, 2 * value}, {}});
    return ecg;
}

TEST(LimbLeads, AnyTwoGiveTheOtherFour) {
    for (std::size_t a = 0; a < hand.size(); ++a)
        for (std::size_t b = a + 1; b < hand.size(); ++b) {
            const auto whole = with_limb_leads(with({hand[a], hand[b], {"V1", 9.0F}}));
            ASSERT_EQ(whole.leads.size(), 7U);
            for (const auto& [name, value] : hand) {
                const auto* lead = whole.find_lead(name);
                ASSERT_NE(lead, nullptr);
                EXPECT_NEAR(lead->samples[0], value, 1e-6) << hand[a].first << " " << hand[b].first << " " << name;
                EXPECT_NEAR(lead->samples[1], 2 * value, 1e-6);
                EXPECT_EQ(lead->derived, name != hand[a].first && name != hand[b].first);
            }
        }
}

TEST(LimbLeads, OneIsNotEnoughAndRecordedOnesStay) {
    EXPECT_EQ(with_limb_leads(with({hand[1], {"V1", 1.0F}})).leads.size(), 2U);
    auto ecg = with({hand[0], hand[1], {"aVF", 100.0F}});
    EXPECT_EQ(with_limb_leads(ecg).find_lead("aVF")->samples[0], 100.0F);
    // A lead without a valid sample is as good as none; what is made of two leads is invalid where either is.
    ecg.leads[2].invalid = {{0, 2}};
    ecg.leads[0].invalid = {{1, 2}};
    const auto whole = with_limb_leads(ecg);
    EXPECT_NEAR(whole.find_lead("aVF")->samples[0], 3.5, 1e-6);
    EXPECT_TRUE(whole.find_lead("aVF")->derived);
    EXPECT_EQ(whole.find_lead("aVF")->invalid, (std::vector<SampleRange>{{1, 2}}));
}

}  // namespace
}  // namespace synchrony::record

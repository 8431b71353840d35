#include "synchrony/measure/lead_measurements.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {
namespace {

/// A half sine of that height between two times.
struct Hump {
    double from_s, to_s, height_mv;
};

record::Lead lead_of_humps(const std::string& name, const std::vector<Hump>& humps, double offset_mv = 0.3) {
    record::Lead lead;
    lead.name = name;
    for (int i = 0; i < 800; ++i) {
        const double t = i / 1000.0;
        double v = offset_mv;
        for (const auto& h : humps)
            if (t > h.from_s && t < h.to_s)
                v += h.height_mv * std::sin((t - h.from_s) / (h.to_s - h.from_s) * 3.14159265358979);
        lead.samples.push_back(static_cast<float>(v));
    }
    return lead;
}

/// P 100 to 200 ms, QRS 250 to 350 ms, T 450 to 650 ms.
const BeatWaves waves{Wave{0.100, 0.150, 0.200, 1.0F}, Wave{0.250, 0.300, 0.350, 1.0F},
                      Wave{0.440, 0.550, 0.660, 1.0F}};

record::LeadMeasurements measured_of(const record::Lead& lead) {
    record::Ecg beat;
    beat.sampling_frequency_hz = 1000.0;
    beat.leads = {lead};
    const auto all = lead_measurements(beat, waves);
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? record::LeadMeasurements{} : all.front();
}

// Heights of the humps are the truth; the level under them must not count.
TEST(LeadMeasurements, GiveTheHeightsOfWaves) {
    const auto m = measured_of(lead_of_humps("II", {{0.100, 0.200, 0.12},
                                                    {0.252, 0.270, -0.08},
                                                    {0.270, 0.310, 1.40},
                                                    {0.310, 0.348, -0.35},
                                                    {0.450, 0.650, 0.30}}));
    EXPECT_NEAR(m.p_positive_mv.value_or(0), 0.12, 0.002);
    EXPECT_FALSE(m.p_negative_mv);
    EXPECT_NEAR(m.q_mv.value_or(0), -0.08, 0.004);
    EXPECT_NEAR(m.r_mv.value_or(0), 1.40, 0.01);
    EXPECT_NEAR(m.s_mv.value_or(0), -0.35, 0.005);
    EXPECT_NEAR(m.q_ms.value_or(0), 18, 3);
    EXPECT_NEAR(m.r_ms.value_or(0), 40, 3);
    EXPECT_NEAR(m.s_ms.value_or(0), 38, 4);
    EXPECT_NEAR(m.r_peak_ms.value_or(0), 40, 2) << "from QRS onset at 250 ms to the peak at 290";
    EXPECT_NEAR(m.st_j_mv.value_or(9), 0.0, 0.003);
    EXPECT_NEAR(m.st_j80_mv.value_or(9), 0.0, 0.003);
    EXPECT_NEAR(m.t_positive_mv.value_or(0), 0.30, 0.002);
    EXPECT_FALSE(m.t_negative_mv || m.r2_mv || m.s2_mv);
}

TEST(LeadMeasurements, KnowQSComplexesSmallWavesAndPhases) {
    const auto deep = measured_of(lead_of_humps("V1", {{0.255, 0.345, -1.5}}));
    EXPECT_NEAR(deep.q_mv.value_or(0), -1.5, 0.01) << "a QS is listed as Q, as electrocardiographs do";
    EXPECT_FALSE(deep.r_mv || deep.s_mv || deep.r_peak_ms);
    const auto rs = measured_of(lead_of_humps("V1", {{0.252, 0.270, 0.03}, {0.270, 0.345, -1.5}}));
    EXPECT_NEAR(rs.r_mv.value_or(0), 0.03, 0.004) << "0.02 mV is a wave (IEC 60601-2-25)";
    EXPECT_NEAR(rs.s_mv.value_or(0), -1.5, 0.01);
    const auto second = measured_of(lead_of_humps(
        "V1",
        {{0.252, 0.280, 0.3}, {0.280, 0.310, -0.8}, {0.310, 0.345, 0.6}, {0.450, 0.540, 0.1}, {0.540, 0.650, -0.2}}));
    EXPECT_NEAR(second.r2_mv.value_or(0), 0.6, 0.01);
    EXPECT_NEAR(second.t_positive_mv.value_or(0), 0.1, 0.002);
    EXPECT_NEAR(second.t_negative_mv.value_or(0), -0.2, 0.002);
}

// ST level 0.2 mV from the J point on, which no T wave is made of.
TEST(LeadMeasurements, AnSTLevelIsNoWave) {
    auto lead = lead_of_humps("V2", {{0.255, 0.345, 1.0}});
    for (std::size_t i = 345; i < lead.samples.size(); ++i) lead.samples[i] += 0.2F;
    const auto m = measured_of(lead);
    for (const auto& st : {m.st_j_mv, m.st_j20_mv, m.st_j40_mv, m.st_j60_mv, m.st_j80_mv})
        EXPECT_NEAR(st.value_or(0), 0.2, 0.003);
    EXPECT_FALSE(m.t_positive_mv || m.t_negative_mv);
}

TEST(LeadMeasurements, AreNoneWithoutAQrsComplex) {
    record::Ecg beat;
    beat.sampling_frequency_hz = 1000.0;
    beat.leads = {lead_of_humps("I", {})};
    EXPECT_TRUE(lead_measurements(beat, BeatWaves{}).empty());
}

// By hand: S in V1 1.2, R in V5 2.0 and in V6 1.5: 3.2 mV; R in aVL 0.7 and S in V3 0.9: 1.6 mV, times 120 ms.
TEST(Voltages, AreSumsOfTwoLeads) {
    std::vector<record::LeadMeasurements> leads(5);
    leads[0].lead = "V1", leads[0].q_mv = -1.2;  // a QS
    leads[1].lead = "V5", leads[1].r_mv = 2.0, leads[1].q_mv = -0.4;
    leads[2].lead = "V6", leads[2].r_mv = 1.5;
    leads[3].lead = "aVL", leads[3].r_mv = 0.7;
    leads[4].lead = "V3", leads[4].r_mv = 0.3, leads[4].s_mv = -0.9, leads[4].q_mv = -0.2;
    const auto v = voltages(leads, 120.0);
    EXPECT_NEAR(v.sokolow_lyon_mv.value_or(0), 3.2, 1e-12);
    EXPECT_NEAR(v.cornell_mv.value_or(0), 1.6, 1e-12);
    EXPECT_NEAR(v.cornell_mvms.value_or(0), 192.0, 1e-9);
    leads.pop_back();
    EXPECT_FALSE(voltages(leads, 120.0).cornell_mv || voltages(leads, 120.0).cornell_mvms);
}

}  // namespace
}  // namespace synchrony::measure

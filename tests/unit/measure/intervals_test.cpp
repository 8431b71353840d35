#include "synchrony/measure/intervals.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace synchrony::measure {
namespace {

// By hand: QT 400 ms at RR 0.81 s (74.07/min). sqrt(0.81) = 0.9; cbrt(0.81) = 0.932170.
TEST(CorrectedQt, FollowsItsFourFormulas) {
    const auto c = corrected_qt(400.0, 0.81);
    ASSERT_TRUE(c);
    EXPECT_NEAR(c->bazett_ms, 444.444, 0.001);
    EXPECT_NEAR(c->fridericia_ms, 429.106, 0.001);
    EXPECT_NEAR(c->framingham_ms, 429.26, 0.001);
    EXPECT_NEAR(c->hodges_ms, 424.630, 0.001);
}

TEST(CorrectedQt, NeedsAHeartRate) {
    EXPECT_FALSE(corrected_qt(400.0, 0.0));
    EXPECT_FALSE(corrected_qt(-1.0, 0.8));
    EXPECT_FALSE(corrected_qt(400.0, std::nan("")));
}

TEST(Intervals, AreDifferencesOfGlobalMarks) {
    BeatWaves g;
    g.p = Wave{0.100, 0.150, 0.210, 1.0F};
    g.qrs = Wave{0.260, 0.300, 0.420, 1.0F};
    g.t = Wave{0.480, 0.600, 0.690, 1.0F};
    const Intervals i = intervals(g, 1.0);
    EXPECT_NEAR(*i.p_ms, 110.0, 1e-9);
    EXPECT_NEAR(*i.pr_ms, 160.0, 1e-9);
    EXPECT_NEAR(*i.qrs_ms, 160.0, 1e-9);
    EXPECT_NEAR(*i.qt_ms, 430.0, 1e-9);
    EXPECT_NEAR(i.jt_beside_wide_qrs_ms().value_or(0.0), 270.0, 1e-9);
    EXPECT_NEAR(i.qtc->bazett_ms, 430.0, 1e-9);
    g.p.reset();
    EXPECT_FALSE(intervals(g, 1.0).pr_ms);
    g.qrs->end_s = 0.379;
    EXPECT_NEAR(*intervals(g, 1.0).jt_ms, 311.0, 1e-9);
    EXPECT_FALSE(intervals(g, 1.0).jt_beside_wide_qrs_ms()) << "QRS 119 ms";
}

// A dipole at angle a in the frontal plane gives I = cos a and, by Einthoven's triangle, II = cos(a - 60 deg).
record::Ecg dipole(double angle_deg, bool augmented) {
    const double a = angle_deg * std::numbers::pi / 180.0;
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    const auto lead = [&](const char* name, double strength) {
        record::Lead l;
        l.name = name;
        for (int i = 0; i < 500; ++i) {
            const double t = i / 500.0;
            const double wave = t > 0.3 && t < 0.4 ? std::sin((t - 0.3) / 0.1 * std::numbers::pi) : 0.0;
            l.samples.push_back(static_cast<float>(0.2 + strength * wave));  // the offset must not count
        }
        e.leads.push_back(l);
    };
    const double i = std::cos(a), ii = std::cos(a - std::numbers::pi / 3.0);
    lead("I", i);
    if (augmented)
        lead("aVF", ii - i / 2.0);
    else
        lead("II", ii);
    return e;
}

TEST(Axes, PointWhereTheDipolePoints) {
    BeatWaves g;
    g.qrs = Wave{0.3, 0.35, 0.4, 1.0F};
    for (const bool augmented : {true, false})
        for (const double angle : {-150.0, -60.0, -30.0, 0.0, 45.0, 60.0, 90.0, 135.0, 179.0}) {
            const Axes a = axes(dipole(angle, augmented), g);
            ASSERT_TRUE(a.qrs_deg);
            EXPECT_NEAR(*a.qrs_deg, angle, 0.01);
            EXPECT_FALSE(a.p_deg);
        }
}

TEST(LimbLeads, FollowFromTwoOthers) {
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    e.leads = {{"I", "mV", {0.5F}, {}}, {"II", "mV", {1.25F}, {}}};
    EXPECT_FLOAT_EQ(limb_lead(e, "III")->front(), 0.75F);
    EXPECT_FLOAT_EQ(limb_lead(e, "aVR")->front(), -0.875F);
    EXPECT_FLOAT_EQ(limb_lead(e, "aVL")->front(), -0.125F);
    EXPECT_FLOAT_EQ(limb_lead(e, "aVF")->front(), 1.0F);
    e.leads.pop_back();
    EXPECT_FALSE(limb_lead(e, "III"));
}

}  // namespace
}  // namespace synchrony::measure

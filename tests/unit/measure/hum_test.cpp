// Hum is added to a heart whose measurements without it are known: they must come back.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numbers>

#include "made_heart.hpp"

namespace synchrony::measure {
namespace {

using namespace test;

/// Adds a sine whose phase is the integral of `hz_at`, with amplitude `mv_at`, another phase in each lead.
record::Ecg with_hum(record::Ecg ecg, const std::function<double(double)>& hz_at,
                     const std::function<double(double)>& mv_at) {
    const double fs = ecg.sampling_frequency_hz;
    for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
        double phase = 0.7 * static_cast<double>(l);
        for (std::size_t i = 0; i < ecg.leads[l].samples.size(); ++i) {
            const double t = static_cast<double>(i) / fs;
            ecg.leads[l].samples[i] += static_cast<float>(mv_at(t) * std::sin(phase));
            phase += 2.0 * std::numbers::pi * hz_at(t) / fs;
        }
    }
    return ecg;
}

void expect_same(const Measurements& clean, const Measurements& with, double area_part) {
    ASSERT_TRUE(clean.intervals.qrs_ms && with.intervals.qrs_ms && with.intervals.pr_ms);
    EXPECT_NEAR(*with.intervals.qrs_ms, *clean.intervals.qrs_ms, 4.0);
    EXPECT_NEAR(*with.intervals.pr_ms, *clean.intervals.pr_ms, 8.0);
    EXPECT_NEAR(*with.axes.qrs_deg, *clean.axes.qrs_deg, 2.0);
    EXPECT_NEAR(with.vectors->qrs_area_uvs, clean.vectors->qrs_area_uvs, area_part * clean.vectors->qrs_area_uvs);
    EXPECT_FALSE(with.likely_atrial_fibrillation);
    EXPECT_EQ(with.beats, clean.beats);
    EXPECT_FALSE(with.refused()) << flags_of(with);
}

TEST(Hum, OfEveryStrengthFrequencyAndDriftIsTakenAwayAndSaid) {
    const auto heart = made_heart();
    const auto clean = *measure_ecg(heart);
    EXPECT_EQ(flag_of(clean, "mains_noise"), nullptr) << flags_of(clean);
    struct Case {
        const char* name;
        std::function<double(double)> hz, mv;
    };
    const auto steady = [](double v) { return [v](double) { return v; }; };
    for (const auto& c : std::vector<Case>{
             {"50 Hz", steady(50.0), steady(0.04)},
             {"60 Hz", steady(60.0), steady(0.04)},
             {"50 Hz strong", steady(50.0), steady(0.3)},
             {"60 Hz strong", steady(60.0), steady(0.2)},
             {"49.6 Hz", steady(49.6), steady(0.06)},
             {"60.3 Hz", steady(60.3), steady(0.06)},
             {"drifting", [](double t) { return 49.8 + 0.04 * t; }, steady(0.08)},
             {"swelling", steady(50.0), [](double t) { return 0.08 * (1.0 + 0.5 * std::sin(1.5 * t)); }}}) {
        SCOPED_TRACE(c.name);
        const auto m = measure_ecg(with_hum(heart, c.hz, c.mv));
        ASSERT_TRUE(m);
        expect_same(clean, *m, 0.03);
        const auto* flag = flag_of(*m, "mains_noise");
        ASSERT_NE(flag, nullptr);
        EXPECT_FALSE(flag->refuse);
        std::vector<double> amplitudes;  // what is said is the median over time
        for (double t = 0.0; t < 10.0; t += 0.01) amplitudes.push_back(1000.0 * c.mv(t));
        std::nth_element(amplitudes.begin(), amplitudes.begin() + 500, amplitudes.end());
        for (const auto& q : m->quality) {
            EXPECT_TRUE(q.mains) << q.name;
            EXPECT_NEAR(q.mains_uv, amplitudes[500], 0.06 * amplitudes[500]) << q.name;
            EXPECT_NEAR(q.mains_hz, c.hz(5.0), 0.3) << q.name;
        }
    }
}

TEST(Hum, AtOtherSamplingFrequencies) {
    for (const double fs : {250.0, 360.0, 1000.0}) {
        SCOPED_TRACE(fs);
        HeartOptions o;
        o.fs = fs;
        const auto heart = made_heart(o);
        const auto clean = *measure_ecg(heart);
        const auto m = measure_ecg(with_hum(
            heart, [](double) { return 50.0; }, [](double) { return 0.1; }));
        ASSERT_TRUE(m);
        expect_same(clean, *m, 0.04);
        EXPECT_NEAR(m->quality[1].mains_uv, 100.0, 12.0);
    }
}

// The median beat of a recording without hum is the one that averaging gives, sample by sample.
TEST(Hum, ACleanRecordingIsLeftAlone) {
    const auto m = *measure_ecg(made_heart());
    for (const auto& q : m.quality) {
        EXPECT_EQ(q.mains_uv, 0.0);
        EXPECT_EQ(q.mains_hz, 0.0);
    }
    // II at R is 1.1 - 0.1 exp(-0.5 (25/9)^2) = 1.098 mV, 90 ms before it 0.12 exp(-0.5 (70/25)^2) = 0.002 mV.
    const auto& two = m.median_beat.find_lead("II")->samples;
    const auto top = std::max_element(two.begin(), two.end());
    EXPECT_NEAR(*top - *(top - 45), 1.096, 0.015);
}

}  // namespace
}  // namespace synchrony::measure

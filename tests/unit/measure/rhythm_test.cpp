#include "synchrony/measure/rhythm.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace synchrony::measure {
namespace {

RhythmEvidence evidence(const std::vector<double>& rr, double p_repeats, double p_certainty) {
    RhythmEvidence e;
    add_intervals(e, rr);
    e.p_repeats = e.p_repeats_after_long = p_repeats;
    e.p_certainty = p_certainty;
    return e;
}

const std::vector<double> irregular = {0.52, 0.91, 0.65, 1.20, 0.44, 0.84, 1.05, 0.58, 0.73, 1.31, 0.49, 0.97},
                          regular = {0.80, 0.81, 0.79, 0.80, 0.82, 0.80, 0.81, 0.79, 0.80, 0.81, 0.80};

TEST(LikelyAtrialFibrillation, IsIrregularWithoutPWaves) {
    EXPECT_TRUE(likely_atrial_fibrillation(evidence(irregular, 0.05, 0.0)));
    EXPECT_FALSE(likely_atrial_fibrillation(evidence(irregular, 0.9, 1.0)));
    EXPECT_FALSE(likely_atrial_fibrillation(evidence(regular, 0.05, 0.0)));
    EXPECT_FALSE(likely_atrial_fibrillation(evidence({0.8}, 0.0, 0.0)));
}

// One wave before the median QRS that happens to look like a P wave is no veto where nothing repeats.
TEST(LikelyAtrialFibrillation, OneFalsePWaveIsNoVeto) {
    EXPECT_TRUE(likely_atrial_fibrillation(evidence(irregular, 0.05, 0.9)));
}

// Counted by hand.
TEST(RhythmEvidence, ChangesOfIntervals) {
    const auto e = evidence({0.8, 1.0, 0.9, 0.9}, 0, 0);
    EXPECT_EQ(e.intervals, 4);
    EXPECT_NEAR(e.rr_change_mean, (0.2 + 0.1 + 0.0) / 3 / 0.9, 1e-12);
    EXPECT_NEAR(e.rr_change_median, 0.1 / 0.9, 1e-12);
    // A pause of the recording is no interval, and no change.
    EXPECT_EQ(evidence({0.8, 6.0, 0.9}, 0, 0).intervals, 2);
    EXPECT_EQ(evidence({0.8, 6.0, 0.9}, 0, 0).rr_change_mean, 0.0);
}

// Of equal intervals all templates match: -ln 1 + ln(2 r) - ln(mean).
TEST(RhythmEvidence, EntropyOfEqualIntervals) {
    EXPECT_NEAR(evidence(std::vector<double>(12, 0.8), 0, 0).rr_entropy, std::log(0.06) - std::log(0.8), 1e-9);
    // A day's: more pairs than an int counts.
    EXPECT_NEAR(evidence(std::vector<double>(70000, 0.8), 0, 0).rr_entropy, std::log(0.06) - std::log(0.8), 1e-9);
}

// Two short and two long ones, by hand: 0.1 s from the mean of their group each, two degrees of freedom, mean 0.8 s.
TEST(RhythmEvidence, ScatterWithinTwoGroups) {
    EXPECT_NEAR(evidence({1.0, 0.4, 1.2, 0.6}, 0, 0).rr_within_groups, std::sqrt(0.04 / 2.0) / 0.8, 1e-9);
    EXPECT_NEAR(evidence({1.0, 0.5, 1.0, 0.5, 1.0}, 0, 0).rr_within_groups, 0.0, 1e-9);
    EXPECT_GT(evidence(irregular, 0, 0).rr_within_groups, 0.1);
}

// Premature beats in pairs and the pauses after them: irregular, but of two lengths only; P waves of two shapes repeat
// themselves little.
TEST(LikelyAtrialFibrillation, IntervalsOfTwoLengthsAreNone) {
    const std::vector<double> pairs = {0.51, 0.98, 0.90, 0.51, 0.57, 0.96, 0.97, 0.53, 0.46, 0.91, 1.04, 0.54, 0.48};
    EXPECT_FALSE(likely_atrial_fibrillation(evidence(pairs, 0.2, 1.0)));
    EXPECT_TRUE(likely_atrial_fibrillation(evidence(irregular, 0.2, 1.0)));
}

record::Ecg with_p_waves(double p_mv, double noise_mv, bool locked) {
    record::Ecg e;
    e.sampling_frequency_hz = 500;
    std::mt19937 random(5);
    std::normal_distribution<float> normal(0.0F, static_cast<float>(noise_mv));
    std::uniform_real_distribution<double> anywhere(-0.20, -0.08);
    record::Lead lead;
    lead.name = "II";
    lead.samples.assign(6000, 0.0F);
    for (auto& v : lead.samples) v = normal(random);
    for (int beat = 0; beat < 13; ++beat) {
        const double r = 0.5 + 0.85 * beat, p = r + (locked ? -0.16 : anywhere(random));
        for (std::size_t i = 0; i < lead.samples.size(); ++i) {
            const double t = static_cast<double>(i) / 500.0;
            lead.samples[i] += static_cast<float>(p_mv * std::exp(-0.5 * std::pow((t - p) / 0.02, 2)) +
                                                  std::exp(-0.5 * std::pow((t - r) / 0.010, 2)));
        }
    }
    e.leads.push_back(std::move(lead));
    return e;
}

TEST(PRepeats, IsTheShareThatIsTheSameInEveryBeat) {
    std::vector<std::int64_t> peaks;
    for (int beat = 0; beat < 13; ++beat) peaks.push_back(std::llround((0.5 + 0.85 * beat) * 500));
    EXPECT_GT(p_repeats(with_p_waves(0.15, 0.01, true), peaks, 0.04), 0.9);
    EXPECT_NEAR(p_repeats(with_p_waves(0.0, 0.02, true), peaks, 0.04), 0.0, 0.1);
    EXPECT_LT(p_repeats(with_p_waves(0.15, 0.01, false), peaks, 0.04), 0.5);
    EXPECT_EQ(p_repeats(with_p_waves(0.15, 0.01, true), std::vector<std::int64_t>{250}, 0.04), 0.0);
}

// Every second beat is premature and has its P wave elsewhere: the beats after the pauses are alike.
TEST(PRepeats, AfterLongIntervalsLeavesPrematureBeatsOut) {
    record::Ecg e;
    e.sampling_frequency_hz = 500;
    record::Lead lead;
    lead.name = "II";
    lead.samples.assign(6000, 0.0F);
    std::vector<std::int64_t> peaks;
    const auto add = [&](double at_s, double width_s, double mv) {
        for (std::size_t i = 0; i < lead.samples.size(); ++i)
            lead.samples[i] += static_cast<float>(
                mv * std::exp(-0.5 * std::pow((static_cast<double>(i) / 500.0 - at_s) / width_s, 2)));
    };
    double r = 0.5;
    for (int beat = 0; beat < 12; ++beat) {
        const bool premature = beat % 2 == 1;
        add(r - (premature ? 0.09 + 0.01 * beat : 0.16), 0.02, premature ? -0.15 : 0.15);
        add(r, 0.01, 1.0);
        peaks.push_back(std::llround(500.0 * r));
        r += premature ? 1.05 : 0.6;
    }
    e.leads.push_back(std::move(lead));
    EXPECT_LT(p_repeats(e, peaks, 0.04), 0.4);
    EXPECT_GT(p_repeats_after_long(e, peaks, 0.04), 0.9);
    EXPECT_EQ(p_repeats_after_long(e, std::vector<std::int64_t>{250}, 0.04), 0.0);
}

}  // namespace
}  // namespace synchrony::measure

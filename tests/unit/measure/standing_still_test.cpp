// A stretch in which no lead moves is a gap in the recording, no pause of the heart; of a heart drawn without noise it
// is what lies between its beats.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "made_heart.hpp"
#include "standing_still.hpp"

namespace synchrony::measure {
namespace {

using namespace made;

void hold(record::Ecg& ecg, double from_s, double to_s, std::optional<float> value) {
    const auto at = [&](double s) { return static_cast<std::ptrdiff_t>(std::llround(s * ecg.sampling_frequency_hz)); };
    for (auto& lead : ecg.leads)
        std::fill(lead.samples.begin() + at(from_s), lead.samples.begin() + at(to_s),
                  value.value_or(lead.samples[static_cast<std::size_t>(at(from_s))]));
}

record::Ecg marked(record::Ecg ecg, double from_s, double to_s) {
    const auto at = [&](double s) { return static_cast<std::int64_t>(std::llround(s * ecg.sampling_frequency_hz)); };
    for (auto& lead : ecg.leads) {
        lead.invalid.push_back({at(from_s), at(to_s)});
        record::hold_over_invalid(lead);
    }
    return ecg;
}

// A second of zeros, of the last value or of the recorder's limit: measured as if the file had marked it as missing.
TEST(StandingStill, ASecondInAllLeadsIsAGapAndNoPause) {
    for (const double from_s : {2.9, 4.0, 5.13})
        for (const std::optional<float> value : {std::optional(0.0F), std::optional(-3.2F), std::optional<float>()}) {
            SCOPED_TRACE(from_s);
            auto ecg = made_heart();
            hold(ecg, from_s, from_s + 1.0, value);
            const auto m = measure_ecg(ecg);
            ASSERT_TRUE(m) << m.error().message();
            EXPECT_NEAR(*m->heart_rate_bpm, 75.0, 0.5) << "no interval bridges it";
            EXPECT_EQ(flag_of(*m, "uneven_intervals"), nullptr) << flags_of(*m);
            EXPECT_FALSE(m->likely_atrial_fibrillation);
            EXPECT_FALSE(m->refused()) << flags_of(*m);
            ASSERT_EQ(m->warnings.size(), 1U);
            EXPECT_NE(m->warnings.front().find("a gap in the recording"), std::string::npos) << m->warnings.front();
            EXPECT_NE(flag_of(*m, "missing_samples"), nullptr);
            const auto by_file = measure_ecg(marked(made_heart(), from_s, from_s + 1.0));
            ASSERT_TRUE(by_file);
            EXPECT_TRUE(by_file->warnings.empty()) << "the file says so itself";
            EXPECT_EQ(m->beats, by_file->beats);
            EXPECT_EQ(m->beats_in_median, by_file->beats_in_median);
            EXPECT_NEAR(*m->intervals.qrs_ms, *by_file->intervals.qrs_ms, 1.0);
        }
}

TEST(StandingStill, ShortAndSeveralGapsAreFoundToo) {
    auto ecg = made_heart();
    hold(ecg, 1.0, 1.2, 0.0F);
    hold(ecg, 3.0, 3.5, 0.0F);
    hold(ecg, 8.0, 9.0, 1.0F);
    const auto gaps = mark_standing_still(ecg);
    ASSERT_EQ(gaps.size(), 3U);
    EXPECT_EQ(gaps[0], (record::SampleRange{500, 600}));
    EXPECT_EQ(gaps[1], (record::SampleRange{1500, 1750}));
    EXPECT_EQ(gaps[2], (record::SampleRange{4000, 4500}));
    for (const auto& lead : ecg.leads) EXPECT_EQ(lead.invalid, gaps);
}

// What the file marks is no news; one lead alone may stand still.
TEST(StandingStill, NothingElseIsMarked) {
    auto whole = made_heart();
    EXPECT_TRUE(mark_standing_still(whole).empty());
    auto by_file = marked(made_heart(), 4.0, 5.0);
    EXPECT_TRUE(mark_standing_still(by_file).empty());
    auto but_one = made_heart();
    const auto v6 = lead_of(but_one, "V6");
    hold(but_one, 4.0, 5.0, 0.0F);
    lead_of(but_one, "V6") = v6;
    EXPECT_TRUE(mark_standing_still(but_one).empty());
    EXPECT_TRUE(lead_of(but_one, "II").invalid.empty());
}

// A simulator's heart has no noise, and its recorder coarse steps: nothing moves between the beats. A beat that it
// drops is a pause, of 1.2 s here.
TEST(StandingStill, BetweenTheBeatsOfASimulatorIsNoGap) {
    for (const double step_mv : {0.001, 0.005, 0.02})
        for (const double rr_s : {0.8, 1.0}) {
            SCOPED_TRACE(rr_s);
            HeartOptions options;
            options.noise_mv = 0.0;
            options.rr_s = rr_s;
            auto ecg = made_heart(options);
            const auto flat = lead_of(ecg, "II").samples.front();
            for (auto& lead : ecg.leads)
                for (float& v : lead.samples) v = static_cast<float>(std::round(v / step_mv) * step_mv);
            EXPECT_TRUE(mark_standing_still(ecg).empty());
            hold(ecg, 2.0 * rr_s, 3.0 * rr_s, static_cast<float>(std::round(flat / step_mv) * step_mv));
            EXPECT_TRUE(mark_standing_still(ecg).empty()) << "a dropped beat";
            for (const auto& lead : ecg.leads) EXPECT_TRUE(lead.invalid.empty());
        }
}

}  // namespace
}  // namespace synchrony::measure

// Flutter whose waves stand between the beats: none of them is a P wave, and no PR rests on them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <random>

#include "made_heart.hpp"
#include "support/hospitals.hpp"
#include "support/paths.hpp"

namespace synchrony::measure {
namespace {

using made::flag_of;
using made::flags_of;
using made::made_heart;

/// Typical flutter: slowly down and steeply up, largest in II, III and aVF; the AV node lets every `fewest`th to
/// `most`th wave through, 0.1 s late. QRS and T are made_heart's.
record::Ecg with_flutter(double waves_per_min, int fewest, int most, unsigned seed) {
    constexpr double conduction_s = 0.1, rise_part = 0.3, r_in_beat_s = 0.32, qrs_from_s = 0.27, t_to_s = 0.75;
    constexpr std::array<double, 12> size_mv = {.02, .15, .13, -.085, -.055, .14, .08, .04, .03, .02, .02, .02};
    auto ecg = made_heart();
    const auto beat = made_heart({.noise_mv = 0.0});
    const double fs = ecg.sampling_frequency_hz, cycle_s = 60.0 / waves_per_min;
    std::mt19937 random(seed);
    std::vector<double> r_s;
    for (int k = 0; k * cycle_s < 10.0; k += fewest + static_cast<int>(random() % 2) * (most - fewest))
        r_s.push_back(k * cycle_s + conduction_s + rise_part * cycle_s);
    for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
        auto& x = ecg.leads[l].samples;
        const auto& usual = beat.leads[l].samples;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double phase = std::fmod(static_cast<double>(i) / fs, cycle_s) / cycle_s;
            const double wave =
                phase < 1.0 - rise_part ? 1.0 - phase / (1.0 - rise_part) : (phase - 1.0 + rise_part) / rise_part;
            x[i] = static_cast<float>(size_mv.at(l) * (2.0 * wave - 1.0) +
                                      0.002 * std::sin(0.37 * static_cast<double>(i * (l + 3))));
        }
        for (const double r : r_s)
            for (auto i = std::lround(qrs_from_s * fs); i < std::lround(t_to_s * fs); ++i)
                if (const auto at = std::lround((r - r_in_beat_s) * fs) + i; at >= 0 && at < ecg.sample_count())
                    x[static_cast<std::size_t>(at)] += usual[static_cast<std::size_t>(i)] - usual.back();
    }
    return ecg;
}

// Waves that always lie under the same part of the beat go away with it: some are missed (docs/results/quality.md).
TEST(Flutter, GivesNoPr) {
    int named = 0, with_pr = 0, all = 0;
    for (const double rate : {210.0, 255.0, 270.0, 285.0})
        for (const auto& [fewest, most] : {std::pair{2, 4}, std::pair{3, 4}, std::pair{3, 5}, std::pair{4, 4}})
            for (unsigned seed = 1; seed <= 3; ++seed) {
                const auto m = measure_ecg(with_flutter(rate, fewest, most, seed));
                ASSERT_TRUE(m) << m.error().message();
                ++all, named += flag_of(*m, "possible_flutter") ? 1 : 0, with_pr += m->intervals.pr_ms ? 1 : 0;
                if (m->atrial_waves.flutter) {
                    EXPECT_NEAR(m->atrial_waves.rate_bpm, rate, 0.08 * rate) << flags_of(*m);
                }
            }
    EXPECT_GE(named, 3 * all / 4);
    EXPECT_LE(with_pr, all / 10);
}

TEST(Flutter, IsNoSinusRhythmForGuidelines) {
    MeasureOptions o;
    o.patient.lvef_pct = 30.0;
    o.patient.nyha = 3;
    const auto m = measure_ecg(with_flutter(270.0, 3, 5, 1), o);
    ASSERT_TRUE(m && m->atrial_waves.flutter);
    const auto* flag = flag_of(*m, "possible_flutter");
    EXPECT_TRUE(flag->refuse && flag->models_only);
    EXPECT_FALSE(m->global.p);
    for (const auto& g : m->guidelines) {
        EXPECT_TRUE(g.withheld.empty());
        EXPECT_NE(std::ranges::find(g.reasons, "another rhythm"), g.reasons.end()) << g.sentence;
    }
    auto by_hand = o;  // who sees a P wave says where it begins
    by_hand.moved.p_onset_s = -0.16;
    by_hand.moved.p_end_s = -0.08;
    const auto moved = measure_ecg(with_flutter(270.0, 3, 5, 1), by_hand);
    ASSERT_TRUE(moved) << moved.error().message();
    EXPECT_TRUE(moved->intervals.pr_ms);
}

// The cardiologists of LUDB call 35 (2:1, no P wave found) and 103 (2:1 and 3:1) flutter; PTB-XL's codes 00449.
TEST(Flutter, OfRealRecordings) {
    const auto data = synchrony::test::data_folder();
    if (!data || !std::filesystem::exists(*data / "ludb" / "RECORDS"))
        GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    for (const auto& label : synchrony::test::labelled_ecgs(*data)) {
        const auto ecg = io::read_ecg(label.path);
        ASSERT_TRUE(ecg);
        const auto m = measure_ecg(*ecg);
        ASSERT_TRUE(m) << label.name;
        const bool flutter =
            label.name == "00449" || (label.source == "LUDB" && (label.name == "35" || label.name == "103"));
        if (flutter) {
            EXPECT_NE(flag_of(*m, "possible_flutter"), nullptr) << label.name;
            EXPECT_FALSE(m->intervals.pr_ms) << label.name;
        } else {
            EXPECT_FALSE(m->atrial_waves.flutter) << label.source << " " << label.name;
        }
    }
}

}  // namespace
}  // namespace synchrony::measure

#include "synchrony/measure/pacing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <numeric>

#include "made_heart.hpp"
#include "support/hospitals.hpp"
#include "support/paths.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony::measure {
namespace {

using made::flag_of;
using made::lead_of;
using made::made_heart;

constexpr std::int64_t beat_samples = 400, r_sample = 160;  // of made_heart at 500 Hz
constexpr std::int64_t qrs_onset_sample = 141;              // its Q wave begins three deviations before its peak

/// Adds `shape(k)` mV to every lead, k samples after an instant `before_qrs` samples before each complex; leads have it
/// in their own size and sign, as a dipole's would be.
record::Ecg with_pulses(record::Ecg e, std::int64_t before_qrs, std::int64_t length,
                        const std::function<float(std::int64_t)>& shape) {
    constexpr std::array<float, 12> size = {.4F, 1.2F, .8F, -.8F, -.2F, 1.F, -.5F, .6F, .9F, 1.F, .8F, .5F};
    for (std::size_t l = 0; l < e.leads.size(); ++l)
        for (std::int64_t at = qrs_onset_sample - before_qrs; at + length < e.sample_count(); at += beat_samples)
            for (std::int64_t k = 0; k < length; ++k)
                e.leads[l].samples[static_cast<std::size_t>(at + k)] += size.at(l) * shape(k);
    return e;
}

// A pulse of one sample, and one that the recorder drew out to 16 ms, as LUDB's 111 shows them.
float narrow_pulse(std::int64_t) {
    return 0.8F;
}
float plateau_pulse(std::int64_t k) {
    return 0.5F - 0.002F * static_cast<float>(k);
}

TEST(Pacing, APulseBeforeTheComplexIsSeenAndNotMeasured) {
    const auto own = measure_ecg(made_heart());
    ASSERT_TRUE(own);
    EXPECT_EQ(own->paced_part, 0.0);
    EXPECT_TRUE(own->pulses.empty());
    ASSERT_TRUE(own->intervals.qrs_ms);
    for (const bool plateau : {false, true}) {
        const auto m = measure_ecg(plateau ? with_pulses(made_heart(), 15, 8, plateau_pulse)
                                           : with_pulses(made_heart(), 15, 1, narrow_pulse));
        ASSERT_TRUE(m);
        EXPECT_GT(m->ventricular_paced_part, 0.8) << plateau;
        const auto* flag = flag_of(*m, "paced");
        ASSERT_NE(flag, nullptr) << plateau;
        EXPECT_TRUE(flag->refuse && !flag->models_only);
        EXPECT_NE(flag->detail.find("ventricular"), std::string::npos) << flag->detail;
        EXPECT_EQ(m->beats, own->beats);
        EXPECT_NEAR(m->intervals.qrs_ms.value_or(0.0), *own->intervals.qrs_ms, 8.0) << plateau;
        for (const auto* finding : m->conduction.all()) {
            if (finding->name == "paced_shape") continue;
            EXPECT_EQ(finding->answer, Answer::unknown) << finding->name;
        }
        EXPECT_FALSE(m->lbbb);
    }
}

TEST(Pacing, AtrialPulsesLeaveTheBundlesToBeJudged) {
    const auto m = measure_ecg(with_pulses(made_heart(), 80, 1, narrow_pulse));  // 160 ms before QRS: begins the P wave
    ASSERT_TRUE(m);
    const auto* flag = flag_of(*m, "paced");
    ASSERT_NE(flag, nullptr);
    EXPECT_NE(flag->detail.find("atrial"), std::string::npos) << flag->detail;
    EXPECT_EQ(m->ventricular_paced_part, 0.0);
    EXPECT_EQ(m->conduction.lbbb_esc_2013.answer, Answer::no);
}

// A recorder that loses samples holds the last value and jumps to the next, as LUDB's 109 does.
// Nobody can say whether a paced ventricle has LBBB.
TEST(Pacing, GuidelinesDoNotAskForTheBundleOfAPacedVentricle) {
    const auto m = measure_ecg(with_pulses(made_heart(), 15, 1, narrow_pulse));
    ASSERT_TRUE(m);
    ASSERT_GE(m->ventricular_paced_part, 0.3);
    for (const auto& g : m->guidelines) {
        EXPECT_EQ(std::ranges::find(g.missing, "lbbb"), g.missing.end()) << g.sentence;
        EXPECT_NE(g.sentence.find("the ventricles are paced, rows here are for intrinsic conduction"),
                  std::string::npos)
            << g.sentence;
    }
}

TEST(Pacing, ALossOfSamplesIsNoPulse) {
    auto e = made_heart();
    for (auto& lead : e.leads)
        for (std::size_t at = 150; at + 12 < lead.samples.size(); at += beat_samples) {
            std::fill_n(lead.samples.begin() + static_cast<std::ptrdiff_t>(at), 6, lead.samples[at]);
            std::fill_n(lead.samples.begin() + static_cast<std::ptrdiff_t>(at) + 6, 5, lead.samples[at + 8]);
        }
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m);
    EXPECT_EQ(m->paced_part, 0.0);
}

TEST(Pacing, OneArtefactIsNoPacemaker) {
    auto e = made_heart();
    for (auto& lead : e.leads) lead.samples[1330] += 1.0F;
    EXPECT_EQ(pulse_like_instants(e).size(), 1U);
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m);
    EXPECT_EQ(m->paced_part, 0.0);
}

/// Pulses in some of made_heart's beats, each so many samples before its complex; the leads' sizes by `size_of`.
record::Ecg with_some_pulses(const std::vector<std::pair<std::int64_t, std::int64_t>>& beat_and_delay,
                             const std::function<float(std::size_t lead, std::size_t pulse)>& size_of) {
    auto e = made_heart();
    for (std::size_t k = 0; k < beat_and_delay.size(); ++k)
        for (std::size_t l = 0; l < e.leads.size(); ++l) {
            const auto at = beat_and_delay[k].first * beat_samples + qrs_onset_sample - beat_and_delay[k].second;
            e.leads[l].samples[static_cast<std::size_t>(at)] += size_of(l, k);
        }
    return e;
}

constexpr std::array<float, 12> lead_sizes = {.3F, 1.F, .7F, -.65F, -.2F, .85F, -.4F, .5F, .8F, .9F, .7F, .4F};

// VVI: the clock runs out now before, now within a beat of the patient's own (PTB-XL 00382).
TEST(Pacing, OnDemandFallsIntoBeatsAtAnyDelay) {
    const auto demand = measure_ecg(
        with_some_pulses({{2, 26}, {6, 3}, {9, 15}}, [](std::size_t l, std::size_t) { return lead_sizes.at(l); }));
    ASSERT_TRUE(demand);
    const auto* flag = flag_of(*demand, "some_beats_paced");
    ASSERT_NE(flag, nullptr);
    EXPECT_EQ(flag->detail, "at least 3 of 13 beats, ventricular pulses: is there a pacemaker?");
    EXPECT_EQ(demand->pulses.size(), 3U);
    EXPECT_FALSE(demand->refused());
    // Of another dipole each time, or of one electrode far from the complexes: artefacts.
    const auto scattered = measure_ecg(with_some_pulses({{2, 26}, {6, 3}, {9, 15}}, [](std::size_t l, std::size_t k) {
        return lead_sizes.at((5 * k + 7 * l) % 12) * ((l + k) % 2 == 0 ? 1.0F : -1.0F);
    }));
    EXPECT_EQ(scattered->paced_part, 0.0);
    const auto elsewhere = measure_ecg(
        with_some_pulses({{2, -180}, {6, -220}, {9, 95}}, [](std::size_t l, std::size_t) { return lead_sizes.at(l); }));
    EXPECT_EQ(elsewhere->paced_part, 0.0);
}

TEST(Pacing, ChambersAreToldByTheTimeToTheComplex) {
    const std::vector<std::int64_t> r = {1000, 2000}, instants = {800, 950, 1800, 1951};  // 1 kHz
    const auto pulses = pacing_pulses(instants, r, 1000.0);
    ASSERT_EQ(pulses.size(), 4U);
    EXPECT_DOUBLE_EQ(paced_part(pulses, 2), 1.0);
    const auto ventricular = ventricular_pulses(pulses, 0.04);
    ASSERT_EQ(ventricular.size(), 2U);
    EXPECT_EQ(ventricular[0].sample, 950);
    EXPECT_EQ(ventricular[1].sample, 1951);
}

/// Every so many samples, averages of as many.
record::Ecg averaged_over(const record::Ecg& ecg, int step) {
    record::Ecg slow;
    slow.sampling_frequency_hz = ecg.sampling_frequency_hz / step;
    slow.record_name = ecg.record_name;
    for (const auto& lead : ecg.leads) {
        record::Lead l;
        l.name = lead.name;
        for (std::size_t i = 0; i + static_cast<std::size_t>(step) <= lead.samples.size();
             i += static_cast<std::size_t>(step))
            l.samples.push_back(std::accumulate(lead.samples.begin() + static_cast<std::ptrdiff_t>(i),
                                                lead.samples.begin() + static_cast<std::ptrdiff_t>(i) + step, 0.0F) /
                                static_cast<float>(step));
        slow.leads.push_back(std::move(l));
    }
    return slow;
}

// At 100 and 125 Hz the peak of an R wave is one sample: it was taken for a pacing spike.
TEST(Pacing, ALowSamplingRateIsNoPacing) {
    for (const int step : {2, 4, 5}) {
        const auto m = measure_ecg(averaged_over(made_heart(), step));
        ASSERT_TRUE(m);
        EXPECT_EQ(m->paced_part, 0.0) << 500 / step << " Hz";
        EXPECT_FALSE(flag_of(*m, "paced"));
    }
}

// Real recordings: of LUDB's hundred, those that ludb.csv calls paced and no other, at any rate.
TEST(Pacing, OfLudb) {
    const auto data = synchrony::test::data_folder();
    if (!data || !std::filesystem::exists(*data / "ludb" / "RECORDS"))
        GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    const auto records = datasets::read_annotated_folder(*data / "ludb");
    ASSERT_TRUE(records);
    const std::vector<std::string> pacemaker = {"45", "93", "95", "111"};
    for (const auto& r : *records) {
        const bool has = std::find(pacemaker.begin(), pacemaker.end(), r.name) != pacemaker.end();
        const auto m = measure_ecg(r.ecg);
        ASSERT_TRUE(m);
        if (has) {
            EXPECT_NE(flag_of(*m, "paced"), nullptr) << r.name;
            EXPECT_EQ(m->conduction.lbbb_esc_2013.answer, Answer::unknown) << r.name;
            EXPECT_EQ(m->conduction.nonspecific_delay.answer, Answer::unknown) << r.name;
            continue;
        }
        EXPECT_EQ(m->paced_part, 0.0) << r.name;
        for (const int step : {2, 4, 5}) EXPECT_EQ(measure_ecg(averaged_over(r.ecg, step))->paced_part, 0.0) << r.name;
    }
}

// PTB-XL calls 00382 paced: three pulses in 13 beats, by eye at 0.27, 7.55 and 9.14 s. Nobody else there has any.
TEST(Pacing, OfPtbXl) {
    const auto data = synchrony::test::data_folder();
    if (!data || !std::filesystem::exists(*data / "ptbxl" / "ptbxl.csv"))
        GTEST_SKIP() << "PTB-XL is not at hand: set SYNCHRONY_DATA";
    for (const auto& label : synchrony::test::labelled_ecgs(*data)) {
        if (label.source != "PTB-XL") continue;
        const auto ecg = io::read_ecg(label.path);
        ASSERT_TRUE(ecg) << label.name;
        const auto m = measure_ecg(*ecg);
        ASSERT_TRUE(m) << label.name;
        if (label.name != "00382") {
            EXPECT_TRUE(m->pulses.empty()) << label.name;
            continue;
        }
        ASSERT_EQ(m->pulses.size(), 3U);
        constexpr std::array<double, 3> seen_s = {0.27, 7.55, 9.14};
        for (std::size_t i = 0; i < seen_s.size(); ++i)
            EXPECT_NEAR(static_cast<double>(m->pulses[i].sample) / 500.0, seen_s.at(i), 0.02);
        EXPECT_NE(flag_of(*m, "some_beats_paced"), nullptr);
    }
}

// A virtual patient whose T waves are taken for beats (54/min): the pacemaker's rate counts, nothing is said of
// fibrillation, and the pulses that were seen are a lower bound.
TEST(Pacing, GivesTheRateAndIsNoFibrillation) {
    sim::PatientOptions options;
    options.conduction = sim::Conduction::paced_rv;
    const auto patient = *sim::simulate_patient(*sim::make_preset("nanjing"), 5, 2, options);
    const auto m = measure_ecg(patient.recording->ecg);
    ASSERT_TRUE(m && m->ventricles_paced() && m->heart_rate_bpm);
    EXPECT_NEAR(*m->heart_rate_bpm, patient.truth.heart_rate_bpm, 2.0);
    EXPECT_FALSE(m->likely_atrial_fibrillation);
    EXPECT_EQ(flag_of(*m, "paced")->detail.rfind("at least ", 0), 0U);
}

}  // namespace
}  // namespace synchrony::measure

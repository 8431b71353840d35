#include "synchrony/measure/delineation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/paths.hpp"
#include "synchrony/beats/detector.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/measure/delineation_score.hpp"

namespace synchrony::measure {
namespace {

const std::vector<datasets::AnnotatedRecord>* ludb() {
    static const auto records = []() -> std::vector<datasets::AnnotatedRecord> {
        const auto data = test::data_folder();
        if (!data || !std::filesystem::exists(*data / "ludb" / "RECORDS")) return {};
        auto all = datasets::read_annotated_folder(*data / "ludb");
        return all ? std::move(*all) : std::vector<datasets::AnnotatedRecord>{};
    }();
    return records.empty() ? nullptr : &records;
}

std::vector<std::int64_t> peaks_of(const record::Ecg& ecg) {
    std::vector<std::int64_t> peaks;
    const auto beats = beats::detect_beats(ecg);
    EXPECT_TRUE(beats);
    for (const auto& b : *beats) peaks.push_back(b.sample);
    return peaks;
}

std::vector<std::vector<ReferenceWave>> by_lead(const Delineation& d) {
    std::vector<std::vector<ReferenceWave>> waves;
    for (std::size_t l = 0; l < d.lead_names.size(); ++l) waves.push_back(waves_of_lead(d, l));
    return waves;
}

// Against the cardiologists' annotations. These records were trained on; figures on unseen halves are in docs/results.
TEST(Delineation, AgreesWithLudbAnnotators) {
    if (!ludb()) GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    DelineationScorer scorer;
    for (const auto& r : *ludb()) {
        const auto d = delineate(r.ecg, peaks_of(r.ecg));
        ASSERT_TRUE(d) << d.error().message();
        scorer.add(r.waves, by_lead(*d), global_qrs_duration_ms(*d));
    }
    const DelineationScore s = scorer.score();
    for (const auto* b : {&s.qrs_onset, &s.qrs_end}) {
        EXPECT_GE(b->sensitivity, 0.995);
        EXPECT_GE(b->positive_predictivity, 0.995);
        EXPECT_LE(std::abs(b->mean_ms), 3.0);
        EXPECT_LE(b->sd_ms, 10.0);
    }
    EXPECT_LE(s.qrs_duration.mae_ms, 8.0);
    EXPECT_LE(s.p_onset.sd_ms, 14.0);
    EXPECT_LE(s.p_end.sd_ms, 13.0);
    EXPECT_LE(s.t_end.sd_ms, 30.0);
    EXPECT_GE(s.p_peak.sensitivity, 0.97);
    EXPECT_GE(s.p_peak.positive_predictivity, 0.97);
}

TEST(Delineation, OneBadLeadDoesNotMoveTheOthers) {
    if (!ludb()) GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    double moved = 0.0;
    int n = 0;
    for (std::size_t k = 0; k < ludb()->size(); k += 10) {
        record::Ecg ecg = (*ludb())[k].ecg;
        const auto peaks = peaks_of(ecg);
        const auto before = global_qrs_duration_ms(*delineate(ecg, peaks));
        std::uint32_t state = 1;
        for (float& v : ecg.leads[7].samples) {  // V2 torn off: white noise of 2 mV
            state = state * 1664525U + 1013904223U;
            v = static_cast<float>(state >> 8U) / 8388608.0F * 2.0F - 2.0F;
        }
        const auto after = delineate(ecg, peaks);
        ASSERT_TRUE(after);
        EXPECT_EQ(after->usable[7], 0);
        moved += std::abs(*global_qrs_duration_ms(*after) - *before);
        ++n;
    }
    EXPECT_LE(moved / n, 6.0);
}

TEST(Delineation, WorksAtOtherSamplingFrequencies) {
    if (!ludb()) GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    const record::Ecg& ecg = (*ludb())[3].ecg;
    const auto peaks = peaks_of(ecg);
    record::Ecg half = ecg;
    half.sampling_frequency_hz = 250.0;
    for (auto& l : half.leads) {  // the mean of two samples lies half a sample later
        std::vector<float> s;
        for (std::size_t i = 0; i + 1 < l.samples.size(); i += 2) s.push_back(0.5F * (l.samples[i] + l.samples[i + 1]));
        l.samples = s;
    }
    std::vector<std::int64_t> half_peaks;
    for (const auto p : peaks) half_peaks.push_back(p / 2);
    const auto a = delineate(ecg, peaks), b = delineate(half, half_peaks);
    ASSERT_TRUE(a && b);
    EXPECT_NEAR(*global_qrs_duration_ms(*a), *global_qrs_duration_ms(*b), 6.0);
    for (std::size_t i = 1; i + 1 < a->beats.size(); ++i)
        EXPECT_NEAR(a->beats[i].global.t->end_s, b->beats[i].global.t->end_s, 0.02);
}

// Made slower by half, LUDB's complexes are as wide as those of bundle branch block; their annotated duration grows
// alike.
TEST(Delineation, WideComplexesAreNotPulledIn) {
    if (!ludb()) GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    double sum = 0.0;
    int n = 0;
    for (std::size_t k = 0; k < ludb()->size(); k += 4) {
        record::Ecg ecg = (*ludb())[k].ecg;
        const auto peaks = peaks_of(ecg);
        const auto expected = reference_qrs_duration_ms((*ludb())[k].waves);
        ecg.sampling_frequency_hz /= 1.5;
        const auto d = delineate(ecg, peaks);
        ASSERT_TRUE(d) << d.error().message();
        sum += *global_qrs_duration_ms(*d) - 1.5 * *expected;
        ++n;
    }
    EXPECT_NEAR(sum / n, 0.0, 15.0);
}

record::Ecg silent(int leads, int samples) {
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    for (int l = 0; l < leads; ++l) {
        record::Lead lead;
        lead.name = std::string(record::standard_leads()[static_cast<std::size_t>(l)]);
        lead.samples.assign(static_cast<std::size_t>(samples), 0.0F);
        e.leads.push_back(lead);
    }
    return e;
}

TEST(Delineation, RefusesWhatItCannotRead) {
    const std::vector<std::int64_t> one = {500}, twice = {500, 500}, outside = {5000};
    EXPECT_FALSE(delineate(record::Ecg{}, one));
    EXPECT_FALSE(delineate(silent(12, 100), one));
    EXPECT_FALSE(delineate(silent(12, 5000), twice));
    EXPECT_FALSE(delineate(silent(12, 5000), outside));
    record::Ecg uneven = silent(12, 5000);
    uneven.leads[4].samples.pop_back();
    EXPECT_FALSE(delineate(uneven, one));
}

TEST(Delineation, FlatAndBrokenSamplesGiveNoWavesAndNoCrash) {
    record::Ecg e = silent(3, 5000);
    e.leads[1].samples[100] = std::nanf("");
    const std::vector<std::int64_t> peaks = {0, 500, 4999};
    const auto d = delineate(e, peaks);
    ASSERT_TRUE(d);
    ASSERT_EQ(d->beats.size(), 3U);
    for (const auto& b : d->beats)
        for (const auto& l : b.leads) EXPECT_FALSE(l.qrs);
}

}  // namespace
}  // namespace synchrony::measure

#include "synchrony/measure/delineation_score.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::measure {
namespace {

ReferenceWave qrs(double onset, double peak, double end) {
    return {WaveKind::qrs, peak, onset, end};
}

std::vector<record::Annotation> annotations(std::initializer_list<std::pair<int, int>> sample_and_code) {
    std::vector<record::Annotation> a;
    for (const auto& [sample, code] : sample_and_code) {
        record::Annotation one;
        one.sample = sample;
        one.code = static_cast<std::int8_t>(code);
        a.push_back(one);
    }
    return a;
}

// LUDB's form: '(' 39, p 24, ')' 40, N 1, t 27.
TEST(WavesOfAnnotations, ReadTriplesAndMissingBrackets) {
    const auto a = annotations({{100, 39}, {110, 24}, {120, 40}, {150, 39}, {160, 1}, {180, 40}, {250, 27}, {290, 40}});
    const auto w = waves_of_annotations(a, 500.0);
    ASSERT_EQ(w.size(), 3U);
    EXPECT_EQ(w[0].kind, WaveKind::p);
    EXPECT_DOUBLE_EQ(*w[0].onset_s, 0.2);
    EXPECT_DOUBLE_EQ(w[1].peak_s, 0.32);
    EXPECT_DOUBLE_EQ(*w[1].end_s, 0.36);
    EXPECT_FALSE(w[2].onset_s);
    EXPECT_DOUBLE_EQ(*w[2].end_s, 0.58);
}

// Two found with onset errors of +4 and -2 ms, one missed, one invented between them, one before the first annotation
// (not counted).
TEST(DelineationScorer, CountsAsPublishedEvaluationsDo) {
    const std::vector<std::vector<ReferenceWave>> reference = {
        {qrs(1.00, 1.04, 1.10), qrs(2.00, 2.04, 2.10), qrs(3.00, 3.04, 3.10)}};
    const std::vector<std::vector<ReferenceWave>> test = {
        {qrs(0.20, 0.24, 0.30), qrs(1.004, 1.04, 1.10), qrs(1.40, 1.44, 1.50), qrs(2.998, 3.05, 3.11)}};
    DelineationScorer scorer;
    scorer.add(reference, test, 108.0);
    const DelineationScore s = scorer.score();
    EXPECT_EQ(s.qrs_onset.n, 2);
    EXPECT_NEAR(s.qrs_onset.mean_ms, 1.0, 1e-9);
    EXPECT_NEAR(s.qrs_onset.sd_ms, 3.0, 1e-9);
    EXPECT_NEAR(s.qrs_onset.sensitivity, 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(s.qrs_onset.positive_predictivity, 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(s.qrs_end.mean_ms, 5.0, 1e-9);
    EXPECT_NEAR(s.qrs_duration.mae_ms, 8.0, 1e-9);
    EXPECT_TRUE(std::isnan(s.p_peak.sensitivity));
}

TEST(DelineationScorer, ABoundaryLeftOutByTheAnnotatorCountsNowhere) {
    std::vector<std::vector<ReferenceWave>> reference = {{qrs(1.00, 1.04, 1.10), qrs(2.00, 2.04, 2.10)}};
    reference[0][1].onset_s.reset();
    DelineationScorer scorer;
    scorer.add(reference, reference, std::nullopt);
    const DelineationScore s = scorer.score();
    EXPECT_EQ(s.qrs_onset.n, 1);
    EXPECT_EQ(s.qrs_end.n, 2);
    EXPECT_EQ(s.qrs_onset.sensitivity, 1.0);
    EXPECT_EQ(s.qrs_duration.n, 0);
}

// Onsets at 0, 10 and 20 ms, ends at 90, 100 and 120 ms: 120 ms over leads; scatter of one lead from beat to beat
// cancels.
TEST(ReferenceQrsDuration, IsEarliestOnsetToLatestEndOverLeads) {
    std::vector<std::vector<ReferenceWave>> leads(3);
    for (int b = 0; b < 3; ++b) {
        const double t = 1.0 + b;
        const double slip = b == 1 ? -0.030 : 0.0;
        leads[0].push_back(qrs(t + 0.000 + slip, t + 0.05, t + 0.090));
        leads[1].push_back(qrs(t + 0.010, t + 0.05, t + 0.100));
        leads[2].push_back(qrs(t + 0.020, t + 0.05, t + 0.120));
    }
    EXPECT_NEAR(*reference_qrs_duration_ms(leads), 120.0, 1e-6);
    EXPECT_FALSE(reference_qrs_duration_ms({}));
}

}  // namespace
}  // namespace synchrony::measure

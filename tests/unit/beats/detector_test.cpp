// Beat detection on signals whose beats we know because we made them.
#include "synchrony/beats/detector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "synthetic.hpp"

namespace synchrony::beats {
namespace {

using test::SyntheticEcg;

std::vector<std::int64_t> detect(const std::vector<float>& lead, double rate_hz, const DetectorOptions& options = {}) {
    const auto peaks = detect_r_peaks(lead, rate_hz, options);
    EXPECT_TRUE(peaks) << peaks.error().message();
    return peaks.value_or(std::vector<std::int64_t>{});
}

/// Every true beat found once, within `tolerance_s`, and nothing else.
void expect_beats(const std::vector<std::int64_t>& found, const std::vector<double>& truth_s, double rate_hz,
                  double tolerance_s) {
    ASSERT_EQ(found.size(), truth_s.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(static_cast<double>(found[i]) / rate_hz, truth_s[i], tolerance_s) << "beat " << i;
}

class AtRate : public ::testing::TestWithParam<double> {};

TEST_P(AtRate, FindsEveryBeatWhereItIs) {
    const double rate_hz = GetParam();
    SyntheticEcg ecg{.rate_hz = rate_hz, .seconds = 60};
    ecg.regular(0.5, 0.8);
    expect_beats(detect(ecg.lead(), rate_hz), ecg.beats_s, rate_hz, 1.5 / rate_hz + 0.002);
}

INSTANTIATE_TEST_SUITE_P(Rates, AtRate,
                         ::testing::Values(100.0, 125.0, 128.0, 200.0, 250.0, 257.0, 360.0, 500.0, 512.0, 1000.0,
                                           2000.0));

class AtHeartRate : public ::testing::TestWithParam<double> {};

TEST_P(AtHeartRate, FindsEveryBeat) {
    SyntheticEcg ecg{.rate_hz = 360, .seconds = 60};
    ecg.regular(0.5, 60.0 / GetParam());
    expect_beats(detect(ecg.lead(), 360), ecg.beats_s, 360, 0.006);
}

INSTANTIATE_TEST_SUITE_P(BeatsPerMinute, AtHeartRate,
                         ::testing::Values(25.0, 35.0, 50.0, 90.0, 120.0, 150.0, 180.0, 220.0, 250.0, 280.0, 300.0));

TEST(Detector, NegativeQrs) {
    SyntheticEcg ecg{.rate_hz = 500, .seconds = 30, .r_mv = -1.0};
    ecg.regular(0.4, 0.9);
    expect_beats(detect(ecg.lead(), 500), ecg.beats_s, 500, 0.006);
}

TEST(Detector, TallTWave) {
    SyntheticEcg ecg{.rate_hz = 360, .seconds = 60, .r_mv = 1.0, .t_mv = 1.6};
    ecg.regular(0.5, 0.9);
    expect_beats(detect(ecg.lead(), 360), ecg.beats_s, 360, 0.006);
}

TEST(Detector, WideQrs) {
    SyntheticEcg ecg{.rate_hz = 500, .seconds = 30, .qrs_s = 0.18, .t_mv = -0.4};
    ecg.regular(0.6, 0.85);
    expect_beats(detect(ecg.lead(), 500), ecg.beats_s, 500, 0.012);
}

TEST(Detector, AmplitudeDoesNotMatter) {
    for (const double r_mv : {0.3, 1.0, 5.0}) {
        SyntheticEcg ecg{.rate_hz = 360, .seconds = 30, .r_mv = r_mv};
        ecg.t_mv = 0.25 * r_mv;
        ecg.regular(0.5, 0.8);
        expect_beats(detect(ecg.lead(), 360), ecg.beats_s, 360, 0.006);
    }
}

TEST(Detector, OffsetAndDriftDoNotMatter) {
    SyntheticEcg ecg{.rate_hz = 360, .seconds = 60};
    ecg.regular(0.5, 0.8);
    auto lead = ecg.lead();
    for (std::size_t i = 0; i < lead.size(); ++i)
        lead[i] += 300.0F + 2.0F * std::sin(2.0F * 3.14159265F * 0.3F * static_cast<float>(i) / 360.0F);
    expect_beats(detect(lead, 360), ecg.beats_s, 360, 0.006);
}

TEST(Detector, PauseOfSevenSeconds) {
    SyntheticEcg ecg{.rate_hz = 250, .seconds = 60};
    for (double t = 0.5; t < 25; t += 0.8) ecg.beats_s.push_back(t);
    for (double t = 32; t < 59.5; t += 0.8) ecg.beats_s.push_back(t);
    expect_beats(detect(ecg.lead(), 250), ecg.beats_s, 250, 0.008);
}

TEST(Detector, PrematureBeats) {
    SyntheticEcg ecg{.rate_hz = 360, .seconds = 60};
    for (int i = 0; i < 70; ++i) ecg.beats_s.push_back(0.5 + 0.8 * i + (i % 6 == 5 ? -0.32 : 0.0));
    expect_beats(detect(ecg.lead(), 360), ecg.beats_s, 360, 0.006);
}

TEST(Detector, ShortClips) {
    for (const double seconds : {1.5, 3.0, 10.0}) {
        SyntheticEcg ecg{.rate_hz = 500, .seconds = seconds};
        ecg.regular(0.3, 0.8);
        expect_beats(detect(ecg.lead(), 500), ecg.beats_s, 500, 0.004);
    }
}

TEST(Detector, FindsNothingWhereThereIsNothing) {
    EXPECT_TRUE(detect({}, 360).empty());
    EXPECT_TRUE(detect({1.0F}, 360).empty());
    EXPECT_TRUE(detect(std::vector<float>(36000, 0.0F), 360).empty());
    EXPECT_TRUE(detect(std::vector<float>(36000, -7.5F), 360).empty());
    EXPECT_TRUE(detect(std::vector<float>(36000, std::numeric_limits<float>::quiet_NaN()), 360).empty());
}

TEST(Detector, NoFalseBeatsInFlatAndSaturatedStretches) {
    SyntheticEcg ecg{.rate_hz = 360, .seconds = 90};
    ecg.regular(0.5, 0.8);
    for (const float level : {0.0F, 5.0F, -5.0F}) {
        auto lead = ecg.lead();
        std::fill(lead.begin() + 20 * 360, lead.begin() + 35 * 360, level);
        std::fill(lead.begin() + 50 * 360, lead.begin() + 52 * 360, level);
        std::vector<std::int64_t> inside;
        std::size_t outside = 0;
        for (const auto peak : detect(lead, 360)) {
            const double t = static_cast<double>(peak) / 360;
            if ((t > 19.95 && t < 35.05) || (t > 49.95 && t < 52.05))
                inside.push_back(peak);
            else
                ++outside;
        }
        EXPECT_THAT(inside, ::testing::IsEmpty()) << "level " << level;
        const auto expected = std::count_if(ecg.beats_s.begin(), ecg.beats_s.end(), [](double t) {
            return !(t > 19.95 && t < 35.05) && !(t > 49.95 && t < 52.05);
        });
        EXPECT_GE(outside + 1, static_cast<std::size_t>(expected)) << "level " << level;
        EXPECT_LE(outside, static_cast<std::size_t>(expected)) << "level " << level;
    }
}

/// What is left of the beats when a stretch is missing; those that its ends cut are not counted on either side.
std::vector<double> beats_outside(const std::vector<double>& beats_s, double from_s, double to_s) {
    std::vector<double> left;
    for (const double t : beats_s)
        if (t < from_s || t > to_s) left.push_back(t);
    return left;
}

TEST(Detector, MissingSamplesAreNoBeatsAndTheOthersAreFound) {
    SyntheticEcg ecg{.rate_hz = 360, .seconds = 60};
    ecg.regular(0.5, 0.8);
    auto lead = ecg.lead();
    // From 20.2 to 25.2 s, between beats: the T wave of the beat at 19.7 s is whole, the next beat seen is at 25.3 s.
    for (std::size_t i = 7272; i < 9072; ++i) lead[i] = std::numeric_limits<float>::quiet_NaN();
    expect_beats(detect(lead, 360), beats_outside(ecg.beats_s, 20.2, 25.2), 360, 0.006);
}

// Half of a short recording is missing; T waves are not taken for beats for that (they were), nor is the step from what
// is held to where the signal goes on.
TEST(Detector, AGapInAShortRecordingMakesNoBeats) {
    for (const double offset_mv : {0.0, 4.0}) {
        SyntheticEcg ecg{.rate_hz = 500, .seconds = 10, .t_mv = 0.45};
        for (double t = 0.4; t < 9.8; t += 1.4) ecg.beats_s.push_back(t);
        auto lead = ecg.lead();
        for (std::size_t i = 1400; i < 3900; ++i) lead[i] = std::numeric_limits<float>::quiet_NaN();
        for (std::size_t i = 3900; i < lead.size(); ++i) lead[i] += static_cast<float>(offset_mv);
        expect_beats(detect(lead, 500), beats_outside(ecg.beats_s, 2.7, 7.9), 500, 0.006);
    }
}

TEST(Detector, AnOffsetAfterMissingFirstSamplesIsNoBeat) {
    SyntheticEcg ecg{.rate_hz = 500, .seconds = 10};
    ecg.regular(1.0, 0.8);
    auto lead = ecg.lead();
    for (auto& sample : lead) sample += 5.0F;
    for (std::size_t i = 0; i < 250; ++i) lead[i] = std::numeric_limits<float>::quiet_NaN();
    expect_beats(detect(lead, 500), ecg.beats_s, 500, 0.006);
}

TEST(Detector, SurvivesAnySamples) {
    std::mt19937 random(3);
    for (int round = 0; round < 20; ++round) {
        std::vector<float> lead(7200);
        for (auto& sample : lead) {
            const auto bits = static_cast<std::uint32_t>(random());
            std::memcpy(&sample, &bits, sizeof sample);  // any float: NaN, infinity, 1e38, denormal
        }
        for (const auto peak : detect(lead, 360)) EXPECT_TRUE(peak >= 0 && peak < 7200);
    }
}

TEST(Detector, PiecesOfAnyLengthGiveTheSameBeats) {
    // Longer than two windows, so that windows meet inside.
    SyntheticEcg ecg{.rate_hz = 250, .seconds = 1300, .noise_mv = 0.08};
    for (double t = 0.5; t < 1299; t += 0.7 + 0.25 * std::sin(t)) ecg.beats_s.push_back(t);
    const auto lead = ecg.lead();
    const auto whole = detect(lead, 250);
    EXPECT_GT(whole.size(), 1700u);
    for (const std::size_t piece : {1u, 77u, 1000u, 16385u, 100000u}) {
        auto detector = BeatDetector::create(1, 250).value();
        std::vector<std::int64_t> found;
        for (std::size_t at = 0; at < lead.size(); at += piece) {
            const auto part = std::span(lead).subspan(at, std::min(piece, lead.size() - at));
            ASSERT_TRUE(detector.push(std::span(&part, 1)));
            for (const auto& beat : detector.take()) found.push_back(beat.sample);
        }
        detector.finish();
        for (const auto& beat : detector.take()) found.push_back(beat.sample);
        EXPECT_EQ(found, whole) << "pieces of " << piece;
    }
}

record::Ecg three_leads(const SyntheticEcg& ecg) {
    record::Ecg recording;
    recording.sampling_frequency_hz = ecg.rate_hz;
    for (const char* name : {"I", "II", "V5"}) {
        record::Lead lead;
        lead.name = name;
        lead.samples = ecg.lead();
        recording.leads.push_back(std::move(lead));
    }
    return recording;
}

std::vector<std::int64_t> samples_of(const core::Result<std::vector<Beat>>& beats) {
    EXPECT_TRUE(beats) << beats.error().message();
    std::vector<std::int64_t> samples;
    if (beats)
        for (const auto& beat : *beats) samples.push_back(beat.sample);
    return samples;
}

TEST(DetectorLeads, FlatOrNoisyLeadsDoNotDisturbTheOthers) {
    SyntheticEcg ecg{.rate_hz = 500, .seconds = 30};
    ecg.regular(0.5, 0.8);
    auto recording = three_leads(ecg);
    std::fill(recording.leads[0].samples.begin(), recording.leads[0].samples.end(), 0.0F);
    recording.leads[1].samples = test::noise(recording.leads[1].samples.size(), 1.0, 5);
    expect_beats(samples_of(detect_beats(recording)), ecg.beats_s, 500, 0.004);
}

TEST(DetectorLeads, OneLeadByName) {
    SyntheticEcg ecg{.rate_hz = 500, .seconds = 30};
    ecg.regular(0.5, 0.8);
    auto recording = three_leads(ecg);
    recording.leads[0].samples.assign(recording.leads[0].samples.size(), 0.0F);
    DetectorOptions options;
    options.lead = "II";
    expect_beats(samples_of(detect_beats(recording, options)), ecg.beats_s, 500, 0.004);
    options.lead = "I";
    EXPECT_TRUE(samples_of(detect_beats(recording, options)).empty());
    options.lead = "V9";
    const auto fault = detect_beats(recording, options);
    ASSERT_FALSE(fault);
    EXPECT_EQ(fault.error().got, "V9");
}

TEST(DetectorLeads, InvalidRangesAreNoBeatsAndTheOthersAreFound) {
    SyntheticEcg ecg{.rate_hz = 500, .seconds = 30};
    ecg.regular(0.5, 0.8);
    auto recording = three_leads(ecg);
    for (auto& lead : recording.leads) {
        lead.invalid.push_back(
            {5250, 7650});  // 10.5 to 15.3 s, between beats; what readers put there is the last value
        std::fill(lead.samples.begin() + 5250, lead.samples.begin() + 7650, lead.samples[5249]);
    }
    expect_beats(samples_of(detect_beats(recording)), beats_outside(ecg.beats_s, 10.5, 15.3), 500, 0.004);
    // Where one lead is missing the others tell.
    recording.leads[1].invalid.clear();
    recording.leads[1].samples = ecg.lead();
    expect_beats(samples_of(detect_beats(recording)), ecg.beats_s, 500, 0.004);
}

TEST(Detector, BeatsInNoiseRiseAndLieInTheRecording) {
    for (unsigned seed = 1; seed <= 8; ++seed) {
        SyntheticEcg ecg{.rate_hz = 250, .seconds = 40};
        ecg.regular(0.2, 0.45);
        auto lead = ecg.lead();
        std::mt19937 random(seed);
        std::normal_distribution<float> noise(0.0F, 0.4F);
        float slow = 0;
        for (float& v : lead) v += slow = 0.7F * slow + noise(random);
        const auto found = detect(lead, 250);
        ASSERT_FALSE(found.empty());
        EXPECT_GE(found.front(), 0);
        EXPECT_LT(found.back(), static_cast<std::int64_t>(lead.size()));
        for (std::size_t i = 1; i < found.size(); ++i) EXPECT_GE(found[i] - found[i - 1], 25) << seed << ": " << i;
    }
}

TEST(Detector, RefusesWhatItCannotDo) {
    EXPECT_FALSE(BeatDetector::create(0, 360));
    EXPECT_FALSE(BeatDetector::create(1000, 360));
    EXPECT_FALSE(BeatDetector::create(1, 50));
    EXPECT_FALSE(BeatDetector::create(1, std::numeric_limits<double>::quiet_NaN()));
    DetectorOptions options;
    options.block_s = 1e9;
    const auto fault = BeatDetector::create(1, 360, options);
    ASSERT_FALSE(fault);
    EXPECT_THAT(fault.error().where, ::testing::HasSubstr("block_s"));
    record::Ecg no_lead;
    no_lead.sampling_frequency_hz = 360;
    EXPECT_FALSE(detect_beats(no_lead));

    auto detector = BeatDetector::create(2, 360).value();
    const std::vector<float> samples(100);
    const std::vector<std::span<const float>> one{samples};
    EXPECT_FALSE(detector.push(one));
    const std::vector<std::span<const float>> uneven{samples, std::span(samples).first(99)};
    EXPECT_FALSE(detector.push(uneven));
}

}  // namespace
}  // namespace synchrony::beats

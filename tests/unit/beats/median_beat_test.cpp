// Median beats of recordings whose single beat we know.
#include "synchrony/beats/median_beat.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "synthetic.hpp"

namespace synchrony::beats {
namespace {

constexpr double rate_hz = 500;

struct Wave {
    double at_s, sd_s, mv;
};
using Shape = std::vector<Wave>;
// Leads I, II and V1 of a sinus beat, and of a ventricular one.
const std::vector<Shape> sinus{{{-0.16, 0.02, 0.1}, {0, 0.012, 0.6}, {0.28, 0.04, 0.15}},
                               {{-0.16, 0.02, 0.15}, {0, 0.012, 1.2}, {0.03, 0.01, -0.2}, {0.28, 0.04, 0.3}},
                               {{-0.16, 0.02, 0.05}, {-0.01, 0.008, 0.3}, {0.02, 0.012, -1.1}, {0.28, 0.04, -0.1}}};
const std::vector<Shape> ventricular{{{0.03, 0.04, -1.0}, {0.35, 0.05, 0.5}},
                                     {{0.03, 0.04, -1.5}, {0.35, 0.05, 0.6}},
                                     {{0.03, 0.04, 1.4}, {0.35, 0.05, -0.6}}};

double value(const Shape& shape, double t_s) {
    double sum = 0;
    for (const auto& wave : shape) {
        const double z = (t_s - wave.at_s) / wave.sd_s;
        sum += wave.mv * std::exp(-0.5 * z * z);
    }
    return sum;
}

class MadeRecording {
  public:
    MadeRecording(double seconds, double noise_mv) {
        ecg.sampling_frequency_hz = rate_hz;
        std::uint32_t seed = 1;
        for (const char* name : {"I", "II", "V1"}) {
            record::Lead lead;
            lead.name = name;
            lead.samples = test::noise(static_cast<std::size_t>(seconds * rate_hz), noise_mv, seed++);
            ecg.leads.push_back(std::move(lead));
        }
    }
    void add(double at_s, const std::vector<Shape>& beat, int jitter = 0) {
        const auto first = static_cast<std::size_t>(std::max(0.0, (at_s - 1.0) * rate_hz));  // all waves end within 1 s
        for (std::size_t lead = 0; lead < ecg.leads.size(); ++lead)
            for (std::size_t i = first; i < std::min(ecg.leads[lead].samples.size(), first + 1000); ++i)
                ecg.leads[lead].samples[i] +=
                    static_cast<float>(value(beat[lead], static_cast<double>(i) / rate_hz - at_s));
        peaks.push_back(std::llround(at_s * rate_hz) + jitter);
    }
    record::Ecg ecg;
    std::vector<std::int64_t> peaks;
};

/// Largest difference from the sinus beat over all leads, once both have lost their mean (the high-pass takes it).
double largest_error_mv(const MedianBeats& beats) {
    double worst = 0;
    for (std::size_t lead = 0; lead < beats.leads.size(); ++lead) {
        double mean = 0;
        std::vector<double> error;
        for (int i = 0; i < beats.samples(); ++i) {
            const double t_s = (i - beats.r_index) / rate_hz;
            error.push_back(static_cast<double>(beats.leads[lead][static_cast<std::size_t>(i)]) -
                            value(sinus[lead], t_s));
            mean += error.back() / beats.samples();
        }
        for (const double e : error) worst = std::max(worst, std::abs(e - mean));
    }
    return worst;
}

MedianBeatOptions unfiltered() {
    MedianBeatOptions options;
    options.high_pass_hz = 0;
    return options;
}

TEST(MedianBeat, UndoesJitterAndKeepsOddBeatsOut) {
    MadeRecording recording(13, 0.02);
    const int jitter[] = {0, 3, -4, 2, -2, 5, -5, 0, 1, -1, 4, -3};
    int i = 0;
    for (double t = 0.6; t < 12.2; t += 1.0, ++i) {
        if (i == 6)
            recording.add(t - 0.35, ventricular);
        else
            recording.add(t, sinus, jitter[i]);
    }
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats) << beats.error().message();
    EXPECT_EQ(beats->sampling_frequency_hz, rate_hz);
    EXPECT_EQ(beats->lead_names, (std::vector<std::string>{"I", "II", "V1"}));
    EXPECT_NEAR(beats->rr_s, 1.0, 0.02);
    EXPECT_EQ(beats->r_index, 200);
    EXPECT_EQ(beats->samples(), 500);
    EXPECT_EQ(beats->beats_used + beats->beats_rejected, 12);
    EXPECT_GE(beats->beats_rejected, 1);
    EXPECT_LE(beats->beats_rejected, 2);  // the ventricular beat, and the one whose T wave it cuts short
    EXPECT_EQ(beats->beats_rejected - beats->beats_cut_short, 1);
    // Noise of 0.02 mV over ten beats leaves about 0.01; 5 samples of jitter left in would cost 0.5 mV on the QRS.
    EXPECT_LT(largest_error_mv(*beats), 0.12);
}

// Two deflections of a size: a detector marks now the one, now the other, 70 ms later.
TEST(MedianBeat, OneShapeMarkedAtTwoDeflectionsIsOneShape) {
    MadeRecording recording(13, 0.02);
    std::vector<std::int64_t> right;
    int i = 0;
    for (double t = 0.6; t < 12.2; t += 1.0, ++i) {
        recording.add(t, sinus, i % 3 == 1 ? 35 : 0);
        right.push_back(std::llround(t * rate_hz));
    }
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats) << beats.error().message();
    EXPECT_EQ(beats->beats_used, 12);
    EXPECT_EQ(beats->beats_rejected, 0);
    ASSERT_EQ(beats->moved_peaks.size(), 4U);
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_EQ(beats->moved_peaks[k].found, right[1 + 3 * k] + 35);
        EXPECT_NEAR(static_cast<double>(beats->moved_peaks[k].moved), static_cast<double>(right[1 + 3 * k]), 2);
    }
    EXPECT_LT(largest_error_mv(*beats), 0.12);
}

// Noise that leaves two beats of one shape a correlation of about 0.8 (signal 0.1 mV^2, noise 0.025 in variance over
// the stretch compared): all of them are the patient's beat. A ventricular one is still kept out.
TEST(MedianBeat, NoiseIsNoReasonToKeepABeatOut) {
    MadeRecording recording(13, 0.15);
    int i = 0;
    for (double t = 0.6; t < 12.2; t += 1.0, ++i) recording.add(t, i == 6 ? ventricular : sinus);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats) << beats.error().message();
    EXPECT_EQ(beats->beats_used, 11);
    EXPECT_EQ(beats->beats_rejected, 1);
    auto strict = unfiltered();
    strict.least_in_noise = strict.least_correlation;
    EXPECT_GT(median_beats(recording.ecg, recording.peaks, strict)->beats_rejected, 4);
}

TEST(MedianBeat, HighPassTakesTheWanderAway) {
    MadeRecording recording(12, 0.005);
    for (double t = 0.6; t < 11.5; t += 1.0) recording.add(t, sinus);
    for (auto& lead : recording.ecg.leads)
        for (std::size_t i = 0; i < lead.samples.size(); ++i)
            lead.samples[i] += 2.0F + 0.8F * std::sin(2.0F * 3.14159265F * 0.15F * static_cast<float>(i) / 500.0F);
    const auto beats = median_beats(recording.ecg, recording.peaks);
    ASSERT_TRUE(beats);
    EXPECT_LT(largest_error_mv(*beats), 0.12);
}

TEST(MedianBeat, WindowShrinksAtHighRates) {
    MadeRecording recording(10, 0.005);
    for (double t = 0.5; t < 9.6; t += 0.5) recording.add(t, sinus);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->r_index, 113);          // 0.45 x 0.5 s, rounded
    EXPECT_EQ(beats->samples(), 113 + 155);  // 0.62 x 0.5 s
}

TEST(MedianBeat, OneBeatIsItsOwnMedian) {
    MadeRecording recording(2, 0.0);
    recording.add(1.0, sinus);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->beats_used, 1);
    EXPECT_EQ(beats->rr_s, 0.0);
    EXPECT_EQ(beats->samples(), 500);
    EXPECT_LT(largest_error_mv(*beats), 1e-6);
}

TEST(MedianBeat, BeatsAtTheEdgesServeWhenThereAreNoOthers) {
    MadeRecording recording(0.5, 0.0);
    recording.add(0.25, sinus);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->beats_used, 1);
    EXPECT_NEAR(static_cast<double>(beats->leads[1][static_cast<std::size_t>(beats->r_index)]), value(sinus[1], 0),
                1e-6);
}

TEST(MedianBeat, TwoKindsOfBeatGiveTheCommonerOne) {
    MadeRecording recording(16, 0.01);
    int i = 0;
    for (double t = 0.6; t < 15.4; t += 1.0, ++i) recording.add(t, i % 3 == 1 ? ventricular : sinus);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->beats_used, 10);
    EXPECT_LT(largest_error_mv(*beats), 0.1);
}

TEST(MedianBeat, IrregularRhythmLosesNoBeats) {
    MadeRecording recording(12, 0.01);
    double t = 0.6;
    for (const double rr : {0.5, 1.1, 0.7, 0.5, 1.0, 1.2, 0.55, 0.6, 1.1, 0.9, 0.55, 1.0}) {
        recording.add(t, sinus);
        t += rr;
    }
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_GE(beats->beats_used, 11);
}

TEST(MedianBeat, ANoisyOrFlatLeadDoesNotDecide) {
    MadeRecording recording(12, 0.01);
    for (double t = 0.6; t < 11.4; t += 1.0) recording.add(t, sinus);
    recording.ecg.leads[0].samples = test::noise(recording.ecg.leads[0].samples.size(), 1.0, 9);
    std::fill(recording.ecg.leads[2].samples.begin(), recording.ecg.leads[2].samples.end(), 0.0F);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->beats_used, 11);
}

TEST(MedianBeat, InvalidSamplesDoNotCountInTheirLead) {
    MadeRecording recording(12, 0.005);
    for (double t = 0.6; t < 11.4; t += 1.0) recording.add(t, sinus);
    auto& lead = recording.ecg.leads[1];
    lead.invalid.push_back({0, 4000});
    std::fill(lead.samples.begin(), lead.samples.begin() + 4000, 0.0F);
    auto options = unfiltered();
    options.least_correlation = 0.3;  // so that the beats are not kept out for their other leads' sake
    const auto beats = median_beats(recording.ecg, recording.peaks, options);
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->beats_used, 11);
    EXPECT_LT(largest_error_mv(*beats), 0.1);
}

// Of a long recording the median takes 120 beats; the others are judged, and are not odd for being left out.
TEST(MedianBeat, ALongRecordingOfLikeBeatsHasNoneRejected) {
    MadeRecording recording(320, 0.01);
    int i = 0;
    for (double t = 0.6; t < 319.2; t += 1.0, ++i) recording.add(t, i % 40 == 20 ? ventricular : sinus);
    const auto beats = median_beats(recording.ecg, recording.peaks, unfiltered());
    ASSERT_TRUE(beats);
    EXPECT_LE(beats->beats_used, MedianBeatOptions{}.most_beats);
    EXPECT_GE(beats->beats_used, MedianBeatOptions{}.most_beats - 8);
    EXPECT_EQ(beats->beats_rejected, 8);  // of 319 beats, those that are ventricular
    EXPECT_LT(largest_error_mv(*beats), 0.1);
}

TEST(MedianBeat, RefusesWhatItCannotDo) {
    MadeRecording recording(2, 0.0);
    EXPECT_FALSE(median_beats(recording.ecg, {}));
    const std::vector<std::int64_t> outside{-5, 100000};
    EXPECT_FALSE(median_beats(recording.ecg, outside));
    const std::vector<std::int64_t> inside{500};
    EXPECT_TRUE(median_beats(recording.ecg, inside));  // flat leads have a flat median beat
    MedianBeatOptions options;
    options.before_s = -1;
    EXPECT_FALSE(median_beats(recording.ecg, inside, options));
    recording.ecg.leads.clear();
    EXPECT_FALSE(median_beats(recording.ecg, inside));
}

}  // namespace
}  // namespace synchrony::beats

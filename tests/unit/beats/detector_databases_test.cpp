// Beat detection on the MIT-BIH Arrhythmia Database and LUDB, scored by EC57.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <numbers>

#include "support/paths.hpp"
#include "synchrony/beats/detector.hpp"
#include "synchrony/beats/score.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::beats {
namespace {

struct Recording {
    record::Ecg ecg;
    std::vector<record::Annotation> reference;
};

std::vector<std::filesystem::path> headers_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> headers;
    if (std::filesystem::is_directory(folder))
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    std::sort(headers.begin(), headers.end());
    return headers;
}

record::Ecg read(const std::filesystem::path& header) {
    const auto record = io::wfdb::read_record(header);
    EXPECT_TRUE(record) << record.error().message();
    const auto ecg = io::wfdb::to_ecg(*record);
    EXPECT_TRUE(ecg) << ecg.error().message();
    return *ecg;
}

std::vector<record::Annotation> annotations_of(std::filesystem::path header, const char* annotator) {
    const auto file = io::wfdb::read_annotations(header.replace_extension(), annotator);
    EXPECT_TRUE(file) << file.error().message();
    return file->annotations;
}

const std::vector<Recording>& mitdb() {
    static const auto recordings = [] {
        std::vector<Recording> all;
        if (const auto data = test::data_folder())
            for (const auto& header : headers_in(*data / "mitdb"))
                all.push_back({read(header), annotations_of(header, "atr")});
        return all;
    }();
    return recordings;
}

std::vector<record::Annotation> annotations(const std::vector<std::int64_t>& samples) {
    std::vector<record::Annotation> all;
    for (const auto sample : samples) {
        record::Annotation annotation;
        annotation.sample = sample;
        annotation.code = 1;
        all.push_back(annotation);
    }
    return all;
}

BeatScore scored(const std::vector<record::Annotation>& reference, const std::vector<std::int64_t>& found,
                 double rate_hz, std::int64_t length, double learning_s = 0) {
    ScoreOptions options;
    options.sampling_frequency_hz = rate_hz;
    options.learning_s = learning_s;
    options.record_length = length;
    const auto score = score_beats(reference, annotations(found), options);
    EXPECT_TRUE(score) << score.error().message();
    return *score;
}

std::vector<std::int64_t> in_lead(std::span<const float> lead, double rate_hz) {
    const auto peaks = detect_r_peaks(lead, rate_hz);
    EXPECT_TRUE(peaks) << peaks.error().message();
    return *peaks;
}

std::vector<std::int64_t> in_all_leads(const record::Ecg& ecg) {
    const auto beats = detect_beats(ecg);
    EXPECT_TRUE(beats) << beats.error().message();
    std::vector<std::int64_t> samples;
    for (const auto& beat : *beats) samples.push_back(beat.sample);
    return samples;
}

void expect_at_least(const std::vector<BeatScore>& scores, double least) {
    const auto summary = summarise(scores);
    std::cout << "tp " << summary.total.tp << " fn " << summary.total.fn << " fp " << summary.total.fp << " Se "
              << *summary.gross_sensitivity << " PPV " << *summary.gross_positive_predictivity << '\n';
    EXPECT_GE(*summary.gross_sensitivity, least);
    EXPECT_GE(*summary.gross_positive_predictivity, least);
}

TEST(MitBih, FirstSignalReachesTheTargets) {
    if (mitdb().empty()) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    ASSERT_EQ(mitdb().size(), 48u);
    std::vector<BeatScore> whole;
    std::vector<BeatScore> learned;
    std::vector<std::int64_t> distances;
    for (const auto& [ecg, reference] : mitdb()) {
        const auto found = in_lead(ecg.leads.front().samples, 360);
        whole.push_back(scored(reference, found, 360, ecg.sample_count()));
        learned.push_back(scored(reference, found, 360, ecg.sample_count(), 300));
        for (const auto& annotation : reference) {
            if (!record::is_beat(annotation.code) || found.empty()) continue;
            const auto next = std::lower_bound(found.begin(), found.end(), annotation.sample);
            std::int64_t nearest = 360;
            if (next != found.end()) nearest = *next - annotation.sample;
            if (next != found.begin()) nearest = std::min(nearest, annotation.sample - *(next - 1));
            if (nearest <= 54) distances.push_back(nearest);
        }
    }
    EXPECT_EQ(summarise(whole).total.tp + summarise(whole).total.fn, 109494);
    expect_at_least(whole, 0.9990);
    expect_at_least(learned, 0.9990);
    std::nth_element(distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2),
                     distances.end());
    EXPECT_LE(distances[distances.size() / 2], 3);  // samples: 10 ms at 360 Hz
}

TEST(MitBih, BothSignalsTogether) {
    if (mitdb().empty()) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    std::vector<BeatScore> scores;
    for (std::size_t i = 0; i < mitdb().size(); i += 4) {  // each lead costs the same again: a quarter of the records
        const auto& [ecg, reference] = mitdb()[i];
        scores.push_back(scored(reference, in_all_leads(ecg), 360, ecg.sample_count()));
    }
    expect_at_least(scores, 0.9985);
}

TEST(MitBih, TenSecondClipsWithoutLeadIn) {
    if (mitdb().empty()) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    constexpr std::int64_t length = 3600;
    constexpr std::int64_t spacing = 10800;
    // A beat that the clip cuts within 150 ms of its ends may be found or not: it is left out on both sides.
    constexpr std::int64_t edge = 54;
    const auto inner = [](std::int64_t sample) { return sample >= edge && sample < length - edge; };
    std::vector<BeatScore> scores;
    for (const auto& [ecg, reference] : mitdb()) {
        for (std::int64_t begin = 777; begin + length <= ecg.sample_count(); begin += spacing) {
            std::vector<record::Annotation> part;
            bool flutter = false;
            for (auto annotation : reference) {
                annotation.sample -= begin;
                if (annotation.code == 32) flutter = annotation.sample < length;      // '['
                if (annotation.code == 33 && annotation.sample < 0) flutter = false;  // ']'
                if (record::is_beat(annotation.code) && inner(annotation.sample)) part.push_back(annotation);
            }
            if (flutter) continue;
            auto found =
                in_lead(std::span(ecg.leads.front().samples).subspan(static_cast<std::size_t>(begin), length), 360);
            // What was found near an edge stays when an inner beat is its partner.
            std::erase_if(found, [&](std::int64_t sample) {
                return !inner(sample) && std::none_of(part.begin(), part.end(), [&](const auto& annotation) {
                    return std::abs(annotation.sample - sample) <= edge;
                });
            });
            scores.push_back(scored(part, found, 360, length));
        }
    }
    EXPECT_GT(scores.size(), 2800u);
    expect_at_least(scores, 0.9975);
}

TEST(MitBih, SaturatedAndFlatStretchesHoldNoBeats) {
    if (mitdb().empty()) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    int inside = 0;
    for (const auto& [ecg, reference] : mitdb()) {
        auto lead = ecg.leads.front().samples;
        lead.resize(360 * 120);
        std::fill(lead.begin() + 360 * 30, lead.begin() + 360 * 50, 5.115F);  // the converter's upper end
        std::fill(lead.begin() + 360 * 70, lead.begin() + 360 * 80, -5.12F);  // and its lower one
        std::fill(lead.begin() + 360 * 100, lead.begin() + 360 * 103, 0.0F);
        for (const auto peak : in_lead(lead, 360)) {
            const double t = static_cast<double>(peak) / 360;
            // A beat that the step cuts may be placed on the step itself.
            const auto within = [t](double from, double to) { return t > from + 0.05 && t < to - 0.05; };
            inside += within(30, 50) || within(70, 80) || within(100, 103);
        }
    }
    EXPECT_EQ(inside, 0);
}

/// Ten seconds on a drift of +-3 mV, cut where 5 % of the samples lie below and 8 % above: some beats lose their R
/// wave.
std::vector<float> cut_by_the_amplifier(std::span<const float> samples) {
    constexpr double drift_mv = 3.0, drift_hz = 0.25;
    std::vector<float> lead(samples.begin(), samples.end());
    for (std::size_t i = 0; i < lead.size(); ++i)
        lead[i] +=
            static_cast<float>(drift_mv * std::sin(2.0 * std::numbers::pi * drift_hz * static_cast<double>(i) / 360.0));
    auto sorted = lead;
    std::sort(sorted.begin(), sorted.end());
    const float low = sorted[sorted.size() / 20], high = sorted[sorted.size() - 1 - sorted.size() / 12];
    for (float& v : lead) v = std::clamp(v, low, high);
    return lead;
}

// What is left of such a beat makes no maximum of the envelope; the wave around it says that it was there.
TEST(MitBih, BeatsThatTheAmplifierCutsAreSeenAllTheSame) {
    if (mitdb().empty()) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    constexpr std::int64_t begin = 360 * 30, length = 3600, edge = 180;
    const auto inner = [](std::int64_t sample) { return sample >= edge && sample < length - edge; };
    std::vector<BeatScore> scores;
    for (const auto& [ecg, reference] : mitdb()) {
        std::vector<record::Annotation> part;
        for (auto annotation : reference) {
            annotation.sample -= begin;
            if (record::is_beat(annotation.code) && inner(annotation.sample)) part.push_back(annotation);
        }
        auto found = in_lead(
            cut_by_the_amplifier(std::span(ecg.leads.front().samples).subspan(static_cast<std::size_t>(begin), length)),
            360);
        std::erase_if(found, [&](std::int64_t sample) { return !inner(sample); });
        scores.push_back(scored(part, found, 360, length));
    }
    expect_at_least(scores, 0.93);  // without it: 0.89
}

class Ludb : public ::testing::TestWithParam<const char*> {};

TEST_P(Ludb, QrsOfTheCardiologists) {
    const auto data = test::data_folder();
    const std::vector<std::filesystem::path> headers =
        data ? headers_in(*data / "ludb" / "data") : std::vector<std::filesystem::path>{};
    if (headers.empty()) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    const std::string lead = GetParam();
    const auto annotator = lead.empty() ? "ii" : lead;
    std::vector<BeatScore> scores;
    for (const auto& header : headers) {
        const auto ecg = read(header);
        std::vector<record::Annotation> qrs;
        for (const auto& annotation : annotations_of(header, annotator.c_str()))
            if (record::is_beat(annotation.code)) qrs.push_back(annotation);
        ASSERT_FALSE(qrs.empty()) << header;
        auto found =
            lead.empty() ? in_all_leads(ecg) : in_lead(ecg.find_lead(lead)->samples, ecg.sampling_frequency_hz);
        // The beats at both ends are not annotated; what is found there has no truth to be held against.
        const auto window = static_cast<std::int64_t>(0.15 * ecg.sampling_frequency_hz);
        std::erase_if(found, [&](std::int64_t sample) {
            return sample < qrs.front().sample - window || sample > qrs.back().sample + window;
        });
        scores.push_back(scored(qrs, found, ecg.sampling_frequency_hz, ecg.sample_count()));
    }
    expect_at_least(scores, lead.empty() || lead == "ii" || lead == "v5" ? 0.998 : 0.995);
}

INSTANTIATE_TEST_SUITE_P(Leads, Ludb, ::testing::Values("", "i", "ii", "v1", "v5"));

}  // namespace
}  // namespace synchrony::beats

#include "synchrony/features/build_images.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "synchrony/core/half.hpp"
#include "synchrony/features/spectrogram.hpp"
#include "unit/features/support.hpp"

namespace synchrony::features {
namespace {

using testing::HasSubstr;

// Bumps of 1 mV every 0.8 s from 0.5 s on, with an offset that differs from lead to lead.
record::Ecg bumps(double fs, double seconds) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = fs;
    ecg.record_name = "bumps";
    for (const auto& [name, offset] : {std::pair{"I", 3.0}, {"II", -1.0}}) {
        record::Lead lead{.name = name, .unit = "mV", .samples = {}, .invalid = {}};
        for (int n = 0; n < seconds * fs; ++n) {
            const double since = std::fmod(n / fs - 0.5 + 0.4 + 80, 0.8) - 0.4;
            lead.samples.push_back(static_cast<float>(offset + std::exp(-std::pow(since / 0.015, 2))));
        }
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}

std::vector<std::int64_t> peaks(double fs) {
    std::vector<std::int64_t> r;
    for (int i = 0; i < 11; ++i) r.push_back(std::llround((0.5 + 0.8 * i) * fs));
    return r;
}

const record::PatientId built_patient("P");

core::Result<ImageSet> written(const ImageSetWriter& writer) {
    const test::TemporaryFolder folder;
    if (auto done = writer.write(folder / "set.safetensors", ""); !done) return core::fail(done.error());
    return ImageSet::open(folder / "set.safetensors");
}

std::vector<float> pixels_of(const ImageSet& set, std::size_t i) {
    std::vector<float> pixels;
    for (const auto half : set.pixels(i)) pixels.push_back(core::from_half(half));
    return pixels;
}

TEST(PrepareLead, HighPassEqualsScipy) {
    const auto golden = test::images_golden()["prepared"];
    const std::vector<float> x = golden["x"];
    const std::vector<double> expected = golden["highpassed"];
    const auto y = prepare_lead(x, 360, test::recipe("fine"));
    ASSERT_TRUE(y);
    ASSERT_EQ(y->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR((*y)[i], expected[i], 1e-6);
    EXPECT_EQ(prepare_lead(x, 500, test::recipe("fine"))->size(), 187u);  // 260 * 360 / 500 = 187.2
}

TEST(PrepareLead, ShortAndEmptyLeads) {
    const auto y = prepare_lead(std::vector<float>{5, 6, 7}, 360, test::recipe("fine"));
    ASSERT_TRUE(y);
    EXPECT_THAT(*y, testing::ElementsAre(-1, 0, 1));
    EXPECT_TRUE(prepare_lead({}, 360, test::recipe("fine"))->empty());
    EXPECT_FALSE(prepare_lead(std::vector<float>(100), 0, test::recipe("fine")));
}

TEST(BuildBeatImages, OneImagePerLeadAndBeat) {
    const auto ecg = bumps(360, 10);
    const auto r = peaks(360);
    const std::vector<std::int8_t> labels{0, 1, 2, 3, 4, 0, 0, 0, 0, 0, -1};
    const auto images = build_beat_images(ecg, built_patient, r, labels, {}, test::recipe("fine"));
    ASSERT_TRUE(images) << images.error().message();
    const auto set = written(*images);
    ASSERT_TRUE(set) << set.error().message();
    ASSERT_EQ(set->size(), 22u);
    EXPECT_EQ(set->leads(), (std::vector<std::string>{"I", "II"}));
    EXPECT_EQ(set->patients(), std::vector{built_patient});
    for (std::size_t i = 0; i < 22; ++i) {
        const auto& index = set->index()[i];
        EXPECT_EQ(index.lead, static_cast<int>(i / 11));
        EXPECT_EQ(index.beat, r[i % 11]);
        EXPECT_EQ(index.label, labels[i % 11]);
        EXPECT_NEAR(index.rr_before_s, i % 11 == 0 ? 0 : 0.8, 1e-6);
        EXPECT_NEAR(index.rr_after_s, i % 11 == 10 ? 0 : 0.8, 1e-6);
        EXPECT_NEAR(index.rr_local_s, 0.8, 1e-6);
    }
    // The offset of a lead is taken away and every inner beat looks alike.
    const auto model = pixels_of(*set, 4);
    EXPECT_GT(*std::max_element(model.begin(), model.end()), 2);
    for (const std::size_t i : {3u, 5u, 6u, 15u, 16u}) {
        const auto other = pixels_of(*set, i);
        for (std::size_t k = 0; k < model.size(); ++k) ASSERT_NEAR(other[k], model[k], 0.05) << i << " " << k;
    }
}

TEST(BuildBeatImages, OtherSamplingFrequenciesGiveTheSamePictures) {
    for (const char* name : {"fine", "paper"}) {
        const auto recipe = test::recipe(name);
        const auto here = written(*build_beat_images(bumps(360, 10), built_patient, peaks(360), {}, {}, recipe));
        const auto there = written(*build_beat_images(bumps(500, 10), built_patient, peaks(500), {}, {}, recipe));
        ASSERT_TRUE(here && there);
        EXPECT_EQ(there->index()[3].beat, peaks(500)[3]);  // at the record's own rate
        const auto a = pixels_of(*here, 5), b = pixels_of(*there, 5);
        for (std::size_t k = 0; k < a.size(); ++k) ASSERT_NEAR(a[k], b[k], 0.05) << name << " " << k;
    }
}

TEST(BuildBeatImages, TakesTheNamedLeads) {
    const std::vector<std::string> names{"ii"};
    const auto images = build_beat_images(bumps(360, 10), built_patient, peaks(360), {}, names, test::recipe("fine"));
    ASSERT_TRUE(images);
    EXPECT_EQ(images->size(), 11u);
    EXPECT_EQ(written(*images)->leads(), std::vector<std::string>{"II"});
    const std::vector<std::string> absent{"V1"};
    const auto refused = build_beat_images(bumps(360, 10), built_patient, peaks(360), {}, absent, test::recipe("fine"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), testing::AllOf(HasSubstr("V1"), HasSubstr("I II")));
}

TEST(BuildBeatImages, RefusesBeatsThatCannotBe) {
    const auto ecg = bumps(360, 10);
    const auto error_of = [&](std::vector<std::int64_t> r, std::vector<std::int8_t> labels) {
        const auto images = build_beat_images(ecg, built_patient, r, labels, {}, test::recipe("fine"));
        return images ? std::string("built") : images.error().message();
    };
    EXPECT_EQ(error_of({}, {}), "built");
    EXPECT_EQ(error_of({0, 3599}, {0, 0}), "built");
    EXPECT_THAT(error_of({5, 5}, {}), HasSubstr("beat 1"));
    EXPECT_THAT(error_of({-1}, {}), HasSubstr("-1"));
    EXPECT_THAT(error_of({3600}, {}), HasSubstr("3600"));
    EXPECT_THAT(error_of({5, 6}, {0}), HasSubstr("labels"));
}

TEST(BuildMedianImages, OneImageALead) {
    const auto ecg = bumps(500, 10);
    MedianBeats beats{.leads = {"I", "V5"},
                      .samples_mv = {},
                      .r_sample = 200,
                      .sampling_frequency_hz = 500,
                      .rr_s = 0.8,
                      .label = -1};
    for (const float gain : {1.0F, 2.0F}) {
        std::vector<float> beat;
        for (std::size_t n = 450; n < 950; ++n) beat.push_back(gain * (ecg.leads[0].samples[n] - 3.0F));  // R at 650
        beats.samples_mv.push_back(beat);
    }
    const auto recipe = test::recipe("fine");
    const auto images = build_median_images(beats, built_patient, recipe);
    ASSERT_TRUE(images) << images.error().message();
    const auto set = written(*images);
    ASSERT_TRUE(set);
    ASSERT_EQ(set->size(), 2u);
    EXPECT_EQ(set->leads(), (std::vector<std::string>{"I", "V5"}));
    EXPECT_EQ(set->index()[0].beat, median_beat);
    EXPECT_EQ(set->index()[1].rr_local_s, 0.8F);
    // The brightest column stands on the R peak: 99 of 248 samples in, column 99 / 8 = 12.4.
    const auto one = pixels_of(*set, 0), two = pixels_of(*set, 1);
    const auto row = one.begin() + 10 * 32;
    EXPECT_NEAR(static_cast<double>(std::max_element(row, row + 32) - row), 12.4, 0.7);
    for (std::size_t k = 0; k < one.size(); ++k)
        ASSERT_NEAR(std::expm1(two[k]), 2 * std::expm1(one[k]), 0.02 * std::expm1(two[k]) + 0.01);
}

TEST(BuildMedianImages, EndsAreHeld) {
    // A median beat that is flat at 1 mV has energy at 0 Hz only, also beyond its ends: no step is seen.
    const MedianBeats beats{.leads = {"II"},
                            .samples_mv = {std::vector<float>(100, 1.0F)},
                            .r_sample = 50,
                            .sampling_frequency_hz = 360,
                            .rr_s = 0,
                            .label = 0};
    const auto set = written(*build_median_images(beats, built_patient, test::recipe("fine")));
    ASSERT_TRUE(set);
    const auto pixels = pixels_of(*set, 0);
    for (std::size_t k = 0; k < 32; ++k) {
        EXPECT_NEAR(pixels[k], std::log1p(100.0), 1e-2);
        EXPECT_NEAR(pixels[8 * 32 + k], 0, 1e-3);
    }
}

TEST(BuildMedianImages, RefusesBeatsThatCannotBe) {
    const MedianBeats good{.leads = {"I", "II"},
                           .samples_mv = {std::vector<float>(100), std::vector<float>(100)},
                           .r_sample = 50,
                           .sampling_frequency_hz = 360,
                           .rr_s = 0.8,
                           .label = -1};
    const auto refused = [&](auto spoil) {
        auto bad = good;
        spoil(bad);
        return !build_median_images(bad, built_patient, test::recipe("fine"));
    };
    EXPECT_FALSE(refused([](MedianBeats&) {}));
    EXPECT_TRUE(refused([](MedianBeats& b) { b.leads.pop_back(); }));
    EXPECT_TRUE(refused([](MedianBeats& b) { b.samples_mv[1].pop_back(); }));
    EXPECT_TRUE(refused([](MedianBeats& b) { b.samples_mv[0].clear(); }));
    EXPECT_TRUE(refused([](MedianBeats& b) { b.r_sample = 100; }));
    EXPECT_TRUE(refused([](MedianBeats& b) { b.r_sample = -1; }));
    EXPECT_TRUE(refused([](MedianBeats& b) { b.sampling_frequency_hz = 0; }));
}

}  // namespace
}  // namespace synchrony::features

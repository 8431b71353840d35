#include "synchrony/features/recipe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/features/support.hpp"

namespace synchrony::features {
namespace {

using testing::HasSubstr;

TEST(Recipe, PaperIsWhatThePaperSays) {
    const auto r = test::recipe("paper");
    EXPECT_EQ(r.sampling_frequency_hz, 360);  // MIT-BIH's rate
    EXPECT_EQ(r.window_samples, 512);
    EXPECT_EQ(r.segment_rr, 1.2);
    EXPECT_EQ(r.segment_rule, SegmentRule::rr_multiple);
    EXPECT_TRUE(r.zero_edges);
    EXPECT_NEAR(r.row_hz(1), 0.703125, 1e-12);
    EXPECT_NEAR(r.row_hz(r.height - 1), 44.296875, 1e-12);
}

TEST(Recipe, FineHasNoUpsampledPixel) {
    const auto r = test::recipe("fine");
    // The power of a windowed spectrum is band-limited: the transform of an autocorrelation of 2 W - 1 samples, so W
    // samples give 2 W independent bins at most; in time the power of a Hann window moves no faster than 4 / W cycles a
    // sample, so columns W / 8 apart hold it all and closer ones would be interpolation.
    EXPECT_LE(r.fft_samples, 2 * r.window_samples);
    const double hop = r.segment_s * r.sampling_frequency_hz / (r.width - 1);
    EXPECT_GE(hop, r.window_samples / 8.0 - 1e-9);
    EXPECT_EQ(r.width, 32);
    EXPECT_EQ(r.height, 32);
}

TEST(Recipe, JsonRoundTripKeepsEveryField) {
    EXPECT_EQ(SpectrogramRecipe::names(),
              (std::vector<std::string>{"paper", "fine", "fine-normalised", "signed", "wave"}));
    for (const auto& name : SpectrogramRecipe::names()) {
        auto r = test::recipe(name);
        EXPECT_EQ(r.name, name);
        r.floor_mv = 0.1 / 3;
        const auto back = SpectrogramRecipe::from_json(r.to_json());
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(*back, r);
    }
    SpectrogramRecipe other{.name = "mine",
                            .sampling_frequency_hz = 500,
                            .highpass_hz = 0,
                            .segment_rule = SegmentRule::rr_multiple,
                            .segment_rr = 0.9,
                            .segment_s = 1.5,
                            .before_r = 0.25,
                            .window_samples = 100,
                            .fft_samples = 300,
                            .first_bin = 7,
                            .height = 20,
                            .width = 11,
                            .zero_edges = true,
                            .scale = PixelScale::magnitude,
                            .floor_mv = 0.5};
    EXPECT_EQ(SpectrogramRecipe::from_json(other.to_json()).value(), other);
}

TEST(Recipe, WaveIsTheSegmentOfFineSampleBySample) {
    const auto wave = test::recipe("wave"), fine = test::recipe("fine");
    EXPECT_TRUE(wave.is_wave());
    EXPECT_FALSE(fine.is_wave());
    EXPECT_EQ(wave.height, 1);
    EXPECT_EQ(wave.width, 249);  // 248 samples from the first to the end, both shown
    EXPECT_EQ(wave.segment_s, fine.segment_s);
    EXPECT_EQ(wave.before_r, fine.before_r);
    EXPECT_THAT(wave.to_json(), HasSubstr("\"scale\":\"voltage\""));
    auto two_rows = wave;
    two_rows.height = 2;
    EXPECT_FALSE(two_rows.check());
}

TEST(Recipe, RefusesWhatItDoesNotKnow) {
    const auto good = nlohmann::json::parse(test::recipe("fine").to_json());
    const auto error_of = [](const std::string& text) {
        const auto r = SpectrogramRecipe::from_json(text);
        return r ? std::string() : r.error().message();
    };
    ASSERT_EQ(error_of(good.dump()), "");
    auto extra = good;
    extra["blur"] = 1;
    EXPECT_THAT(error_of(extra.dump()), HasSubstr("blur"));
    for (const auto& [name, value] : good.items()) {
        auto missing = good;
        missing.erase(name);
        EXPECT_THAT(error_of(missing.dump()), HasSubstr(name));
        auto wrong = good;
        wrong[name] = nlohmann::json::array();
        EXPECT_THAT(error_of(wrong.dump()), HasSubstr(name));
    }
    EXPECT_THAT(error_of(""), HasSubstr("JSON"));
    EXPECT_THAT(error_of("[1]"), HasSubstr("JSON"));
    EXPECT_THAT(error_of("{"), HasSubstr("JSON"));
    EXPECT_THAT(error_of(std::string(1'000'000, '[')), HasSubstr("too long"));
}

TEST(Recipe, RefusesValuesOutOfRange) {
    const auto good = nlohmann::json::parse(test::recipe("fine").to_json());
    const auto refused = [&](const char* name, const nlohmann::json& value) {
        auto bad = good;
        bad[name] = value;
        return !SpectrogramRecipe::from_json(bad.dump());
    };
    EXPECT_TRUE(refused("name", ""));
    EXPECT_TRUE(refused("sampling_frequency_hz", 0));
    EXPECT_TRUE(refused("sampling_frequency_hz", 1e9));
    EXPECT_TRUE(refused("highpass_hz", -1));
    EXPECT_TRUE(refused("highpass_hz", 180));
    EXPECT_TRUE(refused("segment_rule", "none"));
    EXPECT_TRUE(refused("segment_rr", 1e6));
    EXPECT_TRUE(refused("segment_s", 0));
    EXPECT_TRUE(refused("before_r", 1.5));
    EXPECT_TRUE(refused("window_samples", 129));
    EXPECT_TRUE(refused("window_samples", 64.5));
    EXPECT_TRUE(refused("window_samples", 1e300));
    EXPECT_TRUE(refused("fft_samples", 1 << 30));
    EXPECT_TRUE(refused("first_bin", 34));
    EXPECT_TRUE(refused("height", 66));
    EXPECT_TRUE(refused("height", 100'000));
    EXPECT_TRUE(refused("width", 0));
    EXPECT_TRUE(refused("zero_edges", 1));
    EXPECT_TRUE(refused("scale", "sqrt"));
    EXPECT_TRUE(refused("floor_mv", 0));
    EXPECT_EQ(SpectrogramRecipe::named("coarse").error().kind, core::ErrorKind::usage);
}

}  // namespace
}  // namespace synchrony::features

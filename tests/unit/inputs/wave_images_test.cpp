// A wave is the recording's own samples, and those that the image of the same beat is made of.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/half.hpp"
#include "synchrony/inputs/beat_images.hpp"

namespace synchrony::inputs {
namespace {

// Lead MLII of MIT-BIH's record 100 around its third annotated beat, at sample 370: samples 345 to 388 less the
// baseline of 1024, 200 steps a mV, read from 100.dat by a decoder of format 212 written from WFDB's signal(5). WFDB's
// `rdsamp -r 100 -f s345 -t s389` prints the same numbers, baseline added.
constexpr std::int64_t first_sample = 345;
constexpr std::array steps{-64,  -69,  -71, -68, -66, -65, -66, -70, -73, -72, -76, -85, -89, -95, -102,
                           -107, -101, -83, -60, -32, -3,  47,  98,  144, 175, 188, 181, 151, 98,  33,
                           -22,  -54,  -78, -90, -95, -91, -85, -78, -78, -77, -78, -76, -76, -76};

// The second annotation of the record is a beat at sample 77, the third at 370.
TEST(WaveImages, HoldTheRecordingsSamples) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no data folder";
    const test::TemporaryFolder folder;
    BeatImagesRequest request;
    request.database = *data / "mitdb";
    request.records = {"100"};
    request.file = folder / "waves.safetensors";
    request.recipe = *features::SpectrogramRecipe::named("wave");
    request.recipe.highpass_hz = 0.0;
    const auto waves = beat_images(request, {});
    ASSERT_TRUE(waves) << waves.error().message();
    EXPECT_EQ(waves->height(), 1);
    EXPECT_EQ(waves->width(), 249);
    const auto index = waves->index();
    const auto beat = std::ranges::find_if(index, [&](const features::ImageIndex& image) {
        return image.beat == 370 && waves->leads()[static_cast<std::size_t>(image.lead)] == "MLII";
    });
    ASSERT_NE(beat, index.end());
    const auto pixels = waves->pixels(static_cast<std::size_t>(beat - index.begin()));
    constexpr std::int64_t begin = 370 - 99;  // 0.4 of 248 samples, rounded, lie before the R peak
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto column = static_cast<std::size_t>(first_sample - begin) + i;
        EXPECT_NEAR(core::from_half(pixels[column]), steps[i] / 200.0, 0.0025) << "half a step; sample " << i;
    }
}

TEST(WaveImages, AreOfTheBeatsAndLeadsOfTheImages) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no data folder";
    const test::TemporaryFolder folder;
    const auto index_of = [&](const char* recipe) {
        BeatImagesRequest request;
        request.database = *data / "mitdb";
        request.records = {"100"};
        request.file = folder / recipe;
        request.recipe = *features::SpectrogramRecipe::named(recipe);
        const auto set = beat_images(request, {});
        EXPECT_TRUE(set) << set.error().message();
        return std::vector<features::ImageIndex>(set->index().begin(), set->index().end());
    };
    const auto waves = index_of("wave"), images = index_of("fine");
    ASSERT_EQ(waves.size(), images.size());
    for (std::size_t i = 0; i < waves.size(); ++i) {
        EXPECT_EQ(waves[i].beat, images[i].beat);
        EXPECT_EQ(waves[i].lead, images[i].lead);
        EXPECT_EQ(waves[i].label, images[i].label);
        EXPECT_EQ(waves[i].rr_before_s, images[i].rr_before_s);
    }
}

}  // namespace
}  // namespace synchrony::inputs

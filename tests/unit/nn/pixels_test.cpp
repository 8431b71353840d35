#include "pixels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "synchrony/core/half.hpp"

namespace synchrony::nn {
namespace {

struct Images {
    std::vector<std::uint16_t> half;
    PixelBlock block;
    Images(std::size_t count, int height, int width) {
        for (std::size_t i = 0; i < count * static_cast<std::size_t>(height * width); ++i)
            half.push_back(core::to_half(static_cast<float>(i % 8)));
        block = {half.data(), count, height, width, features::PixelScale::log_magnitude};
    }
};

TEST(Pixels, AreScaledByMeanAndSpread) {
    const Images images(4, 4, 4);  // each value 0 to 7 equally often: mean 3.5, variance (64 - 1) / 12
    const std::vector<std::size_t> all{0, 1, 2, 3};
    const auto scaling = measure_scaling(images.block, all);
    EXPECT_NEAR(scaling.mean, 3.5, 1e-12);
    EXPECT_NEAR(scaling.sd, std::sqrt(63.0 / 12), 1e-12);
    std::vector<float> out(16);
    read_image(images.block, 2, scaling, out);
    EXPECT_NEAR(out[0], -3.5 / scaling.sd, 1e-6);
    EXPECT_NEAR(out[7], 3.5 / scaling.sd, 1e-6);
}

TEST(Pixels, GainActsOnTheMagnitudeUnderTheLogarithm) {
    // log(1 + m) with m = 3 and gain g: log(1 + 3 g).
    std::vector<std::uint16_t> half(16, core::to_half(std::log(4.0F)));
    const PixelBlock block{half.data(), 1, 4, 4, features::PixelScale::log_magnitude};
    Augmentation change = Augmentation::none();
    change.gain = 0.5;
    core::RandomStream random(1), copy(1);
    std::vector<float> out(16);
    read_changed_image(block, 0, {}, change, {}, random, out);
    const double gain = std::exp(0.5 * (2 * copy.uniform() - 1));
    EXPECT_NEAR(out[5], std::log1p(3 * gain), 2e-3);  // half precision keeps 11 bits
}

TEST(Pixels, ShiftMovesWholeColumns) {
    const Images images(1, 2, 8);  // each row is 0 to 7
    Augmentation change = Augmentation::none();
    change.shift_columns = 3;
    core::RandomStream random(1);
    std::vector<float> out(16);
    std::vector<int> seen;
    for (int i = 0; i < 200; ++i) {
        read_changed_image(images.block, 0, {}, change, {}, random, out);
        const int shift = 4 - static_cast<int>(out[4]);
        seen.push_back(shift);
        for (int column = 0; column < 8; ++column) {
            const auto expected = static_cast<float>(std::clamp(column - shift, 0, 7));
            EXPECT_EQ(out[static_cast<std::size_t>(column)], expected);
            EXPECT_EQ(out[static_cast<std::size_t>(column) + 8], expected);
        }
    }
    EXPECT_EQ(*std::ranges::min_element(seen), -3);
    EXPECT_EQ(*std::ranges::max_element(seen), 3);
}

TEST(Pixels, MaskCoversAStretchOfColumnsWithTheMean) {
    const Images images(1, 4, 8);
    Augmentation change = Augmentation::none();
    change.mask_columns = 3;
    change.mask_chance = 1.0;
    core::RandomStream random(1);
    std::vector<float> out(32);
    for (int i = 0; i < 50; ++i) {
        read_changed_image(images.block, 0, {}, change, {}, random, out);
        int masked = 0;
        for (std::size_t column = 0; column < 8; ++column) masked += out[column] == 3.5F;
        EXPECT_GE(masked, 1);
        EXPECT_LE(masked, 3);
    }
}

TEST(Pixels, ChannelsAreTheImagesThatTheyName) {
    Images images(4, 2, 2);  // 0 1 2 3 | 4 5 6 7 | 0 1 2 3 | 4 5 6 7
    std::vector<features::ImageIndex> index;
    for (const std::int64_t beat : {100, 200, 300}) index.push_back({0, 0, beat, 0, 0, 0, 0});
    index.push_back({0, 0, features::median_beat, -1, 0, 0, 0});
    const auto channels = features::ChannelImages::make(
        index, {}, {features::Channel::beat, features::Channel::median, features::Channel::previous});
    ASSERT_TRUE(channels);
    images.block.inputs = &*channels;
    EXPECT_EQ(images.block.input_pixels(), 12U);
    std::vector<float> out(12), changed(12);
    read_image(images.block, 2, {}, out);
    EXPECT_EQ(out, (std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7}));
    core::RandomStream random(1);
    read_changed_image(images.block, 2, {}, Augmentation::none(), {}, random, changed);
    EXPECT_EQ(out, changed);
}

// What is in time together in two leads stays so; channels of one lead are shifted each by itself.
TEST(Pixels, LeadsSeenAtOnceAreShiftedTogether) {
    Images images(4, 1, 32);
    std::vector<features::ImageIndex> index{{0, 0, 100, 0, 0, 0, 0}, {0, 1, 100, 0, 0, 0, 0}};
    const std::vector<std::string> leads{"I", "II"};
    const auto channels =
        features::ChannelImages::make(index, leads, {features::Channel::lead_i, features::Channel::lead_i});
    ASSERT_TRUE(channels);
    images.block.inputs = &*channels;
    Augmentation change = Augmentation::none();
    change.shift_columns = 5;
    core::RandomStream random(2);
    std::vector<float> out(images.block.input_pixels());
    bool moved = false;
    for (int look = 0; look < 20; ++look) {
        read_changed_image(images.block, 0, {}, change, {}, random, out);
        const auto half = static_cast<std::ptrdiff_t>(out.size() / 2);
        EXPECT_TRUE(std::equal(out.begin(), out.begin() + half, out.begin() + half));
        moved = moved || out[1] != core::from_half(images.block.image(0)[1]);
    }
    EXPECT_TRUE(moved);
}

// Signal and noise with a phase drawn for every pixel: the mean power is the sum of both powers.
TEST(Pixels, NoiseAddsItsPower) {
    constexpr int side = 64;
    std::vector<std::uint16_t> half(side * side, core::to_half(std::log(4.0F)));  // magnitude 3
    const PixelBlock block{half.data(), 1, side, side, features::PixelScale::log_magnitude};
    const NoiseImages noise{std::vector<float>(side * side, 2.0F), 1};
    Augmentation change = Augmentation::none();
    change.noise = 1.0;
    change.noise_chance = 1.0;
    core::RandomStream random(3), copy(3);
    std::vector<float> out(side * side);
    read_changed_image(block, 0, {}, change, {&noise}, random, out);
    (void)copy.uniform();  // the chance
    (void)copy.index(1);   // the image
    const double level = 2.0 * copy.uniform();
    double power = 0;
    for (const float pixel : out) power += std::pow(std::expm1(static_cast<double>(pixel)), 2) / (side * side);
    EXPECT_NEAR(power, 9 + level * level, 0.06 * 9);
    change.noise_chance = 0;
    read_changed_image(block, 0, {}, change, {&noise}, random, out);
    for (const float pixel : out) EXPECT_NEAR(pixel, std::log(4.0), 2e-3);
}

// Signed magnitudes: gain keeps the sign, and of noise of unknown phase what is in phase is added: half its power.
TEST(Pixels, SignedPixelsKeepTheirSign) {
    constexpr int side = 64;
    const std::vector<std::uint16_t> half(side * side, core::to_half(-std::log(4.0F)));  // -3
    const PixelBlock block{half.data(), 1, side, side, features::PixelScale::log_in_phase};
    Augmentation change = Augmentation::none();
    change.gain = 0.5;
    core::RandomStream random(3), copy(3);
    std::vector<float> out(side * side);
    read_changed_image(block, 0, {}, change, {}, random, out);
    const double gain = std::exp(0.5 * (2 * copy.uniform() - 1));
    for (const float pixel : out) EXPECT_NEAR(pixel, -std::log1p(3 * gain), 2e-3);
    const NoiseImages noise{std::vector<float>(side * side, 2.0F), 1};
    change = Augmentation::none();
    change.noise = change.noise_chance = 1.0;
    core::RandomStream noisy(4), of_noise(4);
    read_changed_image(block, 0, {}, change, {&noise}, noisy, out);
    (void)of_noise.uniform();  // the chance
    (void)of_noise.index(1);   // the image
    const double level = 2.0 * of_noise.uniform();
    double sum = 0, squares = 0;
    for (const float pixel : out) {
        const double added = std::copysign(std::expm1(std::abs(static_cast<double>(pixel))), pixel) + 3;
        sum += added / (side * side);
        squares += added * added / (side * side);
    }
    EXPECT_NEAR(sum, 0, 0.05 * level);
    EXPECT_NEAR(squares, level * level / 2, 0.05 * level * level);
}

// Voltages: noise is added with its sign, and the gain keeps the sign too.
TEST(Pixels, NoiseAddsToAWaveAsItIs) {
    const std::vector<float> wave{-1.0F, 0.5F, 0.0F, 2.0F};
    std::vector<std::uint16_t> half;
    for (const float sample : wave) half.push_back(core::to_half(sample));
    const PixelBlock block{half.data(), 1, 1, 4, features::PixelScale::voltage};
    const NoiseImages noise{{0.5F, -1.0F, 0.25F, 0.0F}, 1};
    Augmentation change = Augmentation::none();
    change.noise = 1.0;
    change.noise_chance = 1.0;
    core::RandomStream random(3), copy(3);
    std::vector<float> out(4);
    read_changed_image(block, 0, {}, change, {&noise}, random, out);
    (void)copy.uniform();  // the chance
    (void)copy.index(1);   // the stretch
    const auto level = static_cast<float>(copy.uniform());
    for (std::size_t i = 0; i < wave.size(); ++i) EXPECT_NEAR(out[i], wave[i] + level * noise.magnitudes[i], 1e-6);
    change = Augmentation::none();
    change.gain = 0.2;
    core::RandomStream other(5), same(5);
    const double gain = std::exp(0.2 * (2 * same.uniform() - 1));
    read_changed_image(block, 0, {}, change, {}, other, out);
    for (std::size_t i = 0; i < wave.size(); ++i) EXPECT_NEAR(out[i], gain * static_cast<double>(wave[i]), 1e-6);
}

// 2 columns of `fine` and 16 samples are both 44 ms.
TEST(Pixels, ChangesOfAWaveLastAsLongAsThoseOfAnImage) {
    const auto fine = *features::SpectrogramRecipe::named("fine"), wave = *features::SpectrogramRecipe::named("wave");
    const Augmentation change;
    EXPECT_EQ(in_columns_of(fine, change).key(), change.key());
    const auto of_wave = in_columns_of(wave, change);
    const double column_s = fine.segment_s / (fine.width - 1), sample_s = wave.segment_s / (wave.width - 1);
    EXPECT_NEAR(of_wave.shift_columns * sample_s, change.shift_columns * column_s, 1e-12);
    EXPECT_NEAR(of_wave.mask_columns * sample_s, change.mask_columns * column_s, 1e-12);
    EXPECT_EQ(of_wave.mask_rows, 0) << "one row hidden would be all";
    EXPECT_EQ(of_wave.gain, change.gain);
}

TEST(Pixels, NoChangeLeavesTheImage) {
    const Images images(1, 4, 4);
    core::RandomStream random(1);
    std::vector<float> changed(16), plain(16);
    read_changed_image(images.block, 0, {1, 2}, Augmentation::none(), {}, random, changed);
    read_image(images.block, 0, {1, 2}, plain);
    EXPECT_EQ(changed, plain);
}

}  // namespace
}  // namespace synchrony::nn

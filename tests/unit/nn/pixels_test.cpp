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
    read_changed_image(block, 0, {}, change, random, out);
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
        read_changed_image(images.block, 0, {}, change, random, out);
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
        read_changed_image(images.block, 0, {}, change, random, out);
        int masked = 0;
        for (std::size_t column = 0; column < 8; ++column) masked += out[column] == 3.5F;
        EXPECT_GE(masked, 1);
        EXPECT_LE(masked, 3);
    }
}

TEST(Pixels, NoChangeLeavesTheImage) {
    const Images images(1, 4, 4);
    core::RandomStream random(1);
    std::vector<float> changed(16), plain(16);
    read_changed_image(images.block, 0, {1, 2}, Augmentation::none(), random, changed);
    read_image(images.block, 0, {1, 2}, plain);
    EXPECT_EQ(changed, plain);
}

}  // namespace
}  // namespace synchrony::nn

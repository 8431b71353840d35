// The network that reads the wave: its arithmetic by hand, and that what it was taught holds on drawn waves.
#include <gtest/gtest.h>

#include <cmath>

#include "wave_network.hpp"

namespace synchrony::beats {
namespace {

/// One channel that hands on the sample itself, one block that adds the answer four positions later, halved.
WaveNetwork copying() {
    WaveNetwork net;
    net.channels = 1;
    net.stem.assign(wave_stem_taps, 0.0F);
    net.stem[wave_stem_taps / 2] = 1.0F;
    net.stem_bias = {0.25F};
    net.blocks = {{2, {0.0F, 0.0F, 0.0F, 0.0F, 1.0F}, {-1.0F}, {0.5F}, {0.125F}}};
    net.head = {10.0F};
    net.head_bias = -3.0F;
    return net;
}

TEST(WaveNetwork, AddsAndMultipliesAsByHand) {
    // Every second sample: 1, 2, 3, 4, 5, 6, 0, 0.
    std::vector<float> x(16, 0.0F);
    for (int i = 0; i < 6; ++i) x[static_cast<std::size_t>(2 * i)] = static_cast<float>(i + 1);
    const auto odds = wave_log_odds(copying(), x);
    ASSERT_EQ(odds.size(), 8U);
    // 10 * (x + 0.25 + 0.125 + max(0, x four later + 0.25 - 1) / 2) - 3; beyond the end the tap reads nothing.
    EXPECT_FLOAT_EQ(odds[0], 10.0F * (1.375F + 4.25F / 2) - 3.0F);
    EXPECT_FLOAT_EQ(odds[1], 10.0F * (2.375F + 5.25F / 2) - 3.0F);
    EXPECT_FLOAT_EQ(odds[2], 10.0F * 3.375F - 3.0F);
    EXPECT_FLOAT_EQ(odds[5], 10.0F * 6.375F - 3.0F);
    EXPECT_FLOAT_EQ(odds[7], 10.0F * 0.375F - 3.0F);
}

std::vector<float> drawn(double gain_mv, double hz) {
    std::vector<float> mv(static_cast<std::size_t>(10 * hz));
    const auto hump = [](double t, double at, double width) { return std::exp(-std::pow((t - at) / width, 2)); };
    for (std::size_t i = 0; i < mv.size(); ++i) {
        const double t = static_cast<double>(i) / hz;
        double v = 0.3 * std::sin(2 * 3.14159265 * 0.2 * t);  // breathing
        for (double r = 0.6; r < 10.0; r += 0.8)
            v += hump(t, r, 0.015) - 0.2 * hump(t, r + 0.03, 0.012) + 0.25 * hump(t, r + 0.28, 0.06);
        mv[i] = static_cast<float>(gain_mv * v);
    }
    return mv;
}

TEST(WaveNetwork, ReadsWavesInUnitsOfTheirOwnAndWithoutDrift) {
    const auto small = wave_inputs(drawn(0.5, 500.0), 500.0), large = wave_inputs(drawn(2.0, 500.0), 500.0);
    ASSERT_EQ(small.size(), 1000U);
    for (std::size_t i = 0; i < small.size(); ++i) ASSERT_NEAR(small[i], large[i], 0.01) << i;
    EXPECT_NEAR(small[460], 1.0, 0.1);  // an R peak, one of ten that are alike
    EXPECT_TRUE(wave_inputs(std::vector<float>(400, 1.0F), 500.0).empty()) << "less than a second";
    const auto still = wave_inputs(std::vector<float>(5000, 3.0F), 500.0);
    for (std::size_t i = 100; i < 900; ++i) ASSERT_NEAR(still[i], 0.0, 0.01) << i;
}

TEST(WaveNetwork, TellsQrsFromTWave) {
    const auto odds = wave_log_odds(trained_wave_network(), wave_inputs(drawn(1.0, 360.0), 360.0));
    ASSERT_EQ(odds.size(), 500U);
    for (double r = 1.4; r < 9.0; r += 0.8) {
        EXPECT_GT(odds[static_cast<std::size_t>(std::lround(50 * r))], 1.0F) << r;
        EXPECT_LT(odds[static_cast<std::size_t>(std::lround(50 * (r + 0.28)))], -1.0F) << r;
    }
}

}  // namespace
}  // namespace synchrony::beats

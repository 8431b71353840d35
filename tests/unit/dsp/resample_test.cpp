#include "synchrony/dsp/resample.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace synchrony::dsp {
namespace {

double tone(double t_s, double hz) {
    return std::sin(2 * std::numbers::pi * hz * t_s + 0.3);
}

// The largest error against the tone itself, `margin_s` away from the ends.
double worst_error(double from, double to, double seconds, double hz, double margin_s) {
    std::vector<double> x(static_cast<std::size_t>(std::lround(seconds * from)));
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = tone(static_cast<double>(i) / from, hz);
    const auto y = resample(std::span<const double>(x), from, to);
    if (!y || y->size() != resampled_length(x.size(), from, to)) return 1e9;
    double worst = 0;
    for (std::size_t k = 0; k < y->size(); ++k) {
        const double t = static_cast<double>(k) / to;
        if (t > margin_s && t < seconds - margin_s) worst = std::max(worst, std::abs((*y)[k] - tone(t, hz)));
    }
    return worst;
}

TEST(Resample, SinesComeBackAtEveryPairOfRates) {
    for (const double from : {128.0, 250.0, 257.0, 360.0, 500.0, 1000.0, 128.5})
        for (const double to : {128.0, 360.0, 500.0, 977.0})
            for (const double hz : {1.0, 11.0, 47.0})
                EXPECT_LT(worst_error(from, to, 20.0, hz, 6.0), 1e-7) << from << " to " << to << " Hz, " << hz << " Hz";
}

TEST(Resample, OffsetAndSlopeKeepTheirEnds) {
    std::vector<double> x(1000);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 5.0 + 0.001 * static_cast<double>(i);
    const auto y = resample(std::span<const double>(x), 500, 360);
    ASSERT_TRUE(y);
    ASSERT_EQ(y->size(), 720u);
    for (std::size_t k = 0; k < y->size(); ++k)
        ASSERT_NEAR((*y)[k], 5.0 + 0.001 * static_cast<double>(k) * 500 / 360, 1e-6) << k;
}

TEST(Resample, RemovesWhatTheLowerRateCannotHold) {
    std::vector<double> x(5000);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = tone(static_cast<double>(i) / 1000, 240);
    const auto y = resample(std::span<const double>(x), 1000, 360);
    ASSERT_TRUE(y);
    for (std::size_t k = 360; k + 360 < y->size(); ++k) ASSERT_LT(std::abs((*y)[k]), 1e-7) << k;
}

TEST(Resample, LengthIsRounded) {
    EXPECT_EQ(resampled_length(5000, 500, 360), 3600u);
    EXPECT_EQ(resampled_length(7, 500, 360), 5u);            // 5.04
    EXPECT_EQ(resampled_length(650000, 360, 500), 902778u);  // 902777.8
    for (const std::size_t n : {1u, 2u, 5u, 10u, 399u}) {
        const std::vector<float> x(n, 2.5F);
        const auto y = resample(std::span<const float>(x), 360, 977);
        ASSERT_TRUE(y);
        ASSERT_EQ(y->size(), resampled_length(n, 360, 977));
        for (const float v : *y) EXPECT_NEAR(v, 2.5F, 1e-5);
    }
    const auto none = resample(std::span<const double>{}, 360, 500);
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->empty());
}

TEST(Resample, EqualRatesGiveACopy) {
    const std::vector<double> x{1, -2, 3};
    EXPECT_EQ(*resample(std::span<const double>(x), 250, 250), x);
}

TEST(Resample, RefusesImpossibleRates) {
    const std::vector<double> x(10);
    const std::span<const double> s(x);
    for (const auto& [from, to] : {std::pair{0.0, 360.0},
                                   {360.0, 0.0},
                                   {-1.0, 360.0},
                                   {std::nan(""), 360.0},
                                   {360.0, std::numeric_limits<double>::infinity()},
                                   {1.0, 2000.0},
                                   {2000.0, 1.0}}) {
        const auto y = resample(s, from, to);
        ASSERT_FALSE(y) << from << " to " << to;
        EXPECT_EQ(y.error().kind, core::ErrorKind::usage);
    }
}

}  // namespace
}  // namespace synchrony::dsp

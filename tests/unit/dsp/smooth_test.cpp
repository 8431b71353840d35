#include "synchrony/dsp/smooth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "goldens.hpp"

namespace synchrony::dsp {
namespace {

TEST(Smooth, EqualsNumpyAndScipy) {
    const auto g = test::golden("smooth.json");
    const std::vector<double> x = g["x"];
    test::expect_near(moving_average(x, 7), g["average_7"], 1e-12, "moving average");
    test::expect_near(moving_median(x, 7), g["median_7"], 1e-12, "moving median");
    const auto median = moving_median(x, 11);
    test::expect_near({median.begin() + 5, median.end() - 5}, g["median_11_inside"], 0, "scipy.ndimage.median_filter");
    test::expect_near(derivative(x, 60.0), g["gradient_60hz"], 1e-9, "derivative");
    auto y = x;
    detrend_linear(y);
    test::expect_near(y, g["detrended"], 1e-12, "detrended");
}

TEST(Smooth, RunningSumDoesNotDrift) {
    std::vector<double> x(200'000, 1e6);  // a large stretch, then nothing
    std::fill(x.begin() + 100'000, x.end(), 0.1);
    const auto y = moving_average(x, 31);
    EXPECT_NEAR(y.back(), 0.1, 1e-12);
}

TEST(Smooth, MedianOfManyTiesAndWideWindows) {
    const std::vector<double> x{3, 3, 3, 1, 1, 1, 3, 3, 3};
    EXPECT_EQ(moving_median(x, 3), (std::vector<double>{3, 3, 3, 1, 1, 1, 3, 3, 3}));
    EXPECT_EQ(moving_median(x, 101), std::vector<double>(9, 3.0));
    EXPECT_EQ(moving_median(x, 1), x);
    EXPECT_TRUE(moving_median({}, 5).empty());
}

TEST(Smooth, ShortSignals) {
    EXPECT_EQ(derivative(std::vector<double>{4}, 100), std::vector<double>{0});
    EXPECT_EQ(derivative(std::vector<double>{4, 5}, 100), (std::vector<double>{100, 100}));
    std::vector<double> one{4};
    detrend_linear(one);
    EXPECT_EQ(one, std::vector<double>{0});
    EXPECT_EQ(moving_average(std::vector<double>{4}, 9), std::vector<double>{4});
}

}  // namespace
}  // namespace synchrony::dsp

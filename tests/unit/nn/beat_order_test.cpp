#include "beat_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace synchrony::nn {
namespace {

TEST(ClassWeights, FollowThePowerOfTheShare) {
    // Shares 0.9 and 0.1; inverse shares 10/9 and 10, whose mean over images is 2.
    const auto full = class_weights({900, 100, 0, 0, 0}, 1.0);
    EXPECT_NEAR(full[0], 1000.0 / 900 / 2, 1e-12);
    EXPECT_NEAR(full[1], 10.0 / 2, 1e-12);
    EXPECT_EQ(full[2], 0.0);
    const auto none = class_weights({900, 100, 0, 0, 0}, 0.0);
    EXPECT_NEAR(none[0], 1.0, 1e-12);
    EXPECT_NEAR(none[1], 1.0, 1e-12);
    // Square root: weights in the ratio 3 to 1.
    const auto root = class_weights({900, 100, 0, 0, 0}, 0.5);
    EXPECT_NEAR(root[1] / root[0], 3.0, 1e-12);
}

TEST(EpochOrder, ShowsEachImageOnceAndDiffersBetweenEpochs) {
    const core::RandomStream random(3);
    const auto first = epoch_order(100, {}, random, 0), second = epoch_order(100, {}, random, 1);
    auto sorted = first;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < sorted.size(); ++i) EXPECT_EQ(sorted[i], i);
    EXPECT_NE(first, second);
    EXPECT_EQ(first, epoch_order(100, {}, random, 0));
}

TEST(EpochOrder, DrawsByWeight) {
    std::vector<double> weights(1000, 1.0);
    std::fill(weights.begin(), weights.begin() + 100, 9.0);  // a tenth of the images, half of the weight
    const auto order = epoch_order(1000, weights, core::RandomStream(5), 0);
    const auto heavy = std::ranges::count_if(order, [](std::size_t i) { return i < 100; });
    EXPECT_NEAR(static_cast<double>(heavy), 500.0, 5 * 15.8);  // binomial: SD sqrt(1000 / 4)
}

}  // namespace
}  // namespace synchrony::nn

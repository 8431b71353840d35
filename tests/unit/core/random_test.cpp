#include "synchrony/core/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace synchrony::core {
namespace {

TEST(RandomStream, ChildrenDependOnNameAndIndexNotOnDraws) {
    RandomStream a(7);
    RandomStream b(7);
    (void)b.uniform();
    EXPECT_EQ(a.child("folds", 2).uniform(), b.child("folds", 2).uniform());
    EXPECT_NE(a.child("folds", 2).uniform(), a.child("folds", 3).uniform());
    EXPECT_NE(a.child("folds").uniform(), a.child("fold").uniform());
    EXPECT_NE(RandomStream(1).uniform(), RandomStream(2).uniform());
}

TEST(RandomStream, MomentsOfUniformAndNormal) {
    RandomStream random(11);
    constexpr int n = 200000;
    double sum = 0, square = 0, normal_sum = 0, normal_square = 0;
    for (int i = 0; i < n; ++i) {
        const double u = random.uniform();
        const double z = random.normal();
        sum += u, square += u * u, normal_sum += z, normal_square += z * z;
    }
    // Five standard errors around 1/2, 1/3, 0 and 1.
    EXPECT_NEAR(sum / n, 0.5, 5 * std::sqrt(1.0 / 12 / n));
    EXPECT_NEAR(square / n, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / n));
    EXPECT_NEAR(normal_sum / n, 0.0, 5 / std::sqrt(n));
    EXPECT_NEAR(normal_square / n, 1.0, 5 * std::sqrt(2.0 / n));
}

TEST(RandomStream, IndexIsEvenAndShuffleIsAPermutation) {
    RandomStream random(3);
    std::vector<int> counts(7);
    for (int i = 0; i < 70000; ++i) ++counts[random.index(7)];
    for (const int count : counts) EXPECT_NEAR(count, 10000, 5 * std::sqrt(10000.0));

    std::vector<int> items(100);
    std::iota(items.begin(), items.end(), 0);
    auto shuffled = items;
    random.shuffle(shuffled);
    EXPECT_NE(shuffled, items);
    std::sort(shuffled.begin(), shuffled.end());
    EXPECT_EQ(shuffled, items);
}

}  // namespace
}  // namespace synchrony::core

#include "synchrony/stats/paired.hpp"

#include <gtest/gtest.h>

#include <array>

namespace synchrony::stats {
namespace {

// By hand: differences 1 2 3 4 5, mean 3, sum of squares about it 10, sd sqrt(10/4) = 1.5811388, standard error
// sd / sqrt(5) = 0.7071068; Student's t, 4 degrees, 97.5 %: 2.776445 (printed tables); 0.7071068 * 2.776445 = 1.963243.
TEST(Paired, interval_of_five_differences) {
    const std::array first{2.0, 4.0, 6.0, 8.0, 10.0};
    const std::array second{1.0, 2.0, 3.0, 4.0, 5.0};
    const auto found = paired_difference(first, second);
    ASSERT_TRUE(found && found->interval && found->sd);
    EXPECT_EQ(found->pairs, 5U);
    EXPECT_DOUBLE_EQ(found->mean, 3.0);
    EXPECT_NEAR(*found->sd, 1.5811388, 1e-7);
    EXPECT_NEAR(found->interval->low, 3.0 - 1.963243, 1e-6);
    EXPECT_NEAR(found->interval->high, 3.0 + 1.963243, 1e-6);
}

TEST(Paired, the_order_turns_the_sign) {
    const std::array first{0.81, 0.79, 0.85};
    const std::array second{0.80, 0.75, 0.86};
    const auto one = paired_difference(first, second);
    const auto other = paired_difference(second, first);
    ASSERT_TRUE(one && other);
    EXPECT_NEAR(one->mean, -other->mean, 1e-15);
    EXPECT_NEAR(one->interval->low, -other->interval->high, 1e-15);
}

TEST(Paired, one_pair_has_no_interval_and_none_no_answer) {
    const std::array one{1.0};
    const std::array two{1.0, 2.0};
    EXPECT_FALSE(paired_difference(one, one)->interval);
    EXPECT_FALSE(paired_difference({}, {}));
    EXPECT_FALSE(paired_difference(one, two));
}

}  // namespace
}  // namespace synchrony::stats

#include "synchrony/core/half.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace synchrony::core {
namespace {

// Bit patterns of IEEE 754-2008 binary16.
TEST(Half, KnownPatterns) {
    EXPECT_EQ(to_half(0.0F), 0x0000);
    EXPECT_EQ(to_half(-0.0F), 0x8000);
    EXPECT_EQ(to_half(1.0F), 0x3c00);
    EXPECT_EQ(to_half(-2.0F), 0xc000);
    EXPECT_EQ(to_half(65504.0F), 0x7bff);
    EXPECT_EQ(to_half(1e6F), 0x7c00);
    EXPECT_EQ(to_half(0x1.0p-24F), 0x0001);
    EXPECT_EQ(to_half(1.0F + 0x1.0p-11F), 0x3c00) << "a tie rounds to even";
    EXPECT_EQ(from_half(0x3555), 0x1.554p-2F);
    EXPECT_TRUE(std::isnan(from_half(to_half(std::numeric_limits<float>::quiet_NaN()))));
}

}  // namespace
}  // namespace synchrony::core

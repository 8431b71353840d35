// Ticks against cases worked out by hand.
#include "synchrony/draw/ticks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::draw {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Ticks, StandAtRoundNumbers) {
    EXPECT_THAT(nice_ticks(0.0, 1.0, 6).labels, ElementsAre("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"));
    EXPECT_THAT(nice_ticks(0.0, 1.0, 5).labels, ElementsAre("0.0", "0.5", "1.0"));
    EXPECT_THAT(nice_ticks(0.0, 100.0, 6).labels, ElementsAre("0", "20", "40", "60", "80", "100"));
    EXPECT_THAT(nice_ticks(-1.3, 1.3, 4).labels, ElementsAre("\u22121", "0", "1"));
    EXPECT_THAT(nice_ticks(3.2, 7.9, 5).labels, ElementsAre("4", "5", "6", "7"));
    EXPECT_THAT(nice_ticks(0.0, 0.0031, 4).labels, ElementsAre("0.000", "0.001", "0.002", "0.003"));
    EXPECT_THAT(nice_ticks(1200.0, 2600.0, 4).labels, ElementsAre("1500", "2000", "2500"));
}

TEST(Ticks, AreNeverMoreThanAskedForAndTheFinestOfTheirKind) {
    const auto ticks = nice_ticks(0.0, 180.0, 10);
    EXPECT_EQ(ticks.step, 20.0);  // 0, 20, ... 180 are 10; steps of 10 would be 19
    EXPECT_EQ(ticks.places.size(), 10u);
}

TEST(Ticks, IncludeBoundsThatRoundingMoved) {
    const auto ticks = nice_ticks(0.1 * 3.0, 0.9, 7);  // 0.30000000000000004
    ASSERT_FALSE(ticks.places.empty());
    EXPECT_THAT(ticks.places.front(), DoubleNear(0.3, 1e-12));
    EXPECT_THAT(ticks.labels.back(), "0.9");
}

TEST(Ticks, AreSaneForOddRanges) {
    EXPECT_THAT(nice_ticks(2.0, 2.0, 5).labels, ElementsAre("2"));
    EXPECT_THAT(nice_ticks(1.0, 0.0, 5).places, IsEmpty());
    EXPECT_THAT(nice_ticks(std::nan(""), 1.0, 5).places, IsEmpty());
    EXPECT_THAT(nice_ticks(0.0, HUGE_VAL, 5).places, IsEmpty());
    EXPECT_LE(nice_ticks(-1e-9, 1e12, 8).places.size(), 8u);
}

TEST(FixedText, WritesAMinusSignAndNoNegativeZero) {
    EXPECT_EQ(fixed_text(-0.25, 2), "\u22120.25");
    EXPECT_EQ(fixed_text(-0.001, 2), "0.00");
    EXPECT_EQ(fixed_text(12.0, 0), "12");
}

TEST(Numbers, AreWholeWhereSignificantDigitsWouldEndBeforeTheUnits) {
    EXPECT_EQ(significant_text(0.03124, 3), "0.0312");
    EXPECT_EQ(significant_text(200.845, 3), "201");
    EXPECT_EQ(significant_text(-1234.5, 3), "\u22121234");
    EXPECT_EQ(significant_text(12345.0, 4), "12345");
}

}  // namespace
}  // namespace synchrony::draw

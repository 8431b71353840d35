#include "irregular_rhythm.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::nn {
namespace {

TEST(IrregularRhythm, IsWithoutOrderAndRepeats) {
    const auto timing = irregular_rhythms(core::RandomStream(1));
    EXPECT_EQ(timing, irregular_rhythms(core::RandomStream(1)));
    ASSERT_GT(timing.size(), 1000U);
    // Neighbouring intervals know nothing of each other: before and after, against the recording's median, are not
    // correlated. (After a premature beat a pause would follow.)
    double xy = 0, xx = 0, yy = 0;
    for (const auto& beat : timing) {
        const double x = beat[5], y = beat[6];
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    EXPECT_NEAR(xy / std::sqrt(xx * yy), 0, 0.05);
    double spread = 0;
    for (const auto& beat : timing) spread += static_cast<double>(beat[11]) / static_cast<double>(timing.size());
    EXPECT_NEAR(spread, 0.2, 0.03);
}

}  // namespace
}  // namespace synchrony::nn

// Truth: Newcombe's own example of method 10, and prediction intervals by hand.
#include "synchrony/eval/agreement.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace synchrony::eval {
namespace {

cohort::Printed printed(const char* text) {
    return cohort::parse_printed(text).value();
}

// Newcombe 1998, table II, column (a): 56/70 less 48/80, method 10 without continuity correction 0.0524 to 0.3339.
TEST(Agreement, OfOneCohortIsNewcombesInterval) {
    const OwnShare own{48.0 / 80.0, stats::wilson_interval(48, 80)};
    const auto found = agreement_with(printed("0.80"), 70, std::vector{own});
    ASSERT_TRUE(found);
    constexpr double half = 0.005;  // "0.80" is all that rounds to it
    EXPECT_NEAR(found->difference.low, 0.0524 - half, 5e-5);
    EXPECT_NEAR(found->difference.high, 0.3339 + half, 5e-5);
    EXPECT_FALSE(found->agrees);
    EXPECT_FALSE(found->sd);
    const OwnShare near{55.0 / 80.0, stats::wilson_interval(55, 80)};
    EXPECT_TRUE(agreement_with(printed("0.80"), 70, std::vector{near})->agrees);
}

// Three cohorts 0.5, 0.6, 0.7: mean 0.6, SD 0.1; t of 2 degrees 4.302653; half 4.302653 * 0.1 * sqrt(4/3) = 0.496828.
TEST(Agreement, OfSeveralCohortsIsAPredictionInterval) {
    const std::vector<OwnShare> own{{0.5, {}}, {0.6, {}}, {0.7, {}}};
    const auto found = agreement_with(printed("0.038"), 25, own);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->ours, 0.6, 1e-12);
    EXPECT_NEAR(found->sd.value(), 0.1, 1e-12);
    EXPECT_NEAR(found->difference.low, 0.0375 - 0.6 - 0.496828, 1e-5);
    EXPECT_NEAR(found->difference.high, 0.0385 - 0.6 + 0.496828, 1e-5);
    EXPECT_FALSE(found->agrees);
    EXPECT_TRUE(agreement_with(printed("0.2"), 25, own)->agrees);
}

// What is printed is all that rounds to it: cohorts that all say 0.604 agree with "0.60".
TEST(Agreement, RoundingIsNoDisagreement) {
    const std::vector<OwnShare> own{{0.604, {}}, {0.604, {}}};
    EXPECT_TRUE(agreement_with(printed("0.60"), 71, own)->agrees);
    EXPECT_FALSE(agreement_with(printed("0.600"), 71, own)->agrees);
}

TEST(Agreement, OfNothingIsNothing) {
    EXPECT_FALSE(agreement_with(printed("0.6"), 0, std::vector<OwnShare>{{0.6, stats::Interval{0.5, 0.7}}}));
    EXPECT_FALSE(agreement_with(printed("0.6"), 71, {}));
    EXPECT_FALSE(agreement_with(printed("0.6"), 71, std::vector<OwnShare>{{0.6, {}}}));
}

}  // namespace
}  // namespace synchrony::eval

#include "synchrony/stats/meta_analysis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace synchrony::stats {
namespace {

// The thirteen trials of BCG vaccine (Colditz, JAMA 1994;271:698), log risk ratios and variances as printed in the
// manual of R's metafor (dat.bcg), whose rma(yi, vi, method = "DL") prints -0.7141, SE 0.1787, -1.0644 to -0.3638 and
// tau^2 0.3088.
TEST(RandomEffects, of_the_trials_of_bcg_vaccine_are_those_of_metafor) {
    const std::vector<double> effects{-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209,
                                      0.0120,  -0.4694, -1.3713, -0.3394, 0.4459,  -0.0173};
    std::vector<double> errors;
    for (const double variance :
         {0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124, 0.5325, 0.0714})
        errors.push_back(std::sqrt(variance));
    const auto found = random_effects(effects, errors);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->mean, -0.7141, 2e-3);
    EXPECT_NEAR(found->standard_error, 0.1787, 1e-3);
    EXPECT_NEAR(found->between_sd * found->between_sd, 0.3088, 3e-3);
    EXPECT_NEAR(found->interval.low, -1.0644, 3e-3);
    EXPECT_NEAR(found->interval.high, -0.3638, 3e-3);
}

// Equal effects leave nothing between populations: the mean by inverse variance, 1 / (1 / 0.01 + 1 / 0.04) = 0.008.
TEST(RandomEffects, of_equal_effects_are_the_fixed_mean) {
    const auto found = random_effects(std::vector{0.3, 0.3}, std::vector{0.1, 0.2});
    ASSERT_TRUE(found);
    EXPECT_DOUBLE_EQ(found->mean, 0.3);
    EXPECT_EQ(found->between_sd, 0.0);
    EXPECT_NEAR(found->standard_error, std::sqrt(0.008), 1e-12);
}

TEST(RandomEffects, need_two_populations_and_errors_above_zero) {
    EXPECT_FALSE(random_effects(std::vector{0.3}, std::vector{0.1}));
    EXPECT_FALSE(random_effects(std::vector{0.3, 0.2}, std::vector{0.1}));
    EXPECT_FALSE(random_effects(std::vector{0.3, 0.2}, std::vector{0.1, 0.0}));
    EXPECT_FALSE(random_effects(std::vector{0.3, std::numeric_limits<double>::quiet_NaN()}, std::vector{0.1, 0.1}));
}

}  // namespace
}  // namespace synchrony::stats

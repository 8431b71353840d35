// Truths: scripts/make_stats_goldens.py (scikit-learn 1.2, statsmodels 0.13).
#include "synchrony/stats/probability.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "synchrony/stats/auc.hpp"

namespace synchrony::stats {
namespace {

const std::vector<std::uint8_t> outcome_labels{1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0};
const std::vector<double> probabilities{0.9, 0.8, 0.7, 0.7, 0.6, 0.55, 0.54, 0.53, 0.32, 0.21, 0.15, 0.1};
const std::vector<double> weights{1, 2, 0, 1, 1, 3, 1, 1, 0, 1, 1, 2};

TEST(AveragePrecision, equals_scikit_learn) {
    const auto order = ascending_order(probabilities);
    EXPECT_NEAR(*average_precision(probabilities, outcome_labels, order), 0.737073112073112, 1e-14);
    EXPECT_NEAR(*average_precision(probabilities, outcome_labels, order, weights), 0.842592592592593, 1e-14);
    EXPECT_FALSE(average_precision(probabilities, std::vector<std::uint8_t>(12, 0), order));
}

TEST(Calibration, equals_statsmodels) {
    const auto plain = calibration(probabilities, outcome_labels);
    EXPECT_NEAR(plain->slope, 0.461949156445033, 1e-9);
    EXPECT_NEAR(plain->intercept, -0.0442828044142839, 1e-9);
    const auto weighted = calibration(probabilities, outcome_labels, weights);
    EXPECT_NEAR(weighted->slope, 0.971142010130463, 1e-9);
    EXPECT_NEAR(weighted->intercept, -0.41674726680039, 1e-9);
}

TEST(Calibration, says_nothing_without_a_finite_slope) {
    const std::vector<std::uint8_t> two{0, 0, 1, 1};
    EXPECT_FALSE(calibration(std::vector<double>{0.1, 0.2, 0.8, 0.9}, two));  // separated
    EXPECT_FALSE(calibration(std::vector<double>{0.5, 0.5, 0.5, 0.5}, two));
    EXPECT_FALSE(calibration(std::vector<double>{0.1, 0.5}, std::vector<std::uint8_t>{1, 1}));
    EXPECT_TRUE(calibration(std::vector<double>{0.0, 1.0, 0.0, 1.0}, two));  // certain, and wrong half the time
}

// By hand at 0.6 (odds 1.5): treated are the first five, 3 right, 2 wrong: (3 - 2 * 1.5) / 12 = 0; at 0.75 (odds 3) the
// first two, both right: 2 / 12. All treated at prevalence 0.5 and threshold 0.2: 0.5 - 0.5 / 4.
TEST(NetBenefit, by_hand) {
    EXPECT_NEAR(*net_benefit(probabilities, outcome_labels, 0.6), 0.0, 1e-14);
    EXPECT_NEAR(*net_benefit(probabilities, outcome_labels, 0.75), 2.0 / 12.0, 1e-14);
    EXPECT_NEAR(net_benefit_of_all(0.5, 0.2), 0.375, 1e-14);
    EXPECT_FALSE(net_benefit({}, {}, 0.5));
}

}  // namespace
}  // namespace synchrony::stats

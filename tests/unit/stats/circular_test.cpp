// Truths: by hand; Batschelet 1981, page 99 (means as R's circular gives them); Zar 2010, examples 26.4 and 27.11.
#include "synchrony/stats/circular.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace synchrony::stats {
namespace {

TEST(Circular, MeanGoesTheShorterWayRound) {
    const std::vector<double> near_north{350.0, 10.0};
    const auto summary = circular_summary(near_north);
    EXPECT_NEAR(*summary->mean_deg, 0.0, 1e-9);
    EXPECT_NEAR(summary->resultant, std::cos(10.0 * M_PI / 180.0), 1e-12);  // both cosines are cos 10
    EXPECT_NEAR(*summary->sd_deg, std::sqrt(-2.0 * std::log(std::cos(10.0 * M_PI / 180.0))) * 180.0 / M_PI, 1e-9);
    EXPECT_NEAR(*circular_summary(std::vector<double>{170.0, -170.0})->mean_deg, 180.0, 1e-9);
    EXPECT_NEAR(*circular_summary(std::vector<double>{-75.0, -45.0, -15.0})->mean_deg, -45.0, 1e-9);
    EXPECT_FALSE(circular_summary(std::vector<double>{0.0, 180.0})->mean_deg) << "they point everywhere";
    EXPECT_FALSE(circular_summary({}));
    EXPECT_FALSE(circular_summary(std::vector<double>{0.0, std::nan("")}));
    EXPECT_EQ(within_half_turn(-180.0), 180.0);
    EXPECT_EQ(within_half_turn(725.0), 5.0);
}

TEST(Circular, MeansOfBatschelet) {
    const std::vector<double> of_test{-20, -10, -10, -10, -10, -10, -10, -10, 0, 0};
    const std::vector<double> of_control{-10, -10, -10, 0, 0, 0, 10, 10, 10, 20};
    EXPECT_NEAR(*circular_summary(of_test)->mean_deg, -9.000615, 5e-7);
    EXPECT_NEAR(*circular_summary(of_control)->mean_deg, 1.988969, 5e-7);
}

// Zar, example 26.4: mean 99 degrees, r = 0.82522, circular SD 36 degrees, rounded.
TEST(Circular, SpreadOfZar) {
    const auto trees = circular_summary(std::vector<double>{45, 55, 81, 96, 110, 117, 132, 154});
    EXPECT_NEAR(*trees->mean_deg, 99.0, 0.5);
    EXPECT_NEAR(trees->resultant, 0.82522, 1e-5);
    EXPECT_NEAR(*trees->sd_deg, 36.0, 0.5);
}

// Zar, example 27.11: W = 3.678, 0.10 < p < 0.25.
TEST(Circular, UniformScoresOfZar) {
    const std::vector<double> first{35, 45, 50, 55, 60, 70, 85, 95, 105, 120};
    const std::vector<double> second{75, 80, 90, 100, 110, 130, 135, 140, 150, 155, 165};
    const auto test = uniform_scores_test(first, second);
    EXPECT_NEAR(test->w, 3.678, 5e-4);
    EXPECT_NEAR(test->p, std::exp(-0.5 * test->w), 1e-12);  // chi-squared with two degrees of freedom
    auto turned = second;
    for (auto& angle : turned) angle -= 360.0;
    EXPECT_EQ(uniform_scores_test(first, turned)->w, test->w);
    EXPECT_FALSE(uniform_scores_test(std::vector<double>(9, 1.0), second));
}

}  // namespace
}  // namespace synchrony::stats

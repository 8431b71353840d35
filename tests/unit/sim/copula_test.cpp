// Truths: moments that were asked for; the correlation of the latent variables; closed-form normal probabilities.
#include "synchrony/sim/copula.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "synchrony/stats/describe.hpp"

namespace synchrony::sim {
namespace {

TEST(Copula, draws_have_the_correlations_asked_for) {
    const Coupling couplings[] = {{0, 1, 0.6}, {1, 2, -0.3}};
    const auto copula = *GaussianCopula::create(3, couplings);
    core::RandomStream random(4);
    double sum[3] = {}, product[3][3] = {};
    constexpr int n = 40000;
    for (int i = 0; i < n; ++i) {
        const auto z = copula.draw(random);
        for (std::size_t a = 0; a < 3; ++a) {
            sum[a] += z[a];
            for (std::size_t b = 0; b < 3; ++b) product[a][b] += z[a] * z[b];
        }
    }
    const double expected[3][3] = {{1, 0.6, 0}, {0.6, 1, -0.3}, {0, -0.3, 1}};
    for (int a = 0; a < 3; ++a) {
        EXPECT_NEAR(sum[a] / n, 0.0, 0.02);  // 4 standard errors
        for (int b = 0; b < 3; ++b) EXPECT_NEAR(product[a][b] / n, expected[a][b], 0.03);
    }
}

TEST(Copula, refuses_what_cannot_hold_together) {
    const auto kind = [](std::vector<Coupling> c) {
        const auto made = GaussianCopula::create(3, c);
        return made ? std::string("made") : made.error().what;
    };
    EXPECT_EQ(kind({{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}}), "the couplings contradict one another");
    EXPECT_EQ(kind({{0, 3, 0.1}}), "a coupling names no pair of variables");
    EXPECT_EQ(kind({{1, 1, 0.1}}), "a coupling names no pair of variables");
    EXPECT_EQ(kind({{0, 1, 1.0}}), "correlation out of range");
    EXPECT_EQ(kind({{0, 1, 0.1}, {1, 0, 0.1}}), "a pair is coupled twice");
}

TEST(CutNormal, has_the_moments_asked_for) {
    const auto cut = cut_normal_with(26.9, 5.0, 10.0, 35.0);
    ASSERT_TRUE(cut);
    core::RandomStream random(5);
    std::vector<double> values;
    for (int i = 0; i < 40000; ++i) values.push_back(cut->at(random.normal()));
    EXPECT_NEAR(*stats::mean(values), 26.9, 0.1);
    EXPECT_NEAR(*stats::standard_deviation(values), 5.0, 0.1);
    EXPECT_LE(*std::ranges::max_element(values), 35.0);
    EXPECT_GE(*std::ranges::min_element(values), 10.0);
}

TEST(CutNormal, refuses_moments_that_the_limits_forbid) {
    EXPECT_FALSE(cut_normal_with(40.0, 5.0, 10.0, 35.0));
    EXPECT_FALSE(cut_normal_with(20.0, 30.0, 10.0, 35.0));  // no distribution on an interval of 25 has an SD of 30
    EXPECT_FALSE(cut_normal_with(20.0, 0.0, 10.0, 35.0));
}

TEST(Happens, with_the_share_asked_for) {
    EXPECT_TRUE(happens(0.975, -1.95));  // the 2.5 % quantile is -1.95996
    EXPECT_FALSE(happens(0.975, -1.97));
}

}  // namespace
}  // namespace synchrony::sim

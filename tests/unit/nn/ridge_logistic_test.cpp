#include "ridge_logistic.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "synchrony/core/random.hpp"

namespace synchrony::nn {
namespace {

// One standardised feature +-1 with 3 of 4 right on either side and no penalty: the odds are 3, so w = log 3, b = 0.
TEST(RidgeLogistic, FindsTheLogOddsWithoutPenalty) {
    Eigen::MatrixXd x(8, 1);
    Eigen::VectorXd y(8);
    x << 1, 1, 1, 1, -1, -1, -1, -1;
    y << 1, 1, 1, 0, 0, 0, 0, 1;
    const auto fit = fit_ridge_logistic(x, y, Eigen::VectorXd::Ones(8), 1e-6);
    EXPECT_NEAR(fit.weights[0], std::log(3.0), 1e-5);
    EXPECT_NEAR(fit.intercept, 0.0, 1e-9);
}

// At the optimum the gradient is zero: sum_i c_i (p_i - y_i) z_i + penalty d w_z = 0 and sum_i c_i (p_i - y_i) = 0.
TEST(RidgeLogistic, StandsAtTheOptimumWithMoreFeaturesThanRows) {
    core::RandomStream random(2);
    const Eigen::Index n = 20, d = 50;
    Eigen::MatrixXd x(n, d);
    Eigen::VectorXd y(n), c(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < d; ++j) x(i, j) = 3 + static_cast<double>(j + 1) * random.normal();
        y[i] = i % 3 == 0;
        c[i] = y[i] > 0 ? 1.5 : 0.75;
    }
    constexpr double penalty = 0.05;
    const auto fit = fit_ridge_logistic(x, y, c, penalty);
    const Eigen::VectorXd p = 1 / (1 + (-((x * fit.weights).array() + fit.intercept)).exp());
    const Eigen::VectorXd residual = c.cwiseProduct(p - y);
    EXPECT_NEAR(residual.sum(), 0.0, 1e-6);
    for (Eigen::Index j = 0; j < d; ++j) {
        const double mean = x.col(j).mean();
        const double sd = std::sqrt((x.col(j).array() - mean).square().mean());
        const double gradient =
            residual.dot(((x.col(j).array() - mean) / sd).matrix()) + penalty * d * fit.weights[j] * sd;
        EXPECT_NEAR(gradient, 0.0, 1e-5);
    }
}

TEST(RidgeLogistic, LeavesOutFeaturesThatNeverChange) {
    Eigen::MatrixXd x(4, 2);
    Eigen::VectorXd y(4);
    x << 1, 7, 2, 7, 3, 7, 4, 7;
    y << 0, 0, 1, 1;
    const auto fit = fit_ridge_logistic(x, y, Eigen::VectorXd::Ones(4), 1.0);
    EXPECT_EQ(fit.weights[1], 0.0);
    EXPECT_GT(fit.weights[0], 0.0);
}

}  // namespace
}  // namespace synchrony::nn

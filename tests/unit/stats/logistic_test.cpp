// The one solver: known optima, optimality by the gradient, and what it refuses.
#include "synchrony/stats/logistic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "synchrony/core/logistic.hpp"
#include "synchrony/core/random.hpp"

namespace synchrony::stats {
namespace {

constexpr double beyond_numbers = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Score +-1, 3 of 4 right on either side: odds 3, so slope log 3 and offset 0 in closed form.
TEST(LogisticCurve, ClosedForm) {
    const std::vector<double> scores{1, 1, 1, 1, -1, -1, -1, -1};
    const std::vector<double> targets{1, 1, 1, 0, 0, 0, 0, 1};
    LogisticCurve curve{0.0, 0.0};
    const auto report = fit_logistic_curve({scores, targets}, true, {}, curve);
    EXPECT_TRUE(report.converged()) << name_of(report.end);
    EXPECT_NEAR(curve.slope, std::log(3.0), 1e-12);
    EXPECT_NEAR(curve.offset, 0.0, 1e-12);
    EXPECT_NEAR(report.loss, 8 * std::log(4.0) - 6 * std::log(3.0), 1e-12);  // 6 of p = 3/4, 2 of p = 1/4
}

// With the slope held at 0 the offset is the log-odds of the weighted share.
TEST(LogisticCurve, HeldSlopeAndWeights) {
    const std::vector<double> scores{5, -2, 7}, targets{1, 0, 1}, weights{1, 2, 5};
    LogisticCurve curve{0.0, 3.0};
    EXPECT_TRUE(fit_logistic_curve({scores, targets, weights}, false, {}, curve).converged());
    EXPECT_EQ(curve.slope, 0.0);
    EXPECT_NEAR(curve.offset, std::log(3.0), 1e-10);
}

// A start so far out that Newton's full step leaps over the solution: halved steps come back.
TEST(LogisticCurve, ComesBackFromFarAway) {
    const std::vector<double> scores{-2, -1, 0, 1, 2, 3}, targets{0, 1, 0, 1, 0, 1};
    LogisticCurve near{0.0, 0.0}, far{3.0, -4.0};
    ASSERT_TRUE(fit_logistic_curve({scores, targets}, true, {}, near).converged());
    ASSERT_TRUE(fit_logistic_curve({scores, targets}, true, {}, far).converged());
    EXPECT_NEAR(far.slope, near.slope, 1e-8);
    EXPECT_NEAR(far.offset, near.offset, 1e-8);
}

// Units do not matter: scores a million times as large give a slope a million times as small.
TEST(LogisticCurve, ScalesWithTheScores) {
    const std::vector<double> scores{-2, -1, 0, 1, 2, 3}, targets{0, 1, 0, 1, 0, 1};
    LogisticCurve plain{0.0, 0.0};
    ASSERT_TRUE(fit_logistic_curve({scores, targets}, true, {}, plain).converged());
    for (const double factor : {1e-6, 1e6, 1e12}) {
        auto scaled = scores;
        for (double& x : scaled) x *= factor;
        LogisticCurve curve{0.0, 0.0};
        ASSERT_TRUE(fit_logistic_curve({scaled, targets}, true, {}, curve).converged());
        EXPECT_NEAR(curve.slope * factor, plain.slope, 1e-8);
    }
}

TEST(LogisticCurve, SeparatedClassesAreNotCalledSolved) {
    const std::vector<double> scores{-2, -1, 1, 2}, targets{0, 0, 1, 1};
    LogisticCurve curve{0.0, 0.0};
    const auto report = fit_logistic_curve({scores, targets}, true, {60}, curve);
    EXPECT_FALSE(report.converged());
    EXPECT_TRUE(std::isfinite(curve.slope));
}

TEST(LogisticCurve, StepsThatAreNoNumbersAreRefused) {
    const std::vector<double> targets{0, 1, 0, 1};
    for (const auto& scores :
         {std::vector<double>{3, 3, 3, 3}, std::vector<double>{not_a_number, 1, 2, 3},
          std::vector<double>{beyond_numbers, 1, 2, 3}, std::vector<double>{1e300, -1e300, 1e300, 2}}) {
        LogisticCurve curve{0.0, 0.5};
        const auto report = fit_logistic_curve({scores, targets}, true, {}, curve);
        EXPECT_TRUE(std::isfinite(curve.slope) && std::isfinite(curve.offset)) << scores[0];
        if (!std::isfinite(scores[0])) {
            EXPECT_EQ(report.end, LogisticEnd::no_number);
        }
    }
}

// The gradient of the penalised loss is zero at the solution: ridge K a = K r and sum r = 0, r = case weight * (t - p).
TEST(LogisticKernel, StandsAtTheOptimum) {
    constexpr std::size_t n = 12, columns = 30;
    core::RandomStream random(4);
    std::vector<double> x(n * columns), products(n * n, 0.0), targets(n), cases(n);
    for (double& value : x) value = random.normal();
    for (std::size_t i = 0; i < n; ++i) {
        targets[i] = i % 3 == 0 ? 1.0 : 0.0;
        cases[i] = i % 2 == 0 ? 2.0 : 0.5;
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t c = 0; c < columns; ++c) products[i * n + j] += x[i * columns + c] * x[j * columns + c];
    }
    constexpr double ridge = 0.7;
    KernelWeights fit;
    ASSERT_TRUE(fit_logistic_kernel({products, targets, cases, ridge}, {}, fit).converged());
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        double margin = fit.intercept;
        for (std::size_t k = 0; k < n; ++k) margin += products[i * n + k] * fit.weights[k];
        const double rest = cases[i] * (targets[i] - core::logistic(margin));
        EXPECT_NEAR(ridge * fit.weights[i], rest, 1e-8);  // K has full rank
        sum += rest;
    }
    EXPECT_NEAR(sum, 0.0, 1e-8);
}

TEST(LogisticKernel, NoNumbersAreReportedAndTheStartStays) {
    const std::vector<double> products{1, not_a_number, not_a_number, 1}, targets{0, 1}, cases{1, 1};
    KernelWeights fit{{0.25, -0.25}, 1.0};
    EXPECT_EQ(fit_logistic_kernel({products, targets, cases, 1.0}, {}, fit).end, LogisticEnd::no_number);
    EXPECT_EQ(fit.weights, (std::vector<double>{0.25, -0.25}));
    EXPECT_EQ(fit.intercept, 1.0);
}

TEST(Softplus, NeitherOverflowsNorVanishes) {
    EXPECT_EQ(softplus(1000.0), 1000.0);
    EXPECT_NEAR(softplus(0.0), std::log(2.0), 1e-16);
    EXPECT_NEAR(softplus(-40.0) / std::exp(-40.0), 1.0, 1e-12);
    EXPECT_EQ(core::logistic(-1000.0), 0.0);
    EXPECT_EQ(core::logistic(1000.0), 1.0);
}

}  // namespace
}  // namespace synchrony::stats

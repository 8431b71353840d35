// The spread of a model over resamples of its patients. Truths: the standard error of a logistic regression by Fisher's
// information, and that people, not rows, are drawn.
#include "bootstrap_members.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "support/numbered_set.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/ml/classifiers.hpp"

namespace synchrony::app {
namespace {

constexpr double true_slope = 1.2;

/// One standard normal column; the log-odds of a response are true_slope times it.
model::PatientSet logistic_set(std::size_t patients, std::uint64_t seed) {
    auto set = test::numbered_set(patients, 1);
    core::RandomStream random(seed);
    for (auto& response : set.response) {
        const double x = random.normal();
        set.tables["clinical"].values.emplace_back(x);
        response = random.uniform() < 1.0 / (1.0 + std::exp(-true_slope * x)) ? 1 : 0;
    }
    return set;
}

std::vector<eval::PatientPrediction> predictions_on(const model::PatientSet& set) {
    std::vector<eval::PatientPrediction> predictions;
    for (std::size_t i = 0; i < set.size(); ++i) {
        const double x = set.tables.at("clinical").at(i, 0).value_or(0.0);
        const double p = 1.0 / (1.0 + std::exp(-true_slope * x));
        predictions.push_back({i, 0, static_cast<int>(i % 5), p, p >= 0.5, set.response[i]});
    }
    return predictions;
}

LinearFit fit_of(const model::PatientSet& set) {
    constexpr double hardly_a_penalty = 1e4;
    ml::TabularOptions options;
    options.costs = {hardly_a_penalty};
    ml::LogisticRegression model(options);
    std::vector<std::size_t> rows(set.size());
    std::iota(rows.begin(), rows.end(), 0U);
    EXPECT_TRUE(model.fit(set, rows, {}));
    return {*model.linear(), hardly_a_penalty};
}

MemberOptions members(int count, model::Calibration calibration = {}) {
    MemberOptions options;
    options.members = count;
    options.calibration = calibration;
    return options;
}

double deviation(std::vector<double> values) {
    const double n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0.0;
    for (const double v : values) squares += (v - mean) * (v - mean);
    return std::sqrt(squares / (n - 1.0));
}

TEST(BootstrapMembers, SpreadAsTheStandardErrorSays) {
    const auto set = logistic_set(600, 11);
    const auto fit = fit_of(set);
    const auto ensemble = bootstrap_members(set, fit, predictions_on(set), members(300), {});
    ASSERT_TRUE(ensemble) << ensemble.error().message();
    ASSERT_EQ(ensemble->members(), 300U);
    ASSERT_EQ(ensemble->weights.size(), 300U);
    std::vector<double> slopes, intercepts;
    for (std::size_t m = 0; m < 300; ++m) {  // of one unit of the column
        const double slope = static_cast<double>(ensemble->weights[m]) * fit.linear.scale[0];
        slopes.push_back(slope);
        intercepts.push_back(ensemble->intercepts[m] - slope * fit.linear.centre[0]);
    }
    // Fisher's information of intercept and slope, sum p (1 - p) [1 x; x x^2], at the fitted curve.
    const double slope = fit.linear.weight[0] * fit.linear.scale[0];
    const double intercept = fit.linear.intercept - slope * fit.linear.centre[0];
    double a = 0.0, b = 0.0, c = 0.0;
    for (std::size_t i = 0; i < set.size(); ++i) {
        const double x = *set.tables.at("clinical").at(i, 0);
        const double p = 1.0 / (1.0 + std::exp(-(intercept + slope * x)));
        a += p * (1.0 - p), b += p * (1.0 - p) * x, c += p * (1.0 - p) * x * x;
    }
    const double determinant = a * c - b * b;
    EXPECT_NEAR(deviation(slopes) / std::sqrt(a / determinant), 1.0, 0.2);
    EXPECT_NEAR(deviation(intercepts) / std::sqrt(c / determinant), 1.0, 0.2);
    EXPECT_NEAR(std::accumulate(slopes.begin(), slopes.end(), 0.0) / 300.0, slope, 0.05);
}

TEST(BootstrapMembers, AMemberIsFixedBySeedAndNumberAlone) {
    const auto set = logistic_set(60, 5);
    const auto fit = fit_of(set);
    const auto predictions = predictions_on(set);
    const auto few = bootstrap_members(set, fit, predictions, members(4), {.threads = 1, .seed = 9});
    const auto many = bootstrap_members(set, fit, predictions, members(9), {.threads = 3, .seed = 9});
    const auto other = bootstrap_members(set, fit, predictions, members(4), {.threads = 1, .seed = 10});
    ASSERT_TRUE(few && many && other);
    for (std::size_t m = 0; m < 4; ++m) {
        EXPECT_EQ(few->weights[m], many->weights[m]);
        EXPECT_EQ(few->intercepts[m], many->intercepts[m]);
        EXPECT_EQ(few->calibrations[m], many->calibrations[m]);
    }
    EXPECT_NE(few->weights, other->weights);
}

// All rows are one person's: there is one resample, and it is the set itself.
TEST(BootstrapMembers, PeopleAreDrawnNotRows) {
    auto set = logistic_set(80, 7);
    set.groups.assign(set.size(), "one person");
    const auto fit = fit_of(set);
    const auto ensemble = bootstrap_members(set, fit, predictions_on(set), members(5, {0.9, 0.2}), {});
    ASSERT_TRUE(ensemble) << ensemble.error().message();
    for (std::size_t m = 0; m < 5; ++m) {
        EXPECT_NEAR(static_cast<double>(ensemble->weights[m]), fit.linear.weight[0], 1e-5);
        EXPECT_NEAR(ensemble->intercepts[m], fit.linear.intercept, 1e-9);
        EXPECT_NEAR(ensemble->calibrations[m].slope, 0.9, 1e-12);
        EXPECT_NEAR(ensemble->calibrations[m].intercept, 0.2, 1e-12);
    }
}

TEST(BootstrapMembers, OfANetworkOnlyTheCalibrationVaries) {
    const auto set = logistic_set(300, 3);
    const auto ensemble = bootstrap_members(set, std::nullopt, predictions_on(set), members(100, {1.0, 0.0}), {});
    ASSERT_TRUE(ensemble);
    EXPECT_TRUE(ensemble->weights.empty() && ensemble->intercepts.empty());
    ASSERT_EQ(ensemble->members(), 100U);
    std::vector<double> slopes;
    for (const auto& c : ensemble->calibrations) {
        EXPECT_GE(c.slope, 0.0);
        slopes.push_back(c.slope);
    }
    EXPECT_NEAR(std::accumulate(slopes.begin(), slopes.end(), 0.0) / 100.0, 1.0, 0.1);
    EXPECT_GT(deviation(slopes), 0.0);
}

TEST(BootstrapMembers, SaysWhatCannotBeResampled) {
    auto set = logistic_set(30, 3);
    const auto predictions = predictions_on(set);
    set.response.assign(set.size(), 1);
    const auto refused = bootstrap_members(set, std::nullopt, predictions, members(2), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::refused);
    core::Cancel cancel;
    cancel.request();
    core::RunContext stopped;
    stopped.cancel = &cancel;
    const auto cancelled = bootstrap_members(logistic_set(30, 3), std::nullopt, predictions, members(2), stopped);
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().kind, core::ErrorKind::cancelled);
}

}  // namespace
}  // namespace synchrony::app

// Truths: statsmodels 0.14's GLM with Platt's smoothed targets as fractional outcomes; cases whose answer is known.
#include "synchrony/ml/calibrate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "synchrony/core/logistic.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/stats/logistic.hpp"

namespace synchrony::ml {
namespace {

const std::vector<double> decisions_ten{-2.1, -1.4, -0.9, -0.3, 0.1, 0.4, 0.8, 1.3, 1.9, 2.6};
const std::vector<std::uint8_t> y{0, 0, 1, 0, 0, 1, 0, 1, 1, 1};

// sm.GLM(t, sm.add_constant(x), family=sm.families.Binomial(), freq_weights=w).fit(tol=1e-14), t = (P+1)/(P+2) where
// y is 1, 1/(N+2) where it is 0, P = sum(w * y), N = sum(w * (1 - y)).
TEST(Platt, FitsAsStatsmodelsDoes) {
    const auto plain = fit_sigmoid(decisions_ten, y);
    EXPECT_NEAR(plain.slope, 0.688360154235, 1e-8);
    EXPECT_NEAR(plain.offset, -0.164828318112, 1e-8);
    const auto weighted = fit_sigmoid(decisions_ten, y, std::vector<double>{2, 0, 1, 1, 3, 1, 0, 1, 2, 1});
    EXPECT_NEAR(weighted.slope, 0.860055994405, 1e-8);
    EXPECT_NEAR(weighted.offset, -0.228096457615, 1e-8);
}

TEST(Platt, NeverFalls) {
    std::vector<double> turned;
    for (const double value : decisions_ten) turned.push_back(-value);
    EXPECT_LT(fit_sigmoid(turned, y).slope, 0.0);
    const auto flat = fit_rising_sigmoid(turned, y);
    EXPECT_EQ(flat.slope, 0.0);
    EXPECT_NEAR(core::logistic(flat.offset), 0.5, 1e-12) << "five of ten: (5 + 1) / (10 + 2)";
    EXPECT_EQ(fit_rising_sigmoid(decisions_ten, y).slope, fit_sigmoid(decisions_ten, y).slope);
}

/// 100 cases at each of +`x` and -`x`, so many of them positive.
Sigmoid recalibrated(double at, int positive_above, int positive_below, double weight = 1.0) {
    std::vector<double> decisions, weights;
    std::vector<std::uint8_t> labels;
    for (int i = 0; i < 100; ++i) {
        decisions.insert(decisions.end(), {at, -at});
        weights.insert(weights.end(), {weight, weight});
        labels.push_back(i < positive_above ? 1 : 0);
        labels.push_back(i < positive_below ? 1 : 0);
    }
    return least_recalibration(decisions, labels, weights);
}

// 1 / (1 + exp(-2)) = 0.881; 1 / (1 + exp(-1)) = 0.731, 1 / (1 + exp(3)) = 0.047: both one below.
TEST(Recalibration, ChangesNoMoreThanTheOutcomesAskFor) {
    const auto right = recalibrated(2.0, 88, 12);
    EXPECT_EQ(right.slope, 1.0);
    EXPECT_EQ(right.offset, 0.0);
    const auto shifted = recalibrated(2.0, 73, 5);
    EXPECT_EQ(shifted.slope, 1.0);
    EXPECT_NEAR(shifted.offset, -1.0, 0.05);
    const auto bold = recalibrated(6.0, 88, 12);
    const double share = (0.88 * 101.0 + 0.12 * 1.0) / 102.0;  // mean of Platt's targets at +6
    EXPECT_NEAR(bold.slope, std::log(share / (1.0 - share)) / 6.0, 1e-6) << "three times too bold";
    EXPECT_NEAR(bold.offset, 0.0, 1e-6);
    EXPECT_EQ(recalibrated(2.0, 12, 88).slope, 0.0) << "turned round: flat, not turned";
    EXPECT_EQ(recalibrated(6.0, 88, 12, 0.005).slope, 1.0) << "the same of two patients is no evidence";
    EXPECT_EQ(recalibrated(2.0, 100, 100).slope, 1.0) << "one class says nothing";
}

TEST(Youden, CutsWhereMostIsRight) {
    // Cuts between 0.2|0.4: 3 of 3 and 1 of 2 right; 0.4|0.6: 2 of 3 and 1 of 2; 0.6|0.7: 2 of 3 and 2 of 2 (best).
    const std::vector<double> scores{0.2, 0.4, 0.6, 0.7, 0.9};
    EXPECT_NEAR(youden_threshold(scores, std::vector<std::uint8_t>{0, 1, 0, 1, 1}), 0.65, 1e-12);
}

TEST(Logistic, GivesItsFitAsNumbers) {
    model::PatientSet set;
    auto& table = set.tables["clinical"];
    table.columns = {"a", "b", "constant", "c"};
    core::RandomStream random(5);
    for (int i = 0; i < 60; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(static_cast<std::uint8_t>(i % 2));
        table.values.emplace_back(10.0 + random.normal() + (i % 2));
        table.values.emplace_back(i % 7 == 0 ? std::nullopt : std::optional(random.normal()));
        table.values.emplace_back(4.0);
        table.values.emplace_back(100.0 * random.normal());
    }
    std::vector<std::size_t> rows(set.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    LogisticRegression model;
    EXPECT_FALSE(model.linear());
    ASSERT_TRUE(model.fit(set, rows, {}));
    const auto linear = model.linear();
    ASSERT_TRUE(linear);
    ASSERT_TRUE(linear->check());
    ASSERT_EQ(linear->size(), 4U);
    EXPECT_EQ(linear->inputs[1], (model::LinearInput{"clinical", "b"}));
    EXPECT_EQ(linear->scale[2], 0.0);
    const auto answers = model.predict(set, rows);
    ASSERT_TRUE(answers);
    for (const auto row : rows) {
        const auto values = std::span(table.values).subspan(row * 4, 4);
        EXPECT_NEAR(core::logistic(linear->log_odds(linear->scaled(values))), (*answers)[row].score, 1e-12);
    }
}

// The column is complete in the training part: a patient without the value gets its median, 3, as if it were given.
TEST(Logistic, PutsTheMedianInWhereOnlyThePredictedPatientLacksTheValue) {
    model::PatientSet set;
    auto& table = set.tables["clinical"];
    table.columns = {"a"};
    for (const double value : {1.0, 2.0, 3.0, 7.0, 9.0}) {
        set.patients.emplace_back(std::to_string(value));
        set.response.push_back(value > 2.5 ? 1 : 0);
        table.values.emplace_back(value);
    }
    set.patients.emplace_back("missing");
    set.response.push_back(0);
    table.values.emplace_back(std::nullopt);
    TabularOptions options;
    options.costs = {1.0};
    LogisticRegression model(options);
    ASSERT_TRUE(model.fit(set, std::vector<std::size_t>{0, 1, 2, 3, 4}, {}));
    const auto answers = model.predict(set, std::vector<std::size_t>{2, 5});
    ASSERT_TRUE(answers);
    EXPECT_EQ((*answers)[1].score, (*answers)[0].score);
}

}  // namespace
}  // namespace synchrony::ml

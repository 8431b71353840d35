// What predictions on unseen patients say of a model's calibration, its threshold and its figures. Truths: odds worked
// out by hand, and that nothing of a patient's own outcome may reach the patient's own figure.
#include "out_of_fold.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::app {
namespace {

using model::ThresholdRule;

using Predictions = std::vector<eval::PatientPrediction>;

double logit(double p) {
    return std::log(p / (1.0 - p));
}

/// `patients` patients with that score, the first `positives` of them responders.
void add_group(Predictions& predictions, double score, std::size_t patients, std::size_t positives) {
    for (std::size_t i = 0; i < patients; ++i)
        predictions.push_back({predictions.size(), 0, static_cast<int>(i % 5), score, score >= 0.5,
                               static_cast<std::uint8_t>(i < positives ? 1 : 0)});
}

Predictions repeated(const Predictions& once, int repeats) {
    Predictions all;
    for (int r = 0; r < repeats; ++r)
        for (auto p : once) {
            p.repeat = r;
            all.push_back(p);
        }
    return all;
}

TEST(OutOfFold, LogOddsAreBounded) {
    EXPECT_NEAR(log_odds_of(0.75), std::log(3.0), 1e-15);
    EXPECT_EQ(log_odds_of(0.5), 0.0);
    for (const double p : {0.0, 1.0, -5.0, 7.0}) EXPECT_TRUE(std::isfinite(log_odds_of(p))) << p;
    EXPECT_NEAR(log_odds_of(0.0), -log_odds_of(1.0), 1e-6);
}

TEST(OutOfFold, RulesOfTheThresholdHaveNames) {
    for (const char* name : {"half", "prevalence", "youden"}) {
        const auto rule = model::threshold_rule_named(name);
        ASSERT_TRUE(rule);
        EXPECT_EQ(name_of(*rule), name);
    }
    const auto unknown = model::threshold_rule_named("best");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, core::ErrorKind::usage);
}

TEST(OutOfFold, ThresholdsByHand) {
    Predictions predictions;
    add_group(predictions, 0.2, 5, 0);
    add_group(predictions, 0.4, 2, 0);
    add_group(predictions, 0.7, 3, 3);
    const model::Calibration none;
    EXPECT_EQ(threshold_by(ThresholdRule::half, predictions, none), 0.5);
    EXPECT_NEAR(threshold_by(ThresholdRule::prevalence, predictions, none), 0.3, 1e-15);
    const double cut = threshold_by(ThresholdRule::youden, predictions, none);
    EXPECT_GT(cut, 0.4);
    EXPECT_LE(cut, 0.7) << "everything between 0.4 and 0.7 parts the outcomes";
    // Under a calibration of slope 1 and intercept 1 the same scores are 1 / (1 + exp(-(logit p + 1))).
    const double moved = threshold_by(ThresholdRule::youden, predictions, {1.0, 1.0});
    EXPECT_GT(moved, 1.0 / (1.0 + std::exp(-(logit(0.4) + 1.0))));
    EXPECT_LE(moved, 1.0 / (1.0 + std::exp(-(logit(0.7) + 1.0))));
}

TEST(OutOfFold, RightProbabilitiesAreLeftAlone) {
    Predictions predictions;
    add_group(predictions, 0.2, 100, 20);
    add_group(predictions, 0.5, 100, 50);
    add_group(predictions, 0.8, 100, 80);
    EXPECT_EQ(calibrate(predictions, 1), (model::Calibration{1.0, 0.0}));
}

// logit 0.3 + 1 is the log-odds of 538 in 1000, logit 0.7 + 1 those of 864.
TEST(OutOfFold, AShiftOfTheLogOddsIsFound) {
    Predictions predictions;
    add_group(predictions, 0.3, 1000, 538);
    add_group(predictions, 0.7, 1000, 864);
    const auto found = calibrate(predictions, 1);
    EXPECT_EQ(found.slope, 1.0);
    EXPECT_NEAR(found.intercept, 1.0, 0.01);
}

// 2 logit p: the log-odds of 0.3 become those of 155 in 1000, of 0.7 those of 845.
TEST(OutOfFold, AnOverCautiousModelGetsASteeperCurve) {
    Predictions predictions;
    add_group(predictions, 0.3, 1000, 155);
    add_group(predictions, 0.7, 1000, 845);
    for (const auto& found : {calibrate(predictions, 1), platt_curve(predictions, 1)}) {
        EXPECT_NEAR(found.slope, 2.0, 0.03);
        EXPECT_NEAR(found.intercept, 0.0, 0.02);
    }
}

TEST(OutOfFold, AFallingCurveIsFlatAtTheShareOfPositives) {
    Predictions predictions;
    add_group(predictions, 0.2, 10, 8);
    add_group(predictions, 0.8, 10, 3);
    const auto curve = platt_curve(predictions, 1);
    EXPECT_EQ(curve.slope, 0.0);
    EXPECT_NEAR(curve.intercept, logit(12.0 / 22.0), 1e-9) << "(11 + 1) / (20 + 2)";
}

TEST(OutOfFold, RepeatsOfOnePatientCountAsOnePatient) {
    Predictions once;
    add_group(once, 0.3, 40, 6);
    add_group(once, 0.7, 40, 34);
    const auto one = platt_curve(once, 1), three = platt_curve(repeated(once, 3), 3);
    EXPECT_NEAR(three.slope, one.slope, 1e-6);
    EXPECT_NEAR(three.intercept, one.intercept, 1e-6);
    EXPECT_NEAR(calibrate(repeated(once, 3), 3).slope, calibrate(once, 1).slope, 1e-6);
}

TEST(OutOfFold, AWeightOfTwoIsThePatientTwice) {
    Predictions once, doubled;
    add_group(once, 0.3, 10, 2);
    add_group(once, 0.7, 10, 8);
    std::vector<double> weights(once.size(), 1.0);
    for (const auto& p : once) {
        doubled.push_back(p);
        if (p.patient % 3 != 0) continue;
        weights[p.patient] = 2.0;
        doubled.push_back(p);
    }
    const auto weighted = platt_curve(once, 1, weights), twice = platt_curve(doubled, 1);
    EXPECT_NEAR(weighted.slope, twice.slope, 1e-6);
    EXPECT_NEAR(weighted.intercept, twice.intercept, 1e-6);
}

TEST(OutOfFold, NothingOfAPartsOutcomesReachesItsOwnProbabilities) {
    Predictions predictions;
    add_group(predictions, 0.3, 200, 108);
    add_group(predictions, 0.7, 200, 173);
    auto flipped = predictions;
    for (auto& p : flipped)
        if (p.fold == 2) p.outcome = static_cast<std::uint8_t>(1 - p.outcome);
    for (const auto rule : {ThresholdRule::half, ThresholdRule::prevalence, ThresholdRule::youden}) {
        const auto before = cross_fitted(predictions, rule), after = cross_fitted(flipped, rule);
        bool others_moved = false;
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i].fold == 2) {
                EXPECT_EQ(before[i].score, after[i].score);
                EXPECT_EQ(before[i].responds, after[i].responds);
            } else {
                others_moved = others_moved || before[i].score != after[i].score;
            }
        }
        EXPECT_TRUE(others_moved) << name_of(rule);
    }
}

TEST(OutOfFold, ARepeatIsCalibratedByItself) {
    Predictions predictions;
    add_group(predictions, 0.3, 200, 108);
    add_group(predictions, 0.7, 200, 173);
    auto two = repeated(predictions, 2);
    for (auto& p : two)
        if (p.repeat == 1) p.outcome = static_cast<std::uint8_t>(p.patient % 2);
    const auto alone = cross_fitted(predictions, ThresholdRule::half), both = cross_fitted(two, ThresholdRule::half);
    for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(both[i].score, alone[i].score);
    for (const auto& p : both) EXPECT_EQ(p.responds, p.score >= 0.5);
}

// Two parts of four patients: the first parts the outcomes (AUC 1), the second has one of the four pairs right and one
// tied (AUC 3/8); the mean is 11/16. The Brier score is worked out below.
TEST(OutOfFold, PromisedFiguresByHand) {
    const Predictions own{{0, 0, 0, 0.1, false, 0}, {1, 0, 0, 0.4, false, 0}, {2, 0, 0, 0.6, true, 1},
                          {3, 0, 0, 0.9, true, 1},  {4, 0, 1, 0.3, false, 1}, {5, 0, 1, 0.8, true, 0},
                          {6, 0, 1, 0.7, true, 1},  {7, 0, 1, 0.3, false, 0}};
    const auto figures = cross_validated_figures(own, own, 8, {});
    ASSERT_EQ(figures.size(), 13U) << "nine, and four of the model's own probabilities";
    EXPECT_NEAR(*figures.at("auc").value, (1.0 + 3.0 / 8.0) / 2.0, 1e-12);
    const double brier = (0.01 + 0.16 + 0.16 + 0.01 + 0.49 + 0.64 + 0.09 + 0.09) / 8.0;
    EXPECT_NEAR(*figures.at("brier").value, brier, 1e-12);
    EXPECT_NEAR(*figures.at("uncalibrated_brier").value, brier, 1e-12);
    EXPECT_NEAR(*figures.at("accuracy").value, 6.0 / 8.0, 1e-12);
    EXPECT_NEAR(*figures.at("sensitivity").value, 3.0 / 4.0, 1e-12);
    EXPECT_NEAR(*figures.at("specificity").value, 3.0 / 4.0, 1e-12);
    EXPECT_NEAR(*figures.at("ppv").value, 3.0 / 4.0, 1e-12);
    EXPECT_NEAR(*figures.at("npv").value, 3.0 / 4.0, 1e-12);
    EXPECT_FALSE(figures.contains("uncalibrated_accuracy"));
    const auto& accuracy = figures.at("accuracy");
    ASSERT_TRUE(accuracy.low && accuracy.high);
    EXPECT_LE(*accuracy.low, 6.0 / 8.0);
    EXPECT_GE(*accuracy.high, 6.0 / 8.0);
}

TEST(OutOfFold, PromisesAreOfTheCalibratedPredictions) {
    Predictions own;
    add_group(own, 0.3, 200, 108);
    add_group(own, 0.7, 200, 173);
    const auto figures = cross_validated_figures(own, cross_fitted(own, ThresholdRule::half), own.size(), {});
    EXPECT_LT(*figures.at("brier").value, *figures.at("uncalibrated_brier").value);
    EXPECT_NEAR(*figures.at("calibration_intercept").value, 0.0, 0.1) << "what is estimated is calibrated";
    EXPECT_NEAR(*figures.at("uncalibrated_calibration_intercept").value, 1.0, 0.1) << "what the model said is not";
}

}  // namespace
}  // namespace synchrony::app

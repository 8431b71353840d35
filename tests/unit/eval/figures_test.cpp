// Figures beyond accuracy, by hand on the eight_patients patients of metrics_test.cpp, and by properties that planted
// structure has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "synchrony/cohort/patient_folds.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/eval/decision_curve.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/rules.hpp"
#include "synchrony/ml/trees.hpp"

namespace synchrony::eval {
namespace {

const std::vector<PatientPrediction> eight_patients{
    {0, 0, 0, 0.9, true, 1}, {1, 0, 0, 0.4, false, 1}, {2, 0, 0, 0.6, true, 0},  {3, 0, 0, 0.1, false, 0},
    {4, 0, 1, 0.7, true, 1}, {5, 0, 1, 0.2, false, 0}, {6, 0, 1, 0.3, false, 0}, {7, 0, 1, 0.8, true, 1}};

// tp 3 fp 1 tn 3 fn 1. Average precision: by falling score 1 1 1 0 1 0 0 0 -> (1 + 1 + 1 + 4/5) / 4.
TEST(Figures, by_hand) {
    const auto m = score_predictions(eight_patients, 8);
    EXPECT_DOUBLE_EQ(*m.ppv.pooled, 0.75);
    EXPECT_DOUBLE_EQ(*m.npv.pooled, 0.75);
    EXPECT_DOUBLE_EQ(*m.f1.pooled, 0.75);
    EXPECT_DOUBLE_EQ(*m.ppv.mean, 0.75);  // 1/2 and 1
    EXPECT_NEAR(*m.average_precision.pooled, 3.8 / 4.0, 1e-14);
    EXPECT_NEAR(*m.average_precision.mean, (0.5 * (1.0 + 2.0 / 3.0) + 1.0) / 2.0, 1e-14);
    EXPECT_TRUE(m.calibration_slope.pooled);
    EXPECT_FALSE(m.calibration_slope.mean);
}

// Scores drawn so that P(outcome) = expit(0.5 * logit(score) - 0.4): slope 0.5 by construction; truth drawn 20,000
// times.
TEST(Figures, calibration_finds_the_slope_that_was_put_in) {
    core::RandomStream random(5);
    std::vector<PatientPrediction> predictions;
    for (std::size_t i = 0; i < 20'000; ++i) {
        const double x = 1.5 * random.normal();
        const double score = 1.0 / (1.0 + std::exp(-x));
        const double truth = 1.0 / (1.0 + std::exp(0.4 - 0.5 * x));
        predictions.push_back(
            {i, 0, 0, score, score >= 0.5, static_cast<std::uint8_t>(random.uniform() < truth ? 1 : 0)});
    }
    const auto m = score_predictions(predictions, 20'000, {.resamples = 100, .threads = 2, .seed = 1});
    EXPECT_NEAR(*m.calibration_slope.pooled, 0.5, 0.03);
    EXPECT_LT(*m.calibration_intercept.pooled, -0.2);
    EXPECT_LT(m.calibration_slope.ci95->low, 0.5);
    EXPECT_GT(m.calibration_slope.ci95->high, 0.5);
}

// At 0.5 three right and one wrong of eight_patients are acted on: (3 - 1) / 8. All: (4 - 4 * 1) / 8 = 0. A rule's
// decision does not move with the threshold: at 0.8 (odds 4) it makes (3 - 4) / 8.
TEST(DecisionCurve, by_hand) {
    const auto curve = decision_curve(eight_patients);
    ASSERT_EQ(curve.size(), decision_thresholds().size());
    EXPECT_NEAR(decision_thresholds()[9], 0.5, 1e-12);
    EXPECT_NEAR(curve[9], 0.25, 1e-12);
    EXPECT_NEAR(decision_curve_of_all(4, 8)[9], 0.0, 1e-12);
    EXPECT_EQ(curve.back(), 0.0);  // nobody reaches 0.95
    auto rule = eight_patients;
    for (auto& p : rule) p.score = p.responds ? 170.0 : 110.0;
    EXPECT_NEAR(decision_curve(rule)[15], -1.0 / 8.0, 1e-12);
    EXPECT_TRUE(decision_curve({}).empty());
    EXPECT_TRUE(expected_decision_curve({}).empty());
    // At 0.5 two of three are treated, with chances 0.6 and 0.9: (0.6 - 0.4 + 0.9 - 0.1) / 3. At 0.8 one: (0.9 - 0.1 x
    // 4) / 3.
    const std::vector<PatientPrediction> three{
        {0, 0, 0, 0.2, false, 0}, {1, 0, 0, 0.6, true, 1}, {2, 0, 0, 0.9, true, 0}};
    EXPECT_NEAR(expected_decision_curve(three)[9], 1.0 / 3.0, 1e-12);
    EXPECT_NEAR(expected_decision_curve(three)[15], 0.5 / 3.0, 1e-12);
}

model::PatientSet two_worlds(std::size_t n) {
    model::PatientSet set;
    set.tables["clinical"].columns = {"sex", "x"};
    core::RandomStream random(3);
    for (std::size_t i = 0; i < n; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(random.uniform() < 0.5 ? 1 : 0);
        const bool man = i % 3 != 0;
        set.tables["clinical"].values.emplace_back(man ? 1.0 : 0.0);
        // x tells the outcome of men only
        set.tables["clinical"].values.emplace_back(random.normal() + (man ? 2.0 * set.response.back() : 0.0));
    }
    return set;
}

TEST(Subgroups, a_model_that_knows_men_only_shows_it) {
    const auto set = two_worlds(300);
    const auto groups = standard_subgroups(set);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].name, "men");
    std::vector<PatientPrediction> predictions;
    for (std::size_t i = 0; i < 300; ++i) {
        const double x = *set.tables.at("clinical").at(i, 1);
        predictions.push_back({i, 0, static_cast<int>(i % 2), x, x > 1.0, set.response[i]});
    }
    const auto figures = measure_subgroups(predictions, groups, {.resamples = 300, .threads = 1, .seed = 1});
    EXPECT_EQ(figures[0].patients, 200U);
    EXPECT_EQ(figures[1].patients, 100U);
    EXPECT_GT(figures[0].metrics.auc.ci95->low, 0.8);
    EXPECT_LT(figures[1].metrics.auc.ci95->low, 0.5);
    EXPECT_GT(figures[1].metrics.auc.ci95->high, 0.5);
}

// Two folds: one pair in order, and 4 x 4 pairs all turned round. Of 17 pairs one is in order; the mean of the folds
// would be 0.5, outside what the interval can be of.
TEST(Subgroups, auc_counts_pairs_and_not_folds) {
    std::vector<PatientPrediction> predictions{{0, 0, 0, 0.9, true, 1}, {1, 0, 0, 0.1, false, 0}};
    for (std::size_t i = 0; i < 8; ++i) {
        const bool positive = i < 4;
        predictions.push_back(
            {i + 2, 0, 1, positive ? 0.2 : 0.8, !positive, static_cast<std::uint8_t>(positive ? 1 : 0)});
    }
    const std::vector<Subgroup> all{{"all", std::vector<std::uint8_t>(10, 1)}};
    const auto figures = measure_subgroups(predictions, all, {.resamples = 200, .threads = 1, .seed = 1});
    ASSERT_TRUE(figures[0].metrics.auc.mean);
    EXPECT_DOUBLE_EQ(*figures[0].metrics.auc.mean, 1.0 / 17.0);
}

TEST(Subgroups, too_few_of_a_class_give_counts_only) {
    const std::vector<Subgroup> all{{"all", std::vector<std::uint8_t>(8, 1)}};
    const auto figures = measure_subgroups(eight_patients, all);
    EXPECT_EQ(figures[0].patients, 8U);
    EXPECT_EQ(figures[0].positives, 4U);
    EXPECT_FALSE(figures[0].metrics.accuracy.pooled);
}

ModelRow logistic() {
    return {{"logistic"}, RowKind::model, [] { return std::make_unique<ml::LogisticRegression>(); }, true};
}

TEST(LearningCurve, rises_where_there_is_much_to_learn_and_ends_at_the_full_training_part) {
    model::PatientSet set;
    core::RandomStream random(9);
    for (std::size_t j = 0; j < 10; ++j) set.tables["clinical"].columns.push_back(std::to_string(j));
    for (std::size_t i = 0; i < 200; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(i % 2 == 0 ? 1 : 0);
        for (std::size_t j = 0; j < 10; ++j)
            set.tables["clinical"].values.emplace_back(random.normal() + 0.4 * set.response.back());
    }
    const auto folds = cohort::make_folds(set.patients, set.response, {}, {.folds = 5, .repeats = 2, .seed = 1});
    const std::vector rows{logistic()};
    const auto curve =
        learning_curve(set, *folds, rows, {.threads = 2}, {.shares = {0.1, 0.5, 1.0}, .most_repeats = 2});
    ASSERT_TRUE(curve) << curve.error().message();
    ASSERT_EQ(curve->size(), 3U);
    EXPECT_DOUBLE_EQ((*curve)[0].training_patients, 16.0);
    EXPECT_DOUBLE_EQ((*curve)[2].training_patients, 160.0);
    EXPECT_LT(*(*curve)[0].auc + 0.03, *(*curve)[2].auc);
    const auto whole = cross_validate(set, *folds, rows, {});
    EXPECT_DOUBLE_EQ(*score_predictions(whole->models[0].predictions, 200, {.resamples = 100}).auc.mean,
                     *(*curve)[2].auc);
    EXPECT_FALSE(learning_curve(set, *folds, rows, {}, {.shares = {0.0}}));
}

TEST(LearningCurve, shares_are_nested_stratified_and_keep_people_whole) {
    std::vector<std::size_t> training;
    std::vector<std::uint8_t> response;
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < 60; ++i) {
        training.push_back(i);
        response.push_back(i % 6 < 2 ? 1 : 0);
        groups.push_back(std::to_string(i / 2));
    }
    const auto quarter = share_of_training(training, response, groups, 0.25, 7);
    const auto half = share_of_training(training, response, groups, 0.5, 7);
    EXPECT_EQ(half.size(), 30U);
    EXPECT_TRUE(std::ranges::includes(half, quarter));
    EXPECT_EQ(std::ranges::count_if(half, [&](auto i) { return response[i] == 1; }), 10);
    for (std::size_t k = 0; k < half.size(); k += 2) EXPECT_EQ(half[k] / 2, half[k + 1] / 2);
    EXPECT_EQ(share_of_training(training, response, groups, 1.0, 7), training);
}

// Everything that evaluate says, twice, on one thread and on three: not one character may differ.
TEST(Results, are_the_same_for_any_number_of_threads) {
    const auto set = two_worlds(90);
    const auto folds = cohort::make_folds(set.patients, set.response, {}, {.folds = 3, .repeats = 2, .seed = 4});
    const std::vector<ModelRow> rows{
        {{"x"},
         RowKind::rule,
         [] {
             return std::make_unique<ml::ThresholdRule>(ml::RuleOptions{"x", {{"x", ml::Comparison::at_least, 1.0}}});
         },
         true},
        logistic(),
        {{"svm"}, RowKind::model, [] { return std::make_unique<ml::SupportVectorMachine>(); }, true},
        {{"forest"},
         RowKind::model,
         [] {
             return std::make_unique<ml::RandomForest>(ml::ForestOptions{{}, 50});
         },
         true},
        {{"boosting"}, RowKind::model, [] { return std::make_unique<ml::Boosting>(); }, true}};
    const auto text = [&](int threads) {
        auto run = cross_validate(set, *folds, rows, {.threads = threads, .seed = 11});
        auto results =
            evaluate(set, std::move(*run), {.resamples = 200, .threads = threads, .seed = 11}, standard_subgroups(set));
        EXPECT_TRUE(results) << results.error().message();
        results->learning_curve =
            *learning_curve(set, *folds, rows, {.threads = threads, .seed = 11}, {.shares = {0.5, 1.0}});
        return to_json(*results).dump(1);
    };
    const auto one = text(1);
    EXPECT_EQ(one, text(3));
    const auto document = nlohmann::json::parse(one);
    EXPECT_EQ(document["models"].size(), 5U);
    EXPECT_EQ(document["models"][1]["subgroups"].size(), 2U);
    EXPECT_EQ(document["models"][1]["decision_curve"].size(), 19U);
    EXPECT_EQ(document["learning_curve"].size(), 10U);
    EXPECT_EQ(document["comparisons"].size(), 4U);
    EXPECT_TRUE(document["comparisons"][0]["delong_p_holm"].is_number());
    EXPECT_TRUE(document["models"][0]["calibration_slope"]["pooled"].is_null());
    EXPECT_TRUE(document["models"][3]["calibration_slope"]["pooled"].is_number());
}

}  // namespace
}  // namespace synchrony::eval

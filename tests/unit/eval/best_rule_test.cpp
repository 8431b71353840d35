// The best simple rule is found without the patients that it is then tested on, among rules that somebody would use.
#include "synchrony/eval/best_rule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "direction_rule.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/eval/compare.hpp"
#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {
namespace {

// Eight patients, 0 to 3 in fold 0 and 4 to 7 in fold 1; 0, 1, 4 and 5 respond.
bool responder(std::size_t patient) {
    return patient % 4 < 2;
}

/// The rules here learn nothing, so that a part's training patients are answered as they are in the other part.
TrainingResult result_in(const ModelPredictions& row, int fold) {
    std::vector<PatientPrediction> others;
    std::ranges::copy_if(row.predictions, std::back_inserter(others), [&](const auto& p) { return p.fold != fold; });
    const auto found = score_predictions(others, 8, {.resamples = 0, .brief = true});
    return {0, fold, found.auc.mean, found.sensitivity.pooled, found.specificity.pooled};
}

ModelPredictions rule(const std::string& name, const std::vector<bool>& says, const std::vector<double>& scores = {}) {
    ModelPredictions row{{name}, RowKind::rule, {}};
    for (std::size_t i = 0; i < says.size(); ++i)
        row.predictions.push_back({i, 0, static_cast<int>(i / 4), scores.empty() ? (says[i] ? 1.0 : 0.0) : scores[i],
                                   says[i], static_cast<std::uint8_t>(responder(i))});
    row.in_training = {result_in(row, 0), result_in(row, 1)};
    return row;
}

CrossValidation run_of(std::vector<ModelPredictions> rows) {
    CrossValidation run;
    run.folds.folds = 2;
    run.folds.repeats = 1;
    run.models = std::move(rows);
    return run;
}

// Right in fold 1, a coin in fold 0; and the other way round.
const std::vector<bool> right_in_1{true, false, true, false, true, true, false, false};
const std::vector<bool> right_in_0{true, true, false, false, true, false, true, false};
// Ranks all patients rightly, but says yes to everybody.
const std::vector<bool> yes(8, true);
const std::vector<double> perfect{9, 8, 1, 2, 9, 8, 1, 2};

TEST(BestRule, IsChosenInTheTrainingPartsAndTestedInTheOther) {
    const auto best = best_simple_rule(run_of({rule("B", right_in_1), rule("C", right_in_0)}));
    ASSERT_TRUE(best);
    EXPECT_EQ(best->chosen, "B in 1 of 2 parts, C in 1");
    ASSERT_EQ(best->row.predictions.size(), 8U);
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(best->row.predictions[i].patient, i);
        EXPECT_EQ(best->row.predictions[i].responds, i < 4 ? right_in_1[i] : right_in_0[i]) << i;
    }
    // Chosen on all patients either would reach 0.75; chosen honestly a coin.
    EXPECT_EQ(score_predictions(best->row.predictions, 8).auc.mean, 0.5);
}

TEST(BestRule, IsNoneThatSaysYesToEverybody) {
    const auto best = best_simple_rule(run_of({rule("A", yes, perfect), rule("B", right_in_1), rule("C", right_in_0)}));
    ASSERT_TRUE(best);
    EXPECT_EQ(best->chosen.find("A"), std::string::npos) << best->chosen;
    EXPECT_FALSE(best_simple_rule(run_of({rule("A", yes, perfect), rule("also", yes)})));
    EXPECT_FALSE(best_simple_rule(run_of({rule("B", right_in_1)}))) << "one rule is no choice";
}

TEST(BestRule, IsWhatModelsAreComparedWithBesideTheExpectedRows) {
    auto duration = rule("QRS duration", right_in_1);
    duration.facts.expected = "QRS duration";
    auto run = run_of({duration, rule("C", right_in_0)});
    run.models.push_back(best_simple_rule(run)->row);
    auto model = rule("model", yes, perfect);
    model.kind = RowKind::model;
    run.models.push_back(model);
    const auto comparisons = compare(run, 8, {.resamples = 100, .threads = 1, .seed = 1});
    ASSERT_EQ(comparisons.size(), 2U);
    EXPECT_EQ(comparisons[0].question, "model against the best simple rule");
    EXPECT_EQ(comparisons[0].second.name, best_rule_name);
    EXPECT_EQ(comparisons[0].difference, 0.5) << "1.0 less a coin";
    EXPECT_EQ(comparisons[1].question, "model against QRS duration");
    EXPECT_EQ(comparisons[1].difference, 0.25) << "1.0 less (0.5 + 1) / 2";
}

// A rule that answers for half is compared on that half, and is no choice beside one that answers for all.
TEST(BestRule, IsNoneThatAnswersForFew) {
    auto half = rule("half", right_in_1);
    std::erase_if(half.predictions, [](const auto& p) { return p.patient % 2 == 1; });
    EXPECT_FALSE(best_simple_rule(run_of({half, rule("C", right_in_0)}))) << "one choice is none";
    half.facts.expected = "half";
    auto model = rule("model", yes, perfect);
    model.kind = RowKind::model;
    model.predictions[1].score = 0;  // of a patient whom the rule does not answer for
    const auto comparisons = compare(run_of({half, model}), 8, {.resamples = 100, .threads = 1, .seed = 1});
    ASSERT_EQ(comparisons.size(), 1U);
    EXPECT_EQ(comparisons[0].patients, 4U);
    EXPECT_EQ(comparisons[0].difference, 0.25) << "1.0 less (0.5 + 1) / 2";
}

// Each of the many comparisons takes so many resamples that the correction leaves room for a finding.
TEST(BestRule, ManyComparisonsLeaveRoomForAFinding) {
    auto worst = rule("worst", yes, {1, 2, 9, 8, 1, 2, 9, 8});
    worst.facts.expected = "worst";
    std::vector<ModelPredictions> rows{worst};
    for (int i = 0; i < 25; ++i) {
        rows.push_back(rule("model " + std::to_string(i), yes, perfect));
        rows.back().kind = RowKind::model;
    }
    const auto comparisons = compare(run_of(rows), 8, {.resamples = 200, .threads = 1, .seed = 1});
    ASSERT_EQ(comparisons.size(), 25U);
    for (const auto& c : comparisons) EXPECT_LT(c.p_holm.value_or(1.0), 0.05) << "200 resamples: 25 * 2 / 201";
}

// What an answer in another part owes to the outcomes of the tested one must not choose: rules that learn their
// direction would then be chosen by the very patients that they are tested on, and chance would look like more.
TEST(BestRule, IsNoBetterThanChanceWhereTheOutcomeIsChance) {
    constexpr std::size_t patients = 40, columns = 6;
    constexpr int draws = 300;
    double sum = 0.0;
    int found = 0;
    for (int draw = 0; draw < draws; ++draw) {
        core::RandomStream random(static_cast<std::uint64_t>(draw));
        const auto set = noise_set(patients, columns, random);
        std::vector<ModelRow> rows;
        for (std::size_t k = 0; k < columns; ++k) rows.push_back(direction_row(k, RowKind::rule));
        const auto folds = cohort::make_folds(set.patients, set.response, {}, {.folds = 5, .repeats = 1, .seed = 7});
        const auto run = cross_validate(set, *folds, rows, {});
        ASSERT_TRUE(run);
        const auto best = best_simple_rule(*run);
        if (!best) continue;
        sum += *score_predictions(best->row.predictions, patients, {.resamples = 0, .brief = true}).auc.mean;
        ++found;
    }
    ASSERT_GT(found, draws / 2);
    // Standard error of the mean: 0.1 / sqrt(300) = 0.006. Chosen by other parts' answers it was above 0.53.
    EXPECT_NEAR(sum / found, 0.5, 0.02);
}

}  // namespace
}  // namespace synchrony::eval

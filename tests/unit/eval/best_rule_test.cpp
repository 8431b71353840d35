// The best simple rule is found without the patients that it is then tested on, among rules that somebody would use.
#include "synchrony/eval/best_rule.hpp"

#include <gtest/gtest.h>

#include "synchrony/eval/compare.hpp"
#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {
namespace {

// Eight patients, 0 to 3 in fold 0 and 4 to 7 in fold 1; 0, 1, 4 and 5 respond.
bool responder(std::size_t patient) {
    return patient % 4 < 2;
}

ModelPredictions rule(const std::string& name, const std::vector<bool>& says, const std::vector<double>& scores = {}) {
    ModelPredictions row{{name}, RowKind::rule, {}};
    for (std::size_t i = 0; i < says.size(); ++i)
        row.predictions.push_back({i, 0, static_cast<int>(i / 4), scores.empty() ? (says[i] ? 1.0 : 0.0) : scores[i],
                                   says[i], static_cast<std::uint8_t>(responder(i))});
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

}  // namespace
}  // namespace synchrony::eval

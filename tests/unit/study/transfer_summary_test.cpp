#include <gtest/gtest.h>

#include <algorithm>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {
namespace {

constexpr std::size_t summary_patients = 8;
// Scores of two positives, then two negatives: all four pairs in order, or two of them.
using Scores = std::vector<double>;
const Scores right{4, 3, 2, 1};
const Scores half_right{4, 1, 3, 2};

MemberScores of_halves(const Scores& a, const Scores& b) {
    MemberScores scores{a};
    scores.front().insert(scores.front().end(), b.begin(), b.end());
    return scores;
}

// Three draws of all eight summary_patients, the first four of half A.
TaskScores example() {
    TaskScores task;
    task.task.name = "lvh";
    task.task.labels = {1, 1, 0, 0, 1, 1, 0, 0};
    for (std::size_t p = 0; p < summary_patients; ++p) task.task.rows.push_back(p);
    task.draws.resize(3);
    for (auto& draw : task.draws) draw.rows = task.task.rows;
    task.scores["frozen"] = {
        {0, of_halves(right, half_right)}, {1, of_halves(right, right)}, {2, of_halves(right, right)}};
    task.scores["scratch"] = {{0, of_halves(half_right, half_right)},
                              {1, of_halves(right, half_right)},
                              {2, of_halves(half_right, half_right)}};
    task.scores["finetuned"] = {{0, of_halves(right, right)}, {1, of_halves(right, right)}};
    return task;
}

const GainComparison* find(const TaskOutcome& outcome, const std::string& first, const std::string& second) {
    for (const auto& comparison : outcome.comparisons)
        if (comparison.first == first && comparison.second == second) return &comparison;
    return nullptr;
}

class TransferSummary : public ::testing::Test {
  protected:
    std::vector<Half> halves{Half::a, Half::a, Half::a, Half::a, Half::b, Half::b, Half::b, Half::b};
    core::RunContext context;
    TaskOutcome outcome = summarise(example(), halves, {true, true}, 200, context);
};

// AUCs of the draws: frozen 0.75, 1, 1; scratch 0.5, 0.75, 0.5. Differences 0.25, 0.25, 0.5: mean 1/3, standard error
// 1/12, and Student's t of 2 degrees of freedom is 4.302653 at 97.5 %.
TEST_F(TransferSummary, DifferenceOverDrawsByHand) {
    const auto* comparison = find(outcome, "frozen", "scratch");
    ASSERT_NE(comparison, nullptr);
    EXPECT_EQ(comparison->over_draws.pairs, 3U);
    EXPECT_NEAR(comparison->over_draws.mean, 1.0 / 3, 1e-12);
    ASSERT_TRUE(comparison->over_draws.interval);
    EXPECT_NEAR(comparison->over_draws.interval->low, 1.0 / 3 - 4.302653 / 12, 1e-6);
    EXPECT_NEAR(comparison->over_draws.interval->high, 1.0 / 3 + 4.302653 / 12, 1e-6);
}

// Sums over draws: frozen 12 9 6 3 and 12 7 7 4, AUC 1 and 3.5/4; scratch 12 5 8 5 and 12 3 9 6, AUC 2.5/4 and 2/4.
TEST_F(TransferSummary, DifferenceOfAveragedPredictionsByHand) {
    const auto* comparison = find(outcome, "frozen", "scratch");
    ASSERT_NE(comparison, nullptr);
    EXPECT_NEAR(comparison->averaged, (1 + 0.875) / 2 - (0.625 + 0.5) / 2, 1e-12);
    EXPECT_NEAR(comparison->half[0], 0.375, 1e-12);
    EXPECT_NEAR(comparison->half[1], 0.375, 1e-12);
}

TEST_F(TransferSummary, ComparesOnDrawsThatBothMethodsHave) {
    const auto* comparison = find(outcome, "finetuned", "scratch");
    ASSERT_NE(comparison, nullptr);
    EXPECT_EQ(comparison->over_draws.pairs, 2U);
    EXPECT_NEAR(comparison->over_draws.mean, (0.5 + 0.25) / 2, 1e-12);
    const auto* other = find(outcome, "finetuned", "frozen");
    ASSERT_NE(other, nullptr);
    EXPECT_NEAR(other->over_draws.mean, 0.125, 1e-12) << "0.25 and 0";
}

// A task in which both methods have changed places takes away what the other gives, whichever patients are drawn: only
// where tasks share their resamples is nothing left of the spread.
TEST_F(TransferSummary, TasksShareTheirResamples) {
    std::vector<TaskScores> tasks{example(), example()};
    for (auto& task : tasks) task.scores.erase("finetuned");
    std::swap(tasks[1].scores["frozen"], tasks[1].scores["scratch"]);
    std::vector<TaskOutcome> outcomes;
    for (const auto& task : tasks) outcomes.push_back(summarise(task, halves, {true, true}, 200, context));
    const auto means = mean_over_tasks(tasks, outcomes, halves, {true, true}, 200, context);
    ASSERT_EQ(means.size(), 1U);
    EXPECT_EQ(means[0].first, "frozen");
    EXPECT_EQ(means[0].second, "scratch");
    EXPECT_EQ(means[0].tasks, 2U);
    EXPECT_NEAR(means[0].averaged, 0.0, 1e-12);
    ASSERT_TRUE(means[0].patients_se);
    EXPECT_NEAR(*means[0].patients_se, 0.0, 1e-12);
    EXPECT_GT(outcomes[0].comparisons[0].patients_se.value_or(0.0), 0.01);
}

// 0.375 in one task and, where frozen meets itself, 0 in the other.
TEST_F(TransferSummary, MeanOverTasksByHand) {
    std::vector<TaskScores> tasks{example(), example()};
    for (auto& task : tasks) task.scores.erase("finetuned");
    tasks[1].scores["scratch"] = tasks[1].scores["frozen"];
    std::vector<TaskOutcome> outcomes;
    for (const auto& task : tasks) outcomes.push_back(summarise(task, halves, {true, true}, 200, context));
    const auto means = mean_over_tasks(tasks, outcomes, halves, {true, true}, 200, context);
    ASSERT_EQ(means.size(), 1U);
    EXPECT_NEAR(means[0].averaged, 0.375 / 2, 1e-12);
    EXPECT_TRUE(
        mean_over_tasks(std::span(tasks).first(1), std::span(outcomes).first(1), halves, {true, true}, 200, context)
            .empty())
        << "one task has no mean over tasks";
}

// The mean of log-odds, a part of one member with each member of the other, on draws that both have.
TEST(TransferJoin, MeanOfBothParts) {
    TaskScores task;
    task.scores["random"] = {{0, {{1, -3}, {5, 0}}}, {1, {{0, 0}, {0, 0}}}};
    task.scores["scratch"] = {{0, {{3, 1}}}};
    const auto method = *std::ranges::find(gain_methods(), "random_scratch", &GainMethod::name);
    join_scores(task, method);
    const std::map<std::size_t, MemberScores> expected{{0, {{2, -1}, {4, 0.5}}}};
    EXPECT_EQ(task.scores.at("random_scratch"), expected);
}

// One method alone is compared with nothing: its figure was an empty sheet.
TEST(TransferFigure, AFigureShowsADifferenceOrIsNotThere) {
    const test::TemporaryFolder folder;
    const auto svg = folder / "transfer-gain.svg", png = folder / "transfer-gain.png";
    TransferGainOutcome outcome;
    outcome.over_tasks.emplace_back();
    const auto drawn = save_gain_figure(outcome, folder.path());
    ASSERT_TRUE(drawn) << drawn.error().message();
    EXPECT_EQ(*drawn, svg);
    EXPECT_TRUE(std::filesystem::exists(svg) && std::filesystem::exists(png));
    outcome.over_tasks.clear();
    const auto none = save_gain_figure(outcome, folder.path());
    ASSERT_TRUE(none) << none.error().message();
    EXPECT_TRUE(none->empty());
    EXPECT_FALSE(std::filesystem::exists(svg) || std::filesystem::exists(png)) << "of an earlier run";
}

}  // namespace
}  // namespace synchrony::study

#include "synchrony/eval/survival.hpp"

#include <gtest/gtest.h>

namespace synchrony::eval {
namespace {

using stats::FollowUp;

// Five patients of whom one was not followed; two repeats. Mean scores 0.8, 0.3, 0.5, 0.4: events at 1 (score 0.3) and
// 3 (score 0.5). Pairs: patient 1 against 0, 2, 3 (low score early: all right); patient 2 against 0 (right).
TEST(SurvivalFigures, AverageRepeatsAndCountPairs) {
    const std::vector<std::optional<FollowUp>> follow_up{FollowUp{5, false}, FollowUp{1, true}, FollowUp{3, true},
                                                         FollowUp{2, false}, std::nullopt};
    std::vector<PatientPrediction> predictions;
    const double scores[2][5] = {{0.9, 0.2, 0.4, 0.4, 0.1}, {0.7, 0.4, 0.6, 0.4, 0.1}};
    for (int repeat = 0; repeat < 2; ++repeat)
        for (std::size_t patient = 0; patient < 5; ++patient) {
            const double score = scores[repeat][patient];
            predictions.push_back({patient, repeat, 0, score, score > 0.5, 0});
        }
    MetricOptions options;
    options.resamples = 200;
    const auto low = survival_figures({"m"}, predictions, follow_up, EarlyScores::low, options);
    EXPECT_EQ(low.patients, 4U);
    EXPECT_EQ(low.events, 2U);
    EXPECT_DOUBLE_EQ(low.c_index.value(), 1.0);
    EXPECT_DOUBLE_EQ(survival_figures({"m"}, predictions, follow_up, EarlyScores::high, options).c_index.value(), 0.0);
    EXPECT_FALSE(low.c_interval) << "1 in every resample is no certainty";
    EXPECT_EQ(low.groups[1].patients, 1U);  // one of two repeats is no majority
    EXPECT_EQ(low.groups[0].patients, 3U);
    EXPECT_EQ(low.groups[0].events, 2U);
    ASSERT_EQ(low.groups[0].curve.size(), 2U);
    EXPECT_DOUBLE_EQ(low.groups[0].curve[0].survival, 2.0 / 3.0);
    EXPECT_DOUBLE_EQ(low.groups[0].curve[1].survival, 0.0);
    EXPECT_EQ(low.groups[0].median, 3.0);
}

// The share of positives in the training parts, as Majority gives it: a fold with more events gets the lower score, and
// over folds the C index would be 0 for a row that knows nothing.
TEST(SurvivalFigures, AScoreThatOnlyFoldsDifferInRanksNobody) {
    const std::vector<std::optional<FollowUp>> follow_up{FollowUp{1, true}, FollowUp{2, true}, FollowUp{3, false},
                                                         FollowUp{4, false}};
    const std::vector<PatientPrediction> predictions{
        {0, 0, 0, 0.6, true, 0}, {1, 0, 0, 0.6, true, 0}, {2, 0, 1, 0.4, false, 1}, {3, 0, 1, 0.4, false, 1}};
    const auto figures = survival_figures({"Majority"}, predictions, follow_up, EarlyScores::low);
    EXPECT_EQ(figures.patients, 4U);
    EXPECT_FALSE(figures.c_index);
    EXPECT_FALSE(figures.per_sd);
    EXPECT_FALSE(figures.log_rank);
    EXPECT_EQ(figures.groups[1].patients, 2U);
}

// Each of forty people four times: what one row a person gives is all that is known, though the rows are 160.
TEST(SurvivalFigures, RowsOfOnePersonAreNoPeople) {
    constexpr std::size_t people = 40, copies = 4;
    std::vector<std::optional<FollowUp>> once, often;
    std::vector<PatientPrediction> of_people, of_rows;
    MetricOptions options;
    options.resamples = 400;
    for (std::size_t i = 0; i < people; ++i) {
        const FollowUp followed{1.0 + static_cast<double>((7 * i) % people), i % 3 != 0};
        const double score = static_cast<double>(i) / people;
        once.emplace_back(followed);
        of_people.push_back({i, 0, 0, score, score > 0.5, 0});
        for (std::size_t copy = 0; copy < copies; ++copy) {
            of_rows.push_back({often.size(), 0, 0, score, score > 0.5, 0});
            often.emplace_back(followed);
            options.people.push_back(i);
        }
    }
    const auto one = survival_figures({"m"}, of_people, once, EarlyScores::low);
    const auto rows = survival_figures({"m"}, of_rows, often, EarlyScores::low, options);
    MetricOptions unknown;
    unknown.resamples = 400;
    const auto as_people = survival_figures({"m"}, of_rows, often, EarlyScores::low, unknown);
    EXPECT_NEAR(as_people.per_sd->standard_error, 0.5 * one.per_sd->standard_error, 0.05) << "what must not happen";
    EXPECT_GT(rows.per_sd->standard_error, 0.8 * one.per_sd->standard_error);
    EXPECT_LT(rows.per_sd->standard_error, 1.6 * one.per_sd->standard_error);
    EXPECT_NEAR(rows.log_rank->p, one.log_rank->p, 0.25);
    EXPECT_LT(as_people.log_rank->p, one.log_rank->p);
    EXPECT_FALSE(rows.groups[0].curve.front().interval);
}

}  // namespace
}  // namespace synchrony::eval

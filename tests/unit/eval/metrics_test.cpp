#include "synchrony/eval/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "synchrony/core/random.hpp"
#include "synchrony/eval/arithmetic.hpp"
#include "synchrony/eval/compare.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::eval {
namespace {

// Two folds of four patients, by hand:
// fold 0: outcomes 1 1 0 0, scores .9 .4 .6 .1, cut .5 -> tp 1 fn 1 fp 1 tn 1: accuracy .5, AUC 3/4, Brier .185
// fold 1: outcomes 1 0 0 1, scores .7 .2 .3 .8, cut .5 -> tp 2 tn 2: accuracy 1, AUC 1, Brier .065
const std::vector<PatientPrediction> eight{{0, 0, 0, 0.9, true, 1},  {1, 0, 0, 0.4, false, 1}, {2, 0, 0, 0.6, true, 0},
                                           {3, 0, 0, 0.1, false, 0}, {4, 0, 1, 0.7, true, 1},  {5, 0, 1, 0.2, false, 0},
                                           {6, 0, 1, 0.3, false, 0}, {7, 0, 1, 0.8, true, 1}};

TEST(Metrics, equal_the_figures_worked_out_by_hand) {
    const auto m = score_predictions(eight, 8);
    EXPECT_EQ(m.pooled.tp, 3U);
    EXPECT_EQ(m.pooled.fn, 1U);
    EXPECT_EQ(m.pooled.fp, 1U);
    EXPECT_EQ(m.pooled.tn, 3U);
    EXPECT_DOUBLE_EQ(*m.accuracy.mean, 0.75);
    EXPECT_NEAR(*m.accuracy.sd, std::sqrt(0.125), 1e-15);
    EXPECT_DOUBLE_EQ(*m.accuracy.pooled, 0.75);
    EXPECT_DOUBLE_EQ(*m.sensitivity.mean, 0.75);
    EXPECT_DOUBLE_EQ(*m.specificity.pooled, 0.75);
    EXPECT_DOUBLE_EQ(*m.auc.mean, 0.875);
    EXPECT_DOUBLE_EQ(*m.auc.pooled, 15.0 / 16.0);  // of 16 pairs only (.4, .6) is turned round
    EXPECT_NEAR(*m.brier.mean, 0.125, 1e-15);
    EXPECT_NEAR(*m.brier.pooled, 0.125, 1e-15);
    EXPECT_TRUE(contradictions(m, 4, 4, 1).empty());
    EXPECT_LE(m.accuracy.ci95->low, 0.75);
    EXPECT_GE(m.accuracy.ci95->high, 0.75);
}

TEST(Metrics, a_rule_has_no_brier_score_and_one_class_no_sensitivity) {
    auto rule = eight;
    for (auto& p : rule) p.score *= 200.0;
    EXPECT_FALSE(score_predictions(rule, 8).brier.mean);
    std::vector<PatientPrediction> negatives{eight[2], eight[3]};
    const auto m = score_predictions(negatives, 8);
    EXPECT_FALSE(m.sensitivity.pooled);
    EXPECT_FALSE(m.auc.mean);
    EXPECT_DOUBLE_EQ(*m.specificity.pooled, 0.5);
    EXPECT_FALSE(score_predictions({}, 0).accuracy.mean);
}

/// Scores of two correlated models on n patients, one fold.
std::pair<std::vector<PatientPrediction>, std::vector<PatientPrediction>> two_models(std::size_t n) {
    core::RandomStream random(17);
    std::vector<PatientPrediction> first;
    std::vector<PatientPrediction> second;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint8_t outcome = i % 3 == 0 ? 1 : 0;
        const double shared = random.normal() + outcome;
        const double a = shared + 0.7 * random.normal();
        const double b = shared + 1.5 * random.normal();
        first.push_back({i, 0, 0, a, a > 0.5, outcome});
        second.push_back({i, 0, 0, b, b > 0.5, outcome});
    }
    return {first, second};
}

// Where one fold tests everybody the bootstrap must agree with DeLong's formula, which shares no code with it.
TEST(Metrics, intervals_agree_with_delong_and_wilson) {
    const auto [first, second] = two_models(300);
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    for (const auto& p : first) {
        scores.push_back(p.score);
        labels.push_back(p.outcome);
    }
    const auto m = score_predictions(first, 300, {.resamples = 4000, .threads = 2, .seed = 3});
    const auto delong = stats::delong(scores, labels);
    EXPECT_NEAR(m.auc.ci95->high - m.auc.ci95->low, 2.0 * 1.96 * std::sqrt(delong->variance), 0.01);
    EXPECT_NEAR(m.auc.ci95->low, delong->interval.low, 0.015);
    const auto wilson = stats::wilson_interval(m.pooled.tp + m.pooled.tn, 300);
    EXPECT_NEAR(m.accuracy.ci95->low, wilson->low, 0.012);
    EXPECT_NEAR(m.accuracy.ci95->high, wilson->high, 0.012);
}

TEST(Compare, paired_difference_agrees_with_delong) {
    const auto [first, second] = two_models(300);
    CrossValidation run;
    run.models = {{{"rule"}, RowKind::rule, second}, {{"model"}, RowKind::model, first}};
    const auto comparisons = compare(run, 300, {.resamples = 4000, .threads = 2, .seed = 3});
    ASSERT_EQ(comparisons.size(), 1U);
    std::vector<double> a;
    std::vector<double> b;
    std::vector<std::uint8_t> labels;
    for (std::size_t i = 0; i < 300; ++i) {
        a.push_back(first[i].score);
        b.push_back(second[i].score);
        labels.push_back(first[i].outcome);
    }
    const auto delong = stats::delong_paired(a, b, labels);
    EXPECT_NEAR(comparisons[0].difference, delong->difference, 1e-12);
    EXPECT_NEAR(comparisons[0].ci95->high - comparisons[0].ci95->low, 2.0 * 1.96 * std::sqrt(delong->variance), 0.012);
    EXPECT_NEAR(*comparisons[0].p, delong->p, 0.03);
    EXPECT_EQ(comparisons[0].p, comparisons[0].p_holm);
}

/// Every row twice, as a person whose ECG was taken twice; person i's rows are i and i + n.
std::vector<PatientPrediction> twice(std::vector<PatientPrediction> once) {
    const auto n = once.size();
    for (std::size_t i = 0; i < n; ++i) {
        auto again = once[i];
        again.patient += n;
        once.push_back(again);
    }
    return once;
}

// Rows that say nothing new must not make the limits narrower nor p smaller.
TEST(Metrics, rows_of_one_person_are_drawn_together) {
    constexpr std::size_t n = 60;
    const auto [first, second] = two_models(n);
    MetricOptions options{.resamples = 400, .threads = 2, .seed = 3};
    const auto once = score_predictions(first, n, options);
    const auto by_row = score_predictions(twice(first), 2 * n, options);
    CrossValidation run;
    run.models = {{{"rule"}, RowKind::rule, second}, {{"model"}, RowKind::model, first}};
    CrossValidation both;
    both.models = {{{"rule"}, RowKind::rule, twice(second)}, {{"model"}, RowKind::model, twice(first)}};
    const auto compared = compare(run, n, options);
    for (std::size_t i = 0; i < 2 * n; ++i) options.people.push_back(i % n);
    const auto by_person = score_predictions(twice(first), 2 * n, options);
    for (const auto& named : {&Metrics::auc, &Metrics::average_precision}) {
        EXPECT_NEAR((by_person.*named).ci95->low, (once.*named).ci95->low, 1e-12);
        EXPECT_NEAR((by_person.*named).ci95->high, (once.*named).ci95->high, 1e-12);
    }
    // A share's limits follow from a variance that 400 resamples know to some 7 %, which more rows do not cap.
    EXPECT_NEAR(by_person.accuracy.ci95->low, once.accuracy.ci95->low, 0.01);
    EXPECT_NEAR(by_person.accuracy.ci95->high, once.accuracy.ci95->high, 0.01);
    EXPECT_GT(once.accuracy.ci95->high - once.accuracy.ci95->low,
              1.2 * (by_row.accuracy.ci95->high - by_row.accuracy.ci95->low));
    EXPECT_GT(by_person.auc.ci95->high - by_person.auc.ci95->low, by_row.auc.ci95->high - by_row.auc.ci95->low);
    const auto compared_by_person = compare(both, 2 * n, options);
    EXPECT_EQ(compared_by_person.at(0).p, compared.at(0).p);
    EXPECT_NEAR(compared_by_person.at(0).ci95->low, compared.at(0).ci95->low, 1e-12);
    EXPECT_NEAR(*compared_by_person.at(0).delong_p, *compared.at(0).delong_p, 1e-12);
}

TEST(Compare, asks_each_model_about_the_best_rule_and_pretraining_about_none) {
    const auto [good, poor] = two_models(120);
    CrossValidation run;
    run.models = {{{"majority"}, RowKind::baseline, poor},
                  {{"weak rule"}, RowKind::rule, poor},
                  {{"strong rule"}, RowKind::rule, good},
                  {{"net", "images", "none"}, RowKind::model, poor},
                  {{"net", "images", "mitbih"}, RowKind::model, good}};
    const auto comparisons = compare(run, 120);
    ASSERT_EQ(comparisons.size(), 3U);
    EXPECT_EQ(comparisons[0].second.name, "strong rule");
    EXPECT_EQ(comparisons[1].second.name, "strong rule");
    EXPECT_EQ(comparisons[1].difference, 0.0);
    EXPECT_EQ(comparisons[1].p, 1.0);
    EXPECT_EQ(comparisons[2].question, "pre-training against none");
    EXPECT_EQ(comparisons[2].second.pretraining, "none");
    EXPECT_GE(*comparisons[0].p_holm, *comparisons[0].p);
}

TEST(Compare, has_no_delong_beside_a_row_of_several_rules) {
    const auto [good, poor] = two_models(120);
    CrossValidation run;
    run.models = {{{"rule"}, RowKind::rule, poor}, {{"net"}, RowKind::model, good}};
    EXPECT_TRUE(compare(run, 120).at(0).delong_p);
    run.models[0].facts.chosen = true;
    EXPECT_FALSE(compare(run, 120).at(0).delong_p);
    EXPECT_TRUE(compare(run, 120).at(0).p);
}

TEST(Compare, asks_joined_inputs_about_each_of_them) {
    const auto [good, poor] = two_models(120);
    CrossValidation run;
    run.models = {{{"rule"}, RowKind::rule, poor},
                  {{"logistic", "ECG"}, RowKind::model, poor},
                  {{"logistic", "SPECT"}, RowKind::model, good},
                  {{"logistic", "ECG and SPECT"}, RowKind::model, good}};
    run.models[1].facts.choice = "ecg";
    run.models[2].facts.choice = "spect";
    run.models[3].facts.joins = {"ecg", "spect", "absent"};
    const auto comparisons = compare(run, 120);
    ASSERT_EQ(comparisons.size(), 5U) << "three against the rule, two against a part";
    for (const auto& [at, part] : {std::pair(3, "ECG"), std::pair(4, "SPECT")}) {
        const auto& one = comparisons[static_cast<std::size_t>(at)];
        EXPECT_EQ(one.question, "joined inputs against one of them");
        EXPECT_EQ(one.first.features, "ECG and SPECT");
        EXPECT_EQ(one.second.features, part);
    }
    EXPECT_EQ(comparisons[3].difference, comparisons[2].difference) << "the rule and the ECG alone score alike";
    EXPECT_EQ(comparisons[4].difference, 0.0);
}

// The published table that this project answers: 46 responders, 25 non-responders.
TEST(Arithmetic, tells_possible_from_impossible_published_rows) {
    EXPECT_FALSE(possible(0.721, 0.783, 0.792, 46, 25, 3));  // accuracy below both: from no one set of patients
    EXPECT_TRUE(possible(0.789, 0.957, 0.48, 46, 25, 3));    // LBBB alone: 44 of 46, 12 of 25, 56 of 71
    EXPECT_FALSE(possible(0.789, 0.957, 0.48, 0, 25, 3));
}

TEST(Arithmetic, names_the_contradiction_in_a_row) {
    auto m = score_predictions(eight, 8);
    m.accuracy.pooled = 0.9;
    EXPECT_THAT(contradictions(m, 4, 4, 1).at(0), testing::HasSubstr("sensitivity and specificity imply 0.75"));
    EXPECT_EQ(contradictions(score_predictions(eight, 8), 5, 4, 1).at(0), "tp + fn is 4, not 5");
    EXPECT_FALSE(contradictions(score_predictions(eight, 8), 4, 4, 2).empty());
}

/// Four responders and four others, each with two rows (a person's two ECGs), told apart without an error.
std::vector<PatientPrediction> without_an_error() {
    std::vector<PatientPrediction> rows;
    for (std::size_t i = 0; i < 16; ++i) {
        const bool responds = i % 2 == 0;
        rows.push_back({i, 0, 0, responds ? 0.9 : 0.1, responds, static_cast<std::uint8_t>(responds)});
    }
    return rows;
}

// Clopper and Pearson's lower limit of n of n is (alpha / 2)^(1/n); the AUC's is a root of auRoc's quartic (R) for 4
// and 4. Rows are of eight people, not sixteen.
TEST(Metrics, no_error_among_few_is_no_certainty) {
    MetricOptions options{.resamples = 200, .seed = 3};
    for (std::size_t i = 0; i < 16; ++i) options.people.push_back(i % 8);
    const auto m = score_predictions(without_an_error(), 16, options);
    EXPECT_NEAR(m.sensitivity.ci95->low, std::pow(0.025, 1.0 / 4.0), 1e-12);
    EXPECT_EQ(m.sensitivity.ci95->high, 1.0);
    EXPECT_EQ(m.sensitivity.ci95->method, stats::IntervalMethod::clopper_pearson);
    EXPECT_NEAR(m.accuracy.ci95->low, std::pow(0.025, 1.0 / 8.0), 1e-12);
    const double share = std::pow(0.025, 1.0 / 4.0);  // of four called and right; F1 = 2 J / (1 + J)
    EXPECT_NEAR(m.f1.ci95->low, 2.0 * share / (1.0 + share), 1e-12);
    EXPECT_NEAR(m.auc.ci95->low, 0.5822840455834576, 1e-12);
    EXPECT_EQ(m.auc.ci95->method, stats::IntervalMethod::auc_score);
    EXPECT_FALSE(m.average_precision.ci95) << "no limits rather than [1, 1]";

    auto never = without_an_error();
    for (auto& p : never) p.responds = false, p.score = 0.2;
    const auto none = score_predictions(never, 16, options);
    EXPECT_EQ(none.sensitivity.ci95->low, 0.0);
    EXPECT_NEAR(none.sensitivity.ci95->high, 1.0 - std::pow(0.025, 1.0 / 4.0), 1e-12);
    EXPECT_FALSE(none.auc.ci95) << "the same score for everybody";
    EXPECT_FALSE(none.ppv.ci95);
}

// All four with the outcome are found, of 80 others 66 too: sensitivity 1 (exact limits from 0.398), AUC (1 + 14/80)
// / 2. Resamples never change the sensitivity and would leave out a half.
TEST(Metrics, a_rule_on_four_events_is_no_better_than_chance) {
    std::vector<PatientPrediction> rows;
    for (std::size_t i = 0; i < 84; ++i) {
        const bool says = i < 70;
        rows.push_back({i, 0, 0, says ? 1.0 : 0.0, says, static_cast<std::uint8_t>(i < 4)});
    }
    const auto m = score_predictions(rows, 84, {.resamples = 400, .seed = 3});
    EXPECT_NEAR(*m.auc.mean, 0.5 * (1.0 + 14.0 / 80.0), 1e-12);
    const double below = 0.5 * std::hypot(1.0 - std::pow(0.025, 0.25), 14.0 / 80.0 - m.specificity.ci95->low);
    EXPECT_NEAR(m.auc.ci95->low, *m.auc.mean - below, 1e-12);
    EXPECT_LT(m.auc.ci95->low, 0.5);
    EXPECT_EQ(m.auc.ci95->method, stats::IntervalMethod::recovered);
}

TEST(Compare, the_same_difference_in_every_resample_is_no_certainty) {
    auto constant = without_an_error();
    for (auto& p : constant) p.score = 0.5;
    CrossValidation run;
    run.models = {{{"rule"}, RowKind::rule, constant}, {{"model"}, RowKind::model, without_an_error()}};
    MetricOptions options{.resamples = 200, .seed = 3};
    const auto by_row = compare(run, 16, options).at(0);
    for (std::size_t i = 0; i < 16; ++i) options.people.push_back(i % 8);
    const auto apart = compare(run, 16, options).at(0);
    EXPECT_EQ(apart.difference, 0.5);
    EXPECT_LT(apart.ci95->low, 0.5);
    EXPECT_GT(apart.ci95->high, 0.5);
    EXPECT_EQ(apart.ci95->method, stats::IntervalMethod::recovered);
    EXPECT_GT(*apart.p, *by_row.p);
    run.models[0].predictions = without_an_error();
    const auto alike = compare(run, 16, options).at(0);
    EXPECT_EQ(alike.difference, 0.0);
    EXPECT_LT(alike.ci95->low, 0.0);
    EXPECT_EQ(alike.p, 1.0);
}

}  // namespace
}  // namespace synchrony::eval

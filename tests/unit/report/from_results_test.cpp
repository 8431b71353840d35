// The page made from an evaluation's results: what it says, and that it names no patient.
#include "synchrony/report/from_results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synchrony/eval/decision_curve.hpp"

namespace synchrony::report {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

// Four patients, two of them positive; the model ranks three of the four pairs rightly.
eval::Results results() {
    eval::Results all;
    all.cohort_name = "small cohort";
    all.outcome = "response";
    all.patients = 4;
    all.positives = 2;
    all.negatives = 2;
    all.folds = 2;
    all.repeats = 1;
    all.seed = 99;
    all.command = "synchrony evaluate small.csv";
    all.version = "0.1.0";
    all.patient_ids = {record::PatientId{"SECRET-1"}, record::PatientId{"SECRET-2"}, record::PatientId{"SECRET-3"},
                       record::PatientId{"SECRET-4"}};
    eval::ResultRow model;
    model.row = {"ResNet-18", "spectrograms fine", "mitbih"};
    model.predictions = {
        {0, 0, 0, 0.9, true, 1}, {1, 0, 0, 0.6, true, 0}, {2, 0, 1, 0.5, true, 1}, {3, 0, 1, 0.2, false, 0}};
    model.metrics.pooled = {2, 1, 1, 0};
    model.metrics.accuracy = {0.75, 0.25, 0.75, {}};
    model.metrics.auc = {0.75, 0.1, 0.75, stats::Interval{0.4, 1.0}};
    eval::ResultRow majority;
    majority.row = {"majority", "", "none"};
    majority.kind = eval::RowKind::baseline;
    majority.predictions = {
        {0, 0, 0, 0.5, true, 1}, {1, 0, 0, 0.5, true, 0}, {2, 0, 1, 0.5, true, 1}, {3, 0, 1, 0.5, true, 0}};
    majority.metrics.pooled = {2, 2, 0, 0};
    majority.metrics.auc = {0.5, 0.0, 0.5, {}};
    all.rows = {majority, model};
    all.left_out = {{{"QRS area", "ecg", "none"}, "the cohort has no QRS area", false}};
    eval::Comparison comparison;
    comparison.first = model.row;
    comparison.second = majority.row;
    comparison.question = "model against the best rule";
    comparison.difference = 0.25;
    comparison.ci95 = stats::Interval{-0.1, 0.5};
    comparison.p = 0.2;
    comparison.p_holm = 0.4;
    all.comparisons = {comparison};
    return all;
}

// Interval 0.55 to 0.95 of the one model: beyond chance by its resamples, unless exchanged outcomes give as much.
// Nineteen exchanges cannot give a p below 0.05 and judge nothing.
TEST(FromResults, ExchangedOutcomesJudgeBeforeIntervals) {
    auto found = results();
    auto& auc = found.rows[1].metrics;
    auc.auc.ci95 = stats::Interval{0.55, 0.95};
    auc.auc_p = 0.01;
    EXPECT_FALSE(evaluation_report(found, {}).doubtful);
    found.chance = eval::ChanceTest{99, false, {{found.rows[1].row, 0.75, 0.08, 0.12}}};
    const auto doubtful = evaluation_report(found, {});
    EXPECT_TRUE(doubtful.doubtful);
    EXPECT_THAT(doubtful.warnings, Contains(HasSubstr("as 99 exchanges of the outcome show")));
    EXPECT_THAT(doubtful.answer, Contains(HasSubstr("p = 0.120")));
    ASSERT_TRUE(doubtful.chance);
    found.chance->permutations = 19;
    const auto few = evaluation_report(found, {});
    EXPECT_FALSE(few.doubtful);
    EXPECT_THAT(few.answer, Contains(HasSubstr("too few to tell, since no p can then be below 0.050")));
    found.chance.reset();
    auto second = found.rows[1];
    second.row.name = "another";
    auc.auc_p = second.metrics.auc_p = 0.03;
    EXPECT_FALSE(evaluation_report(found, {}).doubtful);
    found.rows.push_back(second);
    EXPECT_TRUE(evaluation_report(found, {}).doubtful) << "two times 0.03";
}

TEST(FromResults, CarriesTheFigures) {
    const auto report = evaluation_report(results(), {});
    EXPECT_EQ(report.title, "Prediction of response in small cohort");
    EXPECT_EQ(report.design, "2-fold cross-validation by patient, stratified, 1 repeat");
    ASSERT_THAT(report.models, SizeIs(2));
    EXPECT_TRUE(report.models[0].roc.empty()) << "a baseline has no curve";
    const auto& model = report.models[1];
    EXPECT_EQ(model.auc.mean, 0.75);
    EXPECT_EQ(model.auc_interval, (stats::Interval{0.4, 1.0}));
    EXPECT_EQ(model.tp, 2u);
    EXPECT_EQ(model.fp, 1u);
    ASSERT_THAT(model.roc, SizeIs(5));  // thresholds infinity, 0.9, 0.6, 0.5, 0.2
    EXPECT_EQ(model.roc[2].false_positive_rate, 0.5);
    EXPECT_EQ(model.roc[2].true_positive_rate, 0.5);
    EXPECT_EQ(report.left_out.at(0).value, "the cohort has no QRS area");
    ASSERT_THAT(report.differences, SizeIs(1));
    EXPECT_EQ(report.differences[0].first, "ResNet-18 (spectrograms fine, mitbih)");
    EXPECT_EQ(report.differences[0].difference.value, 0.25);
    EXPECT_EQ(report.differences[0].p_holm, 0.4);
    EXPECT_EQ(
        report.comparisons.at(0),
        "ResNet-18 (spectrograms fine, mitbih) against " + results().rows[0].row.label() +
            " (model against the best rule): AUC +0.250 (95 % interval \u22120.100 to 0.500), p = 0.200, corrected for "
            "all comparisons (Holm) p = 0.400");
}

TEST(FromResults, GivesEveryFigureWithItsInterval) {
    auto all = results();
    auto& metrics = all.rows[1].metrics;
    metrics.sensitivity = {0.9, 0.1, 1.0, stats::Interval{0.5, 1.0}};
    metrics.calibration_slope.pooled = 0.8;
    metrics.calibration_slope.ci95 = stats::Interval{0.2, 1.4};
    const auto report = evaluation_report(all, {});
    const auto& full = report.models[1].full.value();
    EXPECT_EQ(full.sensitivity.value, 1.0) << "of all patients, not the mean over folds";
    EXPECT_EQ(full.sensitivity.ci95, (stats::Interval{0.5, 1.0}));
    EXPECT_EQ(full.auc.value, 0.75);
    EXPECT_EQ(full.calibration_slope.ci95, (stats::Interval{0.2, 1.4}));
    EXPECT_FALSE(full.ppv.value);
}

// Two of four respond: treating all at a threshold of one half is worth 0.5 - 0.5 * 1 = 0, at 0.2 it is
// 0.5 - 0.5 * 0.25 = 0.375 (Vickers & Elkin 2006).
TEST(FromResults, DecidesByModelsAndRulesButNotByTheBaseline) {
    auto all = results();
    all.rows[0].decision_curve.assign(eval::decision_thresholds().size(), 0.2);
    all.rows[1].decision_curve.assign(eval::decision_thresholds().size(), 0.1);
    const auto curves = evaluation_report(all, {}).decision.value();
    ASSERT_THAT(curves.models, SizeIs(1));
    EXPECT_EQ(curves.models[0].name, "ResNet-18 (spectrograms fine, mitbih)");
    EXPECT_NEAR(curves.treat_all.at(9), 0.0, 1e-12);
    EXPECT_NEAR(curves.treat_all.at(3), 0.375, 1e-12);
    EXPECT_FALSE(evaluation_report(results(), {}).decision) << "no row has a curve";
    // One of 21 has a probability above 0.5: what treating that one is worth is chance.
    auto& row = *std::ranges::find(all.rows, eval::RowKind::model, &eval::ResultRow::kind);
    row.metrics.brier.pooled = 0.1;
    row.predictions.clear();
    for (std::size_t i = 0; i < 21; ++i) row.predictions.push_back({i, 0, 0, i == 0 ? 0.9 : 0.5, true, 1});
    const auto ended = evaluation_report(all, {}).decision.value();
    EXPECT_EQ(ended.models[0].net_benefit[9], 0.1) << "threshold 0.5";
    EXPECT_TRUE(std::isnan(ended.models[0].net_benefit[10]));
}

TEST(FromResults, DrawsLearningCurvesModelByModel) {
    auto all = results();
    const eval::RowName first{"a"};
    const eval::RowName second{"b"};
    all.learning_curve = {{first, 0.5, 20.0, 0.6, 0.1},
                          {second, 0.5, 20.0, {}, {}},
                          {first, 1.0, 40.0, 0.95, 0.1},
                          {second, 1.0, 40.0, 0.7, {}}};
    const auto curves = evaluation_report(all, {}).learning.value();
    ASSERT_THAT(curves.models, SizeIs(2));
    EXPECT_THAT(curves.models[0].x, testing::ElementsAre(20.0, 40.0));
    EXPECT_THAT(curves.models[0].low, testing::ElementsAre(testing::DoubleEq(0.5), testing::DoubleEq(0.85)));
    EXPECT_THAT(curves.models[0].high, testing::ElementsAre(testing::DoubleEq(0.7), 1.0)) << "an AUC ends at 1";
    EXPECT_THAT(curves.models[1].x, testing::ElementsAre(40.0)) << "no AUC, no point";
}

TEST(FromResults, ShowsSubgroupsOfTheBestModel) {
    auto all = results();
    eval::SubgroupFigures women{"women", 3, 1, {}};
    women.metrics.auc.mean = 0.6;
    for (auto& row : all.rows) row.subgroups = {women};
    const auto report = evaluation_report(all, {});
    ASSERT_THAT(report.subgroups, SizeIs(1)) << "a baseline is no model";
    EXPECT_EQ(report.subgroups[0].model, "ResNet-18 (spectrograms fine, mitbih)");
    ASSERT_THAT(report.subgroups[0].rows, SizeIs(1));
    EXPECT_EQ(report.subgroups[0].rows[0].group, "women");
    EXPECT_EQ(report.subgroups[0].rows[0].auc.value, 0.6);
    EXPECT_THAT(report.subgroups[0].notes[0], testing::HasSubstr("the model with the largest AUC"));
    all.rows[0].kind = eval::RowKind::rule;
    EXPECT_THAT(evaluation_report(all, {}).subgroups.at(1).notes[0],
                testing::HasSubstr("the rule with the largest AUC"));
}

TEST(ShownBaseline, GivesAHeadingAndARowForEachLevel) {
    cohort::BaselineRow age;
    age.name = "t_axis_deg";
    age.meaning = "T axis";
    age.unit = "\u00b0";
    age.all.present = 3;
    age.all.missing = 1;
    age.all.mean = -15.25;
    age.all.sd = 4.0;
    cohort::BaselineRow nyha;
    nyha.meaning = "NYHA class";
    nyha.kind = cohort::VariableKind::ordered;
    nyha.levels = {2.0, 3.0};
    nyha.all.present = 4;
    nyha.all.count = {1, 3};
    nyha.positives.count = nyha.negatives.count = {0, 0};
    nyha.p = 0.04;
    nyha.test = cohort::BaselineTest::mann_whitney;
    cohort::BaselineTable table;
    cohort::BaselineRow site;
    site.kind = cohort::VariableKind::category;
    site.words = {"north", "south"};
    site.all.present = 4;
    site.all.count = site.positives.count = site.negatives.count = {1, 3};
    table.rows = {age, nyha, site};
    const auto shown = shown_baseline(table);
    ASSERT_THAT(shown.rows, SizeIs(7));
    EXPECT_EQ(shown.rows[6].variable, "south");
    EXPECT_EQ(shown.rows[6].all, "3 (75.0)");
    EXPECT_EQ(shown.rows[0].variable, "T axis, \u00b0");
    EXPECT_EQ(shown.rows[0].all, "\u221215.2 \u00b1 4.0");
    EXPECT_EQ(shown.rows[0].missing, 1U);
    EXPECT_EQ(shown.rows[1].all, "") << "the heading of the levels";
    EXPECT_EQ(shown.rows[1].test, "Mann-Whitney");
    EXPECT_EQ(shown.rows[3].variable, "3");
    EXPECT_EQ(shown.rows[3].all, "3 (75.0)");
    EXPECT_TRUE(shown.rows[3].level);
    EXPECT_THAT(shown.notes.at(0), HasSubstr("Welch"));
}

TEST(FromResults, ConcludesNoMoreThanTheFiguresSay) {
    auto all = results();
    auto report = evaluation_report(all, {});
    EXPECT_THAT(report.conclusions, Contains(HasSubstr("cannot be told from chance")));
    EXPECT_THAT(report.conclusions, Contains(HasSubstr("No difference between rows holds")));
    EXPECT_THAT(report.conclusions, Contains(HasSubstr("4 patients (2 positive, 2 negative)")));
    all.people = 3;
    EXPECT_THAT(evaluation_report(all, {}).conclusions, Contains(HasSubstr("4 rows of 3 people (2 positive")));
    all.comparisons[0].p_holm = 0.01;
    all.rows[1].metrics.auc.ci95 = stats::Interval{0.6, 0.9};
    report = evaluation_report(all, {});
    EXPECT_THAT(report.conclusions, Not(Contains(HasSubstr("chance"))));
    EXPECT_THAT(report.conclusions,
                Contains(HasSubstr("(p < 0.05): ResNet-18 (spectrograms fine, mitbih) over majority")));
    all.comparisons[0].difference = -0.25;
    report = evaluation_report(all, {});
    EXPECT_THAT(report.conclusions, Contains(HasSubstr("over ResNet-18 (spectrograms fine, mitbih)")));
}

TEST(FromResults, AnswersInTwoSentences) {
    auto all = results();
    all.rows[1].facts.choice = "fine-tuned";
    auto report = evaluation_report(all, {});
    ASSERT_THAT(report.answer, SizeIs(2));
    EXPECT_EQ(report.answer[0],
              "ResNet-18 (spectrograms fine, mitbih) ranks patients with an AUC of 0.75 (95 % "
              "interval 0.40 to 1.00).");
    EXPECT_EQ(report.answer[1],
              "Against majority its AUC differs by +0.25 (95 % interval \u22120.10 to 0.50), p = 0.400 "
              "corrected for all comparisons: not shown to be better, nor to be no better.");
    EXPECT_THAT(report.warnings, Contains(HasSubstr("No model was shown to be better than chance")));
    EXPECT_TRUE(report.doubtful) << "no number stands out";
    EXPECT_EQ(report.models[1].choice, "fine-tuned");
    all.rows[1].metrics.auc.ci95 = stats::Interval{0.6, 0.9};
    all.comparisons[0].p_holm = 0.01;
    report = evaluation_report(all, {});
    EXPECT_FALSE(report.doubtful);
    EXPECT_THAT(report.answer[1], testing::EndsWith("it is better on patients like these."));
    all.rarer_people = 4;
    EXPECT_THAT(evaluation_report(all, {}).answer[1], HasSubstr("rests on 4 people of the rarer outcome: too few"));
    EXPECT_THAT(evaluation_report(all, {}).warnings, Contains(HasSubstr("Only 4 people have the rarer outcome")));
}

TEST(FromResults, SaysFirstThatPatientsAreSimulated) {
    auto all = results();
    EXPECT_THAT(evaluation_html(evaluation_report(all, {})).value(), Not(HasSubstr("imulated")));
    all.simulated = true;
    const auto report = evaluation_report(all, {});
    EXPECT_THAT(report.title, testing::StartsWith("Simulated patients: "));
    EXPECT_THAT(report.warnings.at(0), HasSubstr("virtual patients, not persons"));
    const auto html = evaluation_html(report).value();
    EXPECT_LT(html.find("virtual patients, not persons"), html.find("The answer"));
}

// The guideline, the measurement, the best simple rule, then models; eight at most. Variants of guidelines fold away.
TEST(FromResults, HasEightRowsAtMostOnPageOne) {
    auto all = results();
    const auto add = [&](const std::string& name, eval::RowKind kind, const std::string& choice) -> eval::ResultRow& {
        all.rows.push_back(all.rows[1]);
        auto& row = all.rows.back();
        row.row = {name};
        row.kind = kind;
        row.facts.choice = choice;
        return row;
    };
    add("QRS duration", eval::RowKind::rule, "rules").facts.expected = "QRS duration";
    auto& cut = add("QRS >= 150 ms", eval::RowKind::rule, "rules");
    cut.facts.point = true;
    cut.facts.point_of = "QRS duration";
    cut.metrics.sensitivity.pooled = 0.9;
    cut.metrics.specificity.pooled = 0.25;
    auto& esc = add("ESC", eval::RowKind::rule, "guidelines");
    esc.facts.point = true;
    esc.facts.expected = "the guideline";
    add("AHA by Strauss", eval::RowKind::rule, "guidelines").facts.point = true;
    add("Best simple rule", eval::RowKind::rule, "").facts.chosen = true;
    for (int i = 0; i < 9; ++i) add("model " + std::to_string(i), eval::RowKind::model, "ecg");
    const auto report = evaluation_report(all, {});
    std::vector<std::string> first;
    for (const auto& row : report.models)
        if (row.on_page_one) first.push_back(row.model);
    EXPECT_THAT(first, testing::UnorderedElementsAre("QRS duration", "ESC", "Best simple rule", "ResNet-18", "model 0",
                                                     "model 1", "model 2", "model 3"));
    const auto html = evaluation_html(report).value();
    EXPECT_GT(html.find("AHA by Strauss"), html.find("Appendix: guidelines")) << "variants stand in the appendix";
    EXPECT_THAT(html, HasSubstr("cut-offs of QRS duration: sensitivity 0.90, specificity 0.25."))
        << "points beside the ROC curves";
    EXPECT_THAT(html, HasSubstr("[ecg]"));
    EXPECT_THAT(html, HasSubstr("the name of the row for --models"));
    EXPECT_THAT(html, HasSubstr("QRS \u2265 150 ms"));
    EXPECT_THAT(html, testing::Not(HasSubstr("QRS &gt;= 150 ms"))) << "names as they are printed";
}

TEST(FromResults, NamesNoPatient) {
    ReportContext context;
    context.patients_listed = 6;
    context.excluded = {{"outcome missing", "2"}};
    const auto html = evaluation_html(evaluation_report(results(), context));
    ASSERT_TRUE(html);
    EXPECT_THAT(*html, Not(HasSubstr("SECRET")));
    EXPECT_THAT(*html, HasSubstr("6 patients listed"));
}

TEST(FromResults, DrawsEightCurvesAtMostModelsFirst) {
    auto all = results();
    for (int i = 0; i < 12; ++i) {
        all.rows.push_back(all.rows[1]);
        all.rows.back().row.name = "rule " + std::to_string(i);
        all.rows.back().kind = eval::RowKind::rule;
        all.rows.back().metrics.auc.mean = 0.5 + 0.01 * i;
    }
    const auto report = evaluation_report(all, {});
    std::vector<std::string> drawn;
    for (const auto& row : report.models)
        if (!row.roc.empty()) drawn.push_back(row.model);
    EXPECT_THAT(drawn, testing::ElementsAre("ResNet-18", "rule 5", "rule 6", "rule 7", "rule 8", "rule 9", "rule 10",
                                            "rule 11"));
}

// Twenty patients in two repeats; patient i is predicted 0.05 i once and 0.05 i + 0.02 the other time, odd patients
// from 10 on respond.
TEST(FromResults, CalibratesByPatient) {
    auto all = results();
    auto& row = all.rows[1];
    row.predictions.clear();
    for (std::size_t patient = 0; patient < 20; ++patient)
        for (int repeat = 0; repeat < 2; ++repeat)
            row.predictions.push_back({patient, repeat, 0, 0.05 * static_cast<double>(patient) + 0.02 * repeat, false,
                                       static_cast<std::uint8_t>(patient >= 10 && patient % 2 == 1)});
    const auto report = evaluation_report(all, {});
    ASSERT_THAT(report.calibration, SizeIs(1)) << "the baseline's scores are no model's";
    const auto& curve = report.calibration[0];
    ASSERT_THAT(curve.bins, SizeIs(2)) << "ten patients a bin at least";
    EXPECT_NEAR(curve.bins[0].predicted, 0.05 * 4.5 + 0.01, 1e-12);
    EXPECT_EQ(curve.bins[0].observed, 0.0);
    EXPECT_EQ(curve.bins[1].observed, 0.5);
    EXPECT_EQ(curve.bins[1].patients, 10u);
    // Wilson's interval of 5 in 10 is 0.2366 to 0.7634 (Newcombe 1998's formula, worked out by hand).
    EXPECT_NEAR(curve.bins[1].ci95->low, 0.2366, 5e-5);
    EXPECT_NEAR(curve.bins[1].ci95->high, 0.7634, 5e-5);
    std::size_t counted = 0;
    for (const auto count : curve.histogram_positives) counted += count;
    EXPECT_EQ(counted, 5u);
    EXPECT_EQ(curve.histogram_negatives[0], 2u) << "0.01 and 0.06";
    for (const double y : curve.smooth.y) EXPECT_TRUE(y >= 0.0 && y <= 1.0);
    row.predictions[3].score = 109.0;
    EXPECT_TRUE(evaluation_report(all, {}).calibration.empty()) << "a QRS area is no probability";
}

TEST(FromResults, SurvivesNothing) {
    const auto html = evaluation_html(evaluation_report(eval::Results{}, {}));
    ASSERT_TRUE(html) << html.error().message();
}

}  // namespace
}  // namespace synchrony::report

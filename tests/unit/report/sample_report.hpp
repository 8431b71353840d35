// A report with every part filled; figures are made up and chosen so that the expected texts can be worked out by hand.
#pragma once

#include <cmath>

#include "synchrony/report/evaluation_report.hpp"

namespace synchrony::report {

inline Estimate estimate(double value, double low, double high) {
    return {value, stats::Interval{low, high}};
}

inline ModelRow sample_row(const std::string& model, const std::string& inputs, const std::string& pretraining,
                           double auc) {
    ModelRow row;
    row.model = model;
    row.label =
        model + (inputs.empty()
                     ? ""
                     : " (" + inputs + (pretraining.empty() || pretraining == "none" ? "" : ", " + pretraining) + ")");
    row.inputs = inputs;
    row.pretraining = pretraining;
    row.accuracy = {auc - 0.021, 0.045};
    row.sensitivity = {auc + 0.032, 0.071};
    row.specificity = {auc - 0.114, 0.093};
    row.auc = {auc, 0.061};
    row.tp = 173;
    row.fp = 51;
    row.tn = 74;
    row.fn = 57;
    row.auc_interval = stats::Interval{auc - 0.11, auc + 0.10};
    for (int i = 0; i <= 20; ++i) {
        const double x = i / 20.0;
        row.roc.push_back({x, std::pow(x, (1.0 - auc) / auc), 1.0 - x});
    }
    FullFigures full;
    full.accuracy = estimate(auc - 0.021, auc - 0.09, auc + 0.05);
    full.sensitivity = estimate(auc + 0.032, auc - 0.06, auc + 0.11);
    full.specificity = estimate(auc - 0.114, auc - 0.25, auc + 0.02);
    full.ppv = estimate(0.772, 0.690, 0.843);
    full.npv = estimate(0.565, 0.447, 0.677);
    full.f1 = estimate(0.762, 0.681, 0.826);
    full.auc = estimate(auc, auc - 0.11, auc + 0.10);
    full.average_precision = estimate(0.811, 0.702, 0.894);
    full.brier = estimate(0.203, 0.171, 0.238);
    full.calibration_slope = estimate(0.87, 0.41, 1.36);
    full.calibration_intercept = estimate(-0.06, -0.55, 0.42);
    row.full = full;
    return row;
}

inline CalibrationCurve sample_calibration(const std::string& model) {
    CalibrationCurve curve;
    curve.model = model;
    curve.bins = {{0.22, 0.31, stats::Interval{0.14, 0.55}, 14},
                  {0.45, 0.50, stats::Interval{0.27, 0.73}, 14},
                  {0.61, 0.57, stats::Interval{0.33, 0.79}, 14},
                  {0.74, 0.79, stats::Interval{0.52, 0.92}, 14},
                  {0.90, 0.87, stats::Interval{0.62, 0.96}, 15}};
    curve.smooth.name = "logistic recalibration, 95 % band";
    for (int i = 1; i < 50; ++i) {
        const double p = i / 50.0;
        const double z = -0.06 + 0.87 * std::log(p / (1.0 - p));
        const auto logistic = [](double value) { return 1.0 / (1.0 + std::exp(-value)); };
        curve.smooth.x.push_back(p);
        curve.smooth.y.push_back(logistic(z));
        curve.smooth.low.push_back(logistic(z - 0.5 - 0.1 * std::abs(z)));
        curve.smooth.high.push_back(logistic(z + 0.5 + 0.1 * std::abs(z)));
    }
    curve.histogram_positives = {0, 1, 2, 3, 4, 7, 8, 9, 8, 4};
    curve.histogram_negatives = {2, 3, 4, 4, 3, 3, 3, 2, 1, 0};
    curve.slope = estimate(0.87, 0.41, 1.36);
    curve.intercept = estimate(-0.06, -0.55, 0.42);
    return curve;
}

inline eval::PredictedGroup sample_group(const std::vector<stats::FollowUp>& patients) {
    eval::PredictedGroup group;
    group.patients = patients.size();
    group.curve = stats::kaplan_meier(patients);
    for (const auto& patient : patients) {
        group.events += patient.event ? 1 : 0;
        group.followed.push_back(patient.time);
    }
    return group;
}

// Four patients predicted to respond, of whom one died at 2 and one at 6 months, and three predicted not to.
inline SurvivalPart sample_survival() {
    eval::SurvivalFigures figures;
    figures.row = {"Logistic regression", "clinical", ""};
    figures.c_index = 0.64;
    figures.c_interval = stats::Interval{0.51, 0.77};
    figures.log_rank = stats::LogRank{{}, {}, 2.4, 0.121};
    figures.groups = {sample_group({{1.0, true}, {3.0, true}, {10.0, true}}),
                      sample_group({{2.0, true}, {4.0, false}, {6.0, true}, {10.0, false}})};
    return {"months", "death", eval::EarlyScores::low, {figures}, {figures}};
}

inline DecisionCurves sample_decision() {
    constexpr double prevalence = 46.0 / 71.0;
    DecisionCurves curves;
    curves.models = {{"ResNet-50 (spectrograms fine, mitbih)", {}}, {"QRS area", {}}};
    for (int i = 10; i <= 90; ++i) {
        const double t = i / 100.0;
        curves.thresholds.push_back(t);
        const double odds = t / (1.0 - t);
        curves.treat_all.push_back(prevalence - (1.0 - prevalence) * odds);
        curves.models[0].net_benefit.push_back(prevalence * (1.0 - t * t) - 0.35 * (1.0 - t) * odds * 0.55);
        curves.models[1].net_benefit.push_back(prevalence * (1.0 - t) - 0.35 * (1.0 - t) * odds * 0.35);
    }
    return curves;
}

inline EvaluationReport full_report() {
    EvaluationReport report;
    report.title = "Prediction of response in the example cohort";
    report.summary = "Every figure of this report is made up: it shows the form alone.";
    report.patients_listed = 80;
    report.excluded = {{"outcome not known", "5"}, {"ECG: paced rhythm", "3"}, {"ECG: shorter than 8 s", "1"}};
    report.patients_analysed = 71;
    report.positives = 46;
    report.negatives = 25;
    report.cohort_notes = {"2 recordings are flagged 'noise'; they are kept in the comparison"};
    BaselineTable baseline;
    const auto add = [&](const std::string& name, const std::string& all, const std::string& yes, const std::string& no,
                         double p, const std::string& test, double smd, std::size_t missing) {
        baseline.rows.push_back({name, all, yes, no, p, test, smd, missing});
    };
    add("age, y", "61.8 \u00b1 12.6", "61.0 \u00b1 13.1", "63.2 \u00b1 11.7", 0.475, "Welch", -0.18, 0);
    add("men", "56 (78.9)", "34 (73.9)", "22 (88.0)", 0.166, "chi-squared", -0.36, 0);
    baseline.rows.push_back({"NYHA class", "", "", "", 0.412, "Mann-Whitney", 0.14, 1});
    baseline.rows.push_back({"II", "30 (42.9)", "21 (45.7)", "9 (37.5)", {}, "", {}, {}, true});
    baseline.rows.push_back({"III", "40 (57.1)", "25 (54.3)", "15 (62.5)", {}, "", {}, {}, true});
    add("diabetes", "15 (21.1)", "6 (13.0)", "9 (36.0)", 0.024, "Fisher", -0.55, 0);
    add("QRS duration, ms", "172.0 \u00b1 23.4", "179.4 \u00b1 19.8", "158.4 \u00b1 23.7", 0.0004, "Welch", 0.96, 0);
    add("LBBB", "57 (80.3)", "44 (95.7)", "13 (52.0)", 0.00002, "Fisher", 1.15, 0);
    add("LVEF, %", "26.9 \u00b1 5.1", "27.8 \u00b1 5.1", "25.2 \u00b1 4.7", 0.036, "Welch", 0.53, 2);
    add("LVESV, ml", "211.4 \u00b1 74.5", "199.1 \u00b1 74.9", "234.2 \u00b1 69.6", 0.055, "Mann-Whitney", -0.49, 0);
    baseline.notes = {
        "Tests by rule: Welch's t test where Shapiro-Wilk finds neither group away from normal, else "
        "Mann-Whitney; chi-squared where every expected count is 5 or more, else Fisher."};
    report.baseline = baseline;
    report.design = "5-fold cross-validation by patient, stratified, 5 repeats";
    report.models = {sample_row("QRS area", "ECG measurements", "", 0.698),
                     sample_row("LBBB alone (Strauss 2011)", "ECG measurements", "", 0.671),
                     sample_row("guideline class, ESC 2021", "ECG measurements, clinical", "", 0.622),
                     sample_row("logistic regression", "fused", "none", 0.731),
                     sample_row("ResNet-18", "spectrograms fine", "none", 0.633),
                     sample_row("ResNet-18", "spectrograms fine", "mitbih", 0.714),
                     sample_row("ResNet-50", "spectrograms fine", "none", 0.641),
                     sample_row("ResNet-50", "spectrograms fine", "mitbih", 0.752)};
    for (std::size_t i = 0; i < 3; ++i) {
        auto& full = *report.models[i].full;
        full.brier = full.calibration_slope = full.calibration_intercept = {};
    }
    report.left_out = {{"scar burden", "the cohort has no column scar_pct"}};
    report.differences = {{"ResNet-50 (spectrograms fine, mitbih)", "QRS area", "model against the best rule",
                           estimate(0.054, -0.061, 0.168), 0.36, 0.72},
                          {"logistic regression (fused)", "QRS area", "model against the best rule",
                           estimate(0.033, -0.052, 0.121), 0.44, 0.72},
                          {"ResNet-50 (spectrograms fine, mitbih)", "ResNet-50 (spectrograms fine)",
                           "pre-training against none", estimate(0.111, 0.021, 0.204), 0.012, 0.036}};
    report.comparisons = {
        "ResNet-50 (spectrograms fine, mitbih) against QRS area (model against the best rule): AUC +0.054 "
        "(95 % interval \u22120.061 to 0.168), p = 0.360, corrected for all comparisons (Holm) p = 0.720"};
    report.calibration = {sample_calibration("ResNet-50 (spectrograms fine, mitbih)"),
                          sample_calibration("logistic regression (fused)")};
    report.decision = sample_decision();
    LearningCurves learning;
    learning.band = "mean \u00b1 SD over 20 draws";
    learning.models = {{"ResNet-50 (spectrograms fine, mitbih)",
                        {20, 30, 40, 50, 57},
                        {0.61, 0.66, 0.70, 0.73, 0.75},
                        {0.52, 0.58, 0.63, 0.67, 0.70},
                        {0.70, 0.74, 0.77, 0.79, 0.80}},
                       {"logistic regression (fused)",
                        {20, 30, 40, 50, 57},
                        {0.66, 0.69, 0.71, 0.72, 0.73},
                        {0.59, 0.63, 0.66, 0.68, 0.69},
                        {0.73, 0.75, 0.76, 0.76, 0.77}}};
    report.learning = learning;
    SubgroupTable subgroups;
    subgroups.model = "ResNet-50 (spectrograms fine, mitbih)";
    subgroups.rows = {
        {"sex", "men", 56, 34, estimate(0.74, 0.60, 0.86), estimate(0.76, 0.61, 0.89), estimate(0.59, 0.38, 0.79)},
        {"sex", "women", 15, 12, estimate(0.78, 0.45, 1.0), estimate(0.83, 0.58, 1.0), {}},
        {"LBBB", "yes", 57, 44, estimate(0.69, 0.52, 0.84), estimate(0.80, 0.67, 0.91), estimate(0.46, 0.20, 0.73)},
        {"LBBB", "no", 14, 2, estimate(0.62, 0.21, 0.98), {}, estimate(0.83, 0.60, 1.0)},
        {"QRS \u2265 150 ms", "yes", 58, 42, estimate(0.71, 0.55, 0.85), estimate(0.79, 0.65, 0.90),
         estimate(0.50, 0.25, 0.74)},
        {"QRS \u2265 150 ms", "no", 13, 4, estimate(0.72, 0.38, 1.0), estimate(0.50, 0.0, 1.0),
         estimate(0.78, 0.44, 1.0)}};
    report.subgroups = {subgroups};
    report.survival = sample_survival();
    report.conclusions = {
        "The largest AUC is that of ResNet-50 (spectrograms fine, mitbih): 0.75 (95 % interval 0.64 to 0.85). "
        "It is the largest of 8 rows and for that reason alone tends to be too high.",
        "These figures come from 71 patients of one source. Before any use, a model needs testing on patients "
        "from elsewhere."};
    draw::Figure example;
    example.size_mm = {160.0, 60.0};
    draw::Axes axes;
    axes.place = {16.0, 6.0, 120.0, 40.0};
    axes.x_label = "time, s";
    axes.y_label = "frequency, Hz";
    draw::HeatMap map;
    map.rows = 40;
    map.columns = 120;
    map.x = {0.0, 4.0};
    map.y = {0.0, 40.0};
    for (int r = 0; r < map.rows; ++r)
        for (int c = 0; c < map.columns; ++c)
            map.values.push_back(static_cast<float>(std::exp(-r / 12.0) * std::exp(-std::pow((c % 30 - 15) / 4.0, 2))));
    map.label = "magnitude, mV";
    axes.heat_map = map;
    example.axes = {axes};
    report.examples = {{"A responder, lead V5: spectrogram of recipe fine", example, ""}};
    report.command =
        "synchrony evaluate cohort.csv --models rules,logistic,resnet18,resnet50 --pretrained mitbih.safetensors "
        "--folds 5 --repeats 5 --seed 4711 --out evaluation";
    report.seed = 4711;
    report.date = "2026-11-22";
    report.versions = {{"synchrony", "0.1.0"}, {"networks", "libtorch 1.13.1"}};
    report.data = {{"cohort cohort.csv", "SHA-256 0123456789abcdef"},
                   {"spectrogram recipe", "fine: window 64, hop 4, 0 to 40 Hz"}};
    return report;
}

}  // namespace synchrony::report

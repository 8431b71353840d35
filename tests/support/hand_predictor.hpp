// A predictor whose numbers were written by hand.
#pragma once

#include "synchrony/model/predictor.hpp"

namespace synchrony::test {

/// For LVEF 22 %, NYHA class missing (3 is put in), QRS 170 ms the log-odds are
///   0.3 - 1.2 (22 - 27) 0.1 + 0.5 (3 - 2.8) 1.5 + 2 (170 - 155) 0.04 = 2.25
/// and the probability 1 / (1 + exp(-(0.8 * 2.25 - 0.1))) = 1 / (1 + exp(-1.7)) = 0.845534734916465.
/// Its `members` members have the model's weights and intercepts spread evenly over 0.3 - 0.5 to 0.3 + 0.5.
inline model::Predictor hand_predictor(std::size_t members = 101) {
    model::Predictor p;
    p.model = "fused";
    p.label = "Logistic regression (clinical columns and ECG measurements)";
    p.outcome = "response";
    model::LinearModel linear;
    linear.inputs = {{"clinical", "lvef_pct"}, {"clinical", "nyha"}, {"ecg", "qrs_duration_ms"}};
    linear.impute = {25.0, 3.0, 150.0};
    linear.centre = {27.0, 2.8, 155.0};
    linear.scale = {0.1, 1.5, 0.04};
    linear.weight = {-1.2, 0.5, 2.0};
    linear.intercept = 0.3;
    p.linear = linear;
    p.ranges = {{10.0, 35.0}, {2.0, 4.0}, {110.0, 220.0}};
    p.calibration = {0.8, -0.1};
    p.threshold = 0.5;
    p.threshold_rule = "half";
    for (std::size_t m = 0; m < members; ++m) {
        for (const double w : linear.weight) p.ensemble.weights.push_back(static_cast<float>(w));
        p.ensemble.intercepts.push_back(-0.2 + static_cast<double>(m) / static_cast<double>(members - 1));
        p.ensemble.calibrations.push_back(p.calibration);
    }
    p.patients = 71;
    p.positives = 40;
    p.cross_validated = {5, 5, 1, {{"auc", {0.72, 0.60, 0.83}}, {"brier", {0.2, std::nullopt, std::nullopt}}}};
    p.provenance = {
        {"cohort, SHA-256 00"}, "5-fold", "synchrony train cohort.csv", 1, "2026-11-22T15:00:00Z", "0.1.0", {}};
    p.notes = {"a note"};
    return p;
}

}  // namespace synchrony::test

#include "synchrony/report/judged_curves.hpp"

#include <algorithm>

#include "calibration_curves.hpp"
#include "results_parts.hpp"
#include "synchrony/eval/decision_curve.hpp"

namespace synchrony::report {

JudgedCurves judged_curves(std::span<const eval::PatientPrediction> predictions, const eval::Metrics& metrics,
                           const std::vector<std::size_t>& person_of) {
    JudgedCurves curves;
    if (predictions.empty()) return curves;
    eval::ResultRow row;
    row.predictions.assign(predictions.begin(), predictions.end());
    row.metrics = metrics;
    row.decision_curve = eval::decision_curve(predictions);
    curves.calibration = calibration_curve(row, person_of);
    DecisionCurves decision;
    const auto thresholds = eval::decision_thresholds();
    decision.thresholds.assign(thresholds.begin(), thresholds.end());
    decision.models.push_back({"found here", without_few_treated(row, decision.thresholds)});
    decision.models.push_back({"if the probabilities were right", eval::expected_decision_curve(predictions)});
    const auto positives = std::ranges::count_if(predictions, [](const auto& p) { return p.outcome != 0; });
    decision.treat_all = eval::decision_curve_of_all(static_cast<std::size_t>(positives), predictions.size());
    curves.decision = std::move(decision);
    return curves;
}

}  // namespace synchrony::report

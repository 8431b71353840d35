// What a model said of patients whose outcome came to be known, drawn: calibration and decision curve.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "synchrony/eval/metrics.hpp"
#include "synchrony/report/evaluation_parts.hpp"

namespace synchrony::report {

struct JudgedCurves {
    std::optional<CalibrationCurve> calibration;  ///< nothing where all probabilities are 0 or 1
    /// As found; as it would be if the probabilities were right (eval::expected_decision_curve); treating all.
    std::optional<DecisionCurves> decision;
};

/// `predictions`: probabilities, one a patient; `person_of`: whose each is, empty: each its own.
[[nodiscard]] JudgedCurves judged_curves(std::span<const eval::PatientPrediction> predictions,
                                         const eval::Metrics& metrics, const std::vector<std::size_t>& person_of);

}  // namespace synchrony::report

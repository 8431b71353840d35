// The plots of an evaluation beyond ROC curves and intervals. All read in grey too: lines differ in dashes, points in
// shape.
#pragma once

#include <string>
#include <vector>

#include "synchrony/draw/figure.hpp"
#include "synchrony/report/evaluation_parts.hpp"

namespace synchrony::report {

/// Who was listed, left out and analysed, and how it went with them.
struct CohortFlow {
    std::size_t listed = 0;
    std::vector<Named> excluded;  ///< reason, number of patients
    std::size_t analysed = 0;
    std::size_t positives = 0;
    std::size_t negatives = 0;
    std::string positive_name;
    std::string negative_name;
    std::size_t people = 0;  ///< whose rows the patients analysed are, where some have several; else 0
};
[[nodiscard]] draw::Figure cohort_flow(const CohortFlow& flow);

/// Observed shares over predicted probabilities, with the smooth curve and, below, the histogram of predictions:
/// positives upwards, negatives downwards.
[[nodiscard]] draw::Figure calibration_plot(const CalibrationCurve& curve);

/// Net benefit of each model, of treating all and of treating none. The axis ends a little below zero, where no curve
/// is of use.
[[nodiscard]] draw::Figure decision_plot(const DecisionCurves& curves);

/// AUC with its band over the number of training patients; chance dashed.
[[nodiscard]] draw::Figure learning_plot(const LearningCurves& curves);

/// Kaplan-Meier curves of those predicted positive and negative with their bands, and below how many are at risk.
[[nodiscard]] draw::Figure survival_plot(const eval::SurvivalFigures& figures, const SurvivalPart& part,
                                         const std::string& positive_name, const std::string& negative_name);

/// A forest plot of paired differences of the AUC; zero is drawn as a line.
[[nodiscard]] draw::Figure difference_plot(const std::vector<Difference>& differences);

/// A forest plot of the AUC in each subgroup.
[[nodiscard]] draw::Figure subgroup_plot(const SubgroupTable& table);

}  // namespace synchrony::report

// Is it worth acting on a model? Net benefit over the range of thresholds (Vickers & Elkin 2006).
#pragma once

#include <span>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {

/// Thresholds of every curve: 0.05, 0.10, ... 0.95.
[[nodiscard]] std::span<const double> decision_thresholds();

/// Net benefit at each of decision_thresholds(), over all predictions of all repeats. A row that gives probabilities
/// acts where its score reaches the threshold; any other (a rule) acts on its own decision, whatever the threshold.
/// Empty for no predictions.
[[nodiscard]] std::vector<double> decision_curve(std::span<const PatientPrediction> predictions);

/// What the probabilities themselves make expect: the net benefit if each were the patient's own chance of the outcome.
/// Where it lies above the curve that was found, the model's probabilities are wrong here. Scores are probabilities.
[[nodiscard]] std::vector<double> expected_decision_curve(std::span<const PatientPrediction> predictions);

/// The same when everybody is treated. When nobody is, it is zero.
[[nodiscard]] std::vector<double> decision_curve_of_all(std::size_t positives, std::size_t patients);

}  // namespace synchrony::eval

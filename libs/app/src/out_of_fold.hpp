// From predictions on patients that a model had not seen to its calibration and threshold.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/eval/metrics.hpp"
#include "synchrony/model/predictor.hpp"
#include "synchrony/model/threshold_rule.hpp"

namespace synchrony::app {

/// Log-odds of a probability that is first kept stats::least_probability away from 0 and 1.
[[nodiscard]] double log_odds_of(double probability);

/// The least change of the log-odds that the outcomes ask for (ml::least_recalibration): none, a shift, or Platt's
/// (1999) curve, never falling. Predictions of one patient in several repeats count as one patient together.
/// `patient_weights`: how often each patient counts (by PatientPrediction::patient); empty: once.
[[nodiscard]] model::Calibration calibrate(std::span<const eval::PatientPrediction> predictions, int repeats,
                                           std::span<const double> patient_weights = {});

/// The same with Platt's curve whatever the evidence for it: how it varies over resamples is how unsure a calibration
/// is.
[[nodiscard]] model::Calibration platt_curve(std::span<const eval::PatientPrediction> predictions, int repeats,
                                             std::span<const double> patient_weights = {});

/// The threshold of the calibrated probabilities by that rule.
[[nodiscard]] double threshold_by(model::ThresholdRule rule, std::span<const eval::PatientPrediction> predictions,
                                  const model::Calibration& calibration);

/// Every prediction with the calibration and the threshold that the predictions on the *other* parts of the same repeat
/// give: what calibrated predictions are worth on patients whose outcomes neither the model nor the calibration was
/// fitted on. (The models that predicted the other parts did see this part's patients; that dependence, of two
/// parameters' fit, is the only one left.)
[[nodiscard]] std::vector<eval::PatientPrediction> cross_fitted(std::span<const eval::PatientPrediction> predictions,
                                                                model::ThresholdRule rule);

/// The cross-validated estimates of a predictor: of cross-fitted predictions, and under "uncalibrated_..." of the
/// model's own. `people`: as eval::MetricOptions has it.
[[nodiscard]] std::map<std::string, model::EstimatedFigure> cross_validated_figures(
    std::span<const eval::PatientPrediction> own, std::span<const eval::PatientPrediction> calibrated,
    std::size_t patients, const core::RunContext& context, std::span<const std::size_t> people = {});

}  // namespace synchrony::app

// The numbers that a predictor's reference describes: of its training patients, and of any other patient.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// Those that are there, in order.
[[nodiscard]] std::vector<double> known_of(std::span<const std::optional<double>> values);

/// Root mean square of an input's distance from the training's mean, in the scale that the model gives its inputs
/// (standard deviations): the diagonal of a Mahalanobis distance. Inputs that are missing or did not vary do not count.
struct InputDistances {
    std::optional<double> inputs;  ///< of the tables' columns
    std::optional<double> deep;    ///< of the encoder's features
};
/// `values` as they are known, `scaled` as the model takes them.
[[nodiscard]] InputDistances distances_of(const model::Predictor& predictor,
                                          std::span<const std::optional<double>> values,
                                          std::span<const double> scaled);

/// Of the training patients, each distance from the mean and in the deviation of all others, so that a new patient like
/// them is as far away as they are. Log-odds are those of models that had not seen the patient, before calibration.
/// The model stands in `predictor` already. `refused` as training_likeness() takes it.
[[nodiscard]] model::TrainingReference training_reference(const model::Predictor& predictor,
                                                          const model::PatientSet& set,
                                                          std::span<const eval::PatientPrediction> unseen,
                                                          const std::vector<bool>& refused = {});

/// Adds the log-odds, where training_reference was asked before there were any.
void add_unseen_log_odds(model::TrainingReference& reference, const model::PatientSet& set,
                         std::span<const eval::PatientPrediction> unseen);

/// One patient: a value a column of the reference. `row` is the patient's in the set's tables.
struct NewPatient {
    std::size_t row = 0;
    double log_odds = 0.0;  ///< before calibration
    InputDistances distances;
};
[[nodiscard]] std::vector<std::optional<double>> reference_values(const model::TrainingReference& reference,
                                                                  const model::PatientSet& set,
                                                                  const NewPatient& patient);

}  // namespace synchrony::app

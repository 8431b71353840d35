// Whether an ECG is like those that a predictor was fitted on.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "synchrony/app/predict.hpp"

namespace synchrony::app {

/// An answer is withheld for an ECG further away than all but this share of the training's.
inline constexpr double unlike_share = 0.01;
/// With fewer patients than that asks for, beyond the furthest of them, where chance is no more than this.
inline constexpr double most_unlike_share = 0.02;

/// Of the training patients' measurements (table "ecg") and the distances of their deep features; nothing where the
/// model reads no ECG. `refused` (a mark a row, or none) are recordings that no answer would be given on: they teach
/// the model and set no limit, else one wrong lead among the training would let every other pass.
[[nodiscard]] std::optional<model::EcgLikeness> training_likeness(const model::Predictor& predictor,
                                                                  const model::PatientSet& set,
                                                                  std::span<const std::optional<double>> deep_distances,
                                                                  const std::vector<bool>& refused = {});

/// A patient's measurements in the order of the predictor's likeness; empty where it keeps none.
[[nodiscard]] std::vector<std::optional<double>> likeness_values(const model::Predictor& predictor,
                                                                 const model::PatientSet& set, std::size_t row);

/// The ECG's distances against their limits; nothing where the predictor keeps none. `deep_distance` as the answer has
/// it.
[[nodiscard]] std::optional<EcgDistance> ecg_distance(const model::Predictor& predictor,
                                                      std::span<const std::optional<double>> measurements,
                                                      const std::optional<double>& deep_distance);

/// One sentence of what is unlike, for an answer that is withheld; empty where nothing is.
[[nodiscard]] std::string unlike_words(const model::Predictor& predictor, const EcgDistance& distance,
                                       std::span<const std::optional<double>> measurements);

/// A patient's nearest of the training's, at most `most`, by the distance of the scaled inputs over the root mean
/// square distance of two training patients.
[[nodiscard]] std::vector<AlikePatient> alike_patients(const model::Predictor& predictor,
                                                       std::span<const double> scaled, std::size_t most);

}  // namespace synchrony::app

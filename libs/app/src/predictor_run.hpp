// A predictor at work on rows of a cohort: measurements, images and features where it reads them, predictions.
#pragma once

#include <vector>

#include "synchrony/app/predict.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/inputs/from_ecg.hpp"
#include "synchrony/nn/deep_features.hpp"

namespace synchrony::app {

struct PredictedRows {
    std::vector<inputs::PatientRecording> recordings;           ///< one an asked row, in order
    std::vector<std::optional<PatientPrediction>> predictions;  ///< likewise; empty where the recording is excluded
    /// Likewise, a value a column of the predictor's reference; empty without one.
    std::vector<std::vector<std::optional<double>>> values;
    inputs::FromEcg from_ecg;  ///< one a recording that is used, in order
};

/// `by_hand` holds for every recording, and `reasons` are worth their time, of one patient; where they are left out,
/// measurements keep their numbers alone. A predictor that is a
/// network loses its weights (Predictor::take_network). Errors: input (no patient has a usable ECG), those of the
/// networks' module; cancelled.
[[nodiscard]] core::Result<PredictedRows> predict_rows(model::Predictor& predictor, const cohort::Cohort& cohort,
                                                       const std::vector<std::size_t>& rows,
                                                       const io::ReadOptions& reading, const core::RunContext& context,
                                                       Reasons reasons, nn::Device device = nn::Device::cpu,
                                                       const inputs::ByHand& by_hand = {});

/// How the predictor's encoder makes its deep features; the predictor must outlive them. Errors (input): no such place.
[[nodiscard]] core::Result<nn::DeepFeatureOptions> feature_options(const model::Predictor& predictor);

/// The clinical columns that the model reads, in its order.
[[nodiscard]] std::vector<std::string> clinical_inputs(const model::Predictor& predictor);

}  // namespace synchrony::app

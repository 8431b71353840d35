// Use case: the page of one ECG as bytes, and what a prediction says in words.
#pragma once

#include <string>
#include <vector>

#include "synchrony/app/predict.hpp"

namespace synchrony::app {

/// The page of the ECG that `request` names, self-contained HTML: with a predictor its prediction, without one what was
/// measured. Nothing is written. Errors: those of predict_patient and of measuring.
[[nodiscard]] core::Result<std::string> ecg_page(const PredictRequest& request, const core::RunContext& context);

/// The answer as its page says it: whether the ECG may be judged, the probability in plain words or why there is none,
/// and what the model rests on.
[[nodiscard]] std::vector<std::string> answer_in_words(const PatientOutcome& outcome, const PredictRequest& request);

}  // namespace synchrony::app

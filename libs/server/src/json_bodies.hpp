// What the JSON bodies of calls ask, before anything is looked up or worked on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "call.hpp"

namespace synchrony::server {

inline constexpr std::size_t most_listed = 200;          ///< in a list or an object of a body
inline constexpr std::size_t longest_text_bytes = 1000;  ///< of a text in a body

/// Boundaries that are moved: the numbers of those fields and no others, in their order; nothing where one is absent.
/// Errors (usage): not JSON, no object, a field of another name, no number or one beyond a million either way.
[[nodiscard]] core::Result<std::vector<std::optional<double>>> number_fields(const Call& call,
                                                                             const std::vector<std::string>& names);

/// Which model is asked about a recording, and what is known beside the ECG.
struct PredictionBody {
    std::string model;             ///< id
    std::vector<std::string> set;  ///< "lvef_pct=28", as the command line's --set has it
    std::optional<double> prevalence;
};
/// Errors (usage): not JSON, no object, a field that is needed, not known, or not what it should be.
[[nodiscard]] core::Result<PredictionBody> prediction_body(const Call& call);

/// A comparison of models on a cohort or, with a predictor, how that does on it. What is absent is left to defaults.
struct EvaluationBody {
    std::string cohort;                                ///< id
    std::optional<std::string> predictor, pretrained;  ///< ids of models
    std::optional<std::string> outcome, title;
    std::vector<std::string> models, inputs;
    std::optional<int> folds, repeats, resamples;
    std::uint64_t seed = 1;
    std::optional<double> prevalence;
    std::string question;  ///< the whole body without the cohort's id, which is another one each time
};
/// Errors (usage): those of prediction_body, and a field that the kind of evaluation would pass over.
[[nodiscard]] core::Result<EvaluationBody> evaluation_body(const Call& call);

}  // namespace synchrony::server

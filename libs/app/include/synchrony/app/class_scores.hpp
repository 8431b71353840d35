// How well beats were told apart, with limits that treat the patient as the unit: the beats of one heart are alike, and
// a few hundred of them from a single recording can decide a class.
#pragma once

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/nn/pretrain_options.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::app {

/// 95 % percentile limits; nothing where too few resamples hold the class.
struct ClassLimits {
    std::optional<stats::Interval> sensitivity, positive_predictivity, f1;
};

struct ClassScores {
    nn::ClassNames class_names = nn::aami_names();
    nn::BeatScores scores;
    std::vector<nn::PatientScores> by_patient;  ///< records in the order of the set
    int subjects = 0;                           ///< MIT-BIH's records 201 and 202 are of one
    std::optional<stats::Interval> accuracy, macro_f1;
    std::array<ClassLimits, record::aami_class_count> classes;
};

/// Scores of predictions whose patients are numbers in `patients`. Limits by 2000 resamples of the subjects, fixed by
/// the context's seed; nothing for fewer than two subjects.
[[nodiscard]] ClassScores class_scores(std::span<const nn::BeatPrediction> predictions,
                                       std::span<const record::PatientId> patients, const core::RunContext& context);

/// nn::to_json of the scores, with "subjects", "limits_95" and "by_record".
[[nodiscard]] nlohmann::json to_json(const ClassScores& scores);

}  // namespace synchrony::app

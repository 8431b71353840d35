// Would more patients help? The same models on growing shares of each training part, tested on the same test parts.
#pragma once

#include <span>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {

/// A model at one size of its training part.
struct LearningPoint {
    RowName row;
    double share = 1.0;              ///< of each training part
    double training_patients = 0.0;  ///< mean over parts
    std::optional<double> auc;       ///< mean over folds that have both classes
    std::optional<double> sd;        ///< over the same
};

struct LearningCurveOptions {
    std::vector<double> shares{0.25, 0.5, 0.75, 1.0};
    int most_repeats = 5;  ///< repeats of the folds that are used
};

/// Every row at every share; a smaller share's patients are among the larger's. Rows of one group come together. A row
/// that refuses a share (one class left) has no point there.
[[nodiscard]] core::Result<std::vector<LearningPoint>> learning_curve(const model::PatientSet& set,
                                                                      const cohort::Folds& folds,
                                                                      std::span<const ModelRow> rows,
                                                                      const core::RunContext& context = {},
                                                                      const LearningCurveOptions& options = {});

/// The rows of a training part that a share keeps: that share of the people of each class, rounded up, ascending.
/// `people` has one number a row of `training`; the choice depends on the seed alone, and shares are nested.
[[nodiscard]] std::vector<std::size_t> share_of_training(std::span<const std::size_t> training,
                                                         std::span<const std::uint8_t> response,
                                                         std::span<const std::string> groups, double share,
                                                         std::uint64_t seed);

}  // namespace synchrony::eval

// Numbers of patients as a training sees them, and what it has learnt of them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {

/// Targets of a set's patients, each number with mean 0 and standard deviation 1 over the patients that train.
struct StandardTargets {
    std::vector<std::string> names;
    std::vector<double> mean, sd;
    std::vector<float> values;  ///< [patient, number]; NaN where it is not known
    [[nodiscard]] std::size_t count() const { return names.size(); }
};

/// Errors (input): a training patient without a row; a number that is the same in all training patients that have it,
/// or that fewer than two have.
[[nodiscard]] core::Result<StandardTargets> standard_targets(const NumericTargets& targets,
                                                             std::span<const record::PatientId> patients,
                                                             const std::vector<std::string>& training);

/// Share of the variance of each number over patients that the mean of `estimates` [image, number] over a patient's
/// images explains: 1 - sum of squared errors / sum of squared deviations from the mean of these patients. NaN where
/// fewer than two patients are known or all are alike.
[[nodiscard]] std::vector<double> explained_shares(const StandardTargets& targets,
                                                   std::span<const features::ImageIndex> index,
                                                   std::span<const std::size_t> images,
                                                   std::span<const float> estimates);

}  // namespace synchrony::nn

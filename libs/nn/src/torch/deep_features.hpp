#pragma once

#include <torch/types.h>

#include <span>

#include "synchrony/core/progress.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/classifier.hpp"
#include "synchrony/nn/deep_features.hpp"

namespace synchrony::nn {

[[nodiscard]] core::Result<model::FeatureTable> compute_deep_features(const features::ImageSet& set,
                                                                      std::span<const record::PatientId> patients,
                                                                      const DeepFeatureOptions& options,
                                                                      const core::RunContext& context,
                                                                      const torch::Device& device);

}  // namespace synchrony::nn

// Deep features as a table, whatever engine runs the net.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "set_inputs.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/model/classifier.hpp"
#include "synchrony/nn/deep_features.hpp"

namespace synchrony::nn {

/// Writes the features of some images, [image, column]: all places side by side, each ordered by cell, then channel.
using FeaturesOfImages =
    std::function<void(std::span<const std::size_t> images, const PixelScaling& scaling, std::span<float> out)>;

/// Numbers that the places give of one image.
[[nodiscard]] std::size_t feature_count(const model::Architecture& net, const std::vector<FeaturePlace>& places);

/// What enters the net of `options`: the channels of its bundle, or the usual ones.
[[nodiscard]] core::Result<SetInputs> deep_feature_inputs(const features::ImageSet& set,
                                                          const DeepFeatureOptions& options);

/// Images go through the net in batches, whoever they belong to; a lead's features are the mean over its beats. Errors:
/// those of find_patient_images and of the options; cancelled.
[[nodiscard]] core::Result<model::FeatureTable> deep_feature_table(const SetInputs& inputs,
                                                                   std::span<const record::PatientId> patients,
                                                                   const DeepFeatureOptions& options,
                                                                   const core::RunContext& context,
                                                                   const FeaturesOfImages& features_of);

}  // namespace synchrony::nn

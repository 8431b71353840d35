// The blocks of features that settings are made of (transfer_settings.hpp).
#pragma once

#include <memory>
#include <vector>

#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/study/transfer_settings.hpp"

namespace synchrony::study {

/// Images of the patients of an experiment.
struct GainImages {
    features::ImageSet kept;   ///< median beats and every beat, amplitudes as recorded
    features::ImageSet equal;  ///< median beats of all patients brought to one amplitude
    std::vector<record::PatientId> patients;
};

/// Writes the set's median beats with every patient's voltages scaled by one factor, so that the mean magnitude over
/// leads and pixels is `magnitude` (units of the recipe's floor, else mV), and opens it.
[[nodiscard]] core::Result<features::ImageSet> equal_amplitudes(const features::ImageSet& set, double magnitude,
                                                                const std::filesystem::path& file);

[[nodiscard]] core::Result<FeatureBank> pixel_bank(const GainImages& images);

/// Of the bundle's net; `pixels` lends its blocks to the settings that join them.
[[nodiscard]] core::Result<FeatureBank> layer_bank(nn::Engine& engine, const std::shared_ptr<const model::Bundle>& net,
                                                   const GainImages& images, const FeatureBank& pixels,
                                                   const core::RunContext& context);

}  // namespace synchrony::study

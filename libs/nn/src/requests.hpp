// What every engine refuses before it runs a network.
#pragma once

#include <span>
#include <vector>

#include "set_inputs.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/classifier.hpp"
#include "synchrony/nn/activation_maps.hpp"

namespace synchrony::nn {

/// Those images of the set as the bundle's net wants them. Errors: those of Bundle::check and SetInputs::make; (usage)
/// an image number that the set does not have.
[[nodiscard]] core::Result<SetInputs> inputs_of_images(const model::Bundle& bundle, const features::ImageSet& set,
                                                       std::span<const std::size_t> images);

/// Errors: those of Bundle::check; (usage) a network that gives no probability a patient.
[[nodiscard]] core::Result<void> check_predicts_patients(const model::Bundle& bundle);

/// Who stands in those rows. Errors (usage): a set without images, a row that it does not have.
[[nodiscard]] core::Result<std::vector<record::PatientId>> patients_of_rows(const model::PatientSet& set,
                                                                            std::span<const std::size_t> rows);

/// Errors (usage): numbers that do not fit the net or each other.
[[nodiscard]] core::Result<void> check_activation(const ActivationRequest& request, const features::ImageSet& set);

}  // namespace synchrony::nn

// Activation maps by oneDNN's maps and the gradient of what follows them.
#pragma once

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/nn/activation_maps.hpp"

namespace synchrony::nn::onednn {

/// Of a checked request.
[[nodiscard]] core::Result<ActivationMaps> activation_of(const features::ImageSet& set,
                                                         const ActivationRequest& request, int threads);

}  // namespace synchrony::nn::onednn

// What a network says of the beats of a set whose class is known.
#pragma once

#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {

/// Every labelled beat of the set, the mean over its images. Errors: those of Engine::probabilities.
[[nodiscard]] core::Result<std::vector<nn::BeatPrediction>> labelled_predictions(nn::Inference& engine,
                                                                                 const model::Bundle& bundle,
                                                                                 const features::ImageSet& set,
                                                                                 const core::RunContext& context);

}  // namespace synchrony::app

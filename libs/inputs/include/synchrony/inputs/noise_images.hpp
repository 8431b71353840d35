// Use case: recorded noise as spectrogram images that pre-training adds to beats.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/nn/training.hpp"

namespace synchrony::inputs {

/// Images of the noise in a folder's CSV files (rows: sample number, channel 1, channel 2, in steps of 1/200 mV at
/// 360 Hz, as the MIT-BIH Noise Stress Test Database keeps it), a segment of the recipe after another. Errors: a folder
/// without such files, a file that is no table of numbers.
[[nodiscard]] core::Result<nn::NoiseImages> noise_images(const std::filesystem::path& folder,
                                                         const features::SpectrogramRecipe& recipe);

}  // namespace synchrony::inputs

// Inputs of a net as tensors.
#pragma once

#include <torch/types.h>

#include <span>

#include "set_inputs.hpp"

namespace synchrony::nn {

/// [n, channels, height, width], channels last, as they are.
[[nodiscard]] torch::Tensor plain_batch(const PixelBlock& block, std::span<const std::size_t> images,
                                        const PixelScaling& scaling, int threads = 1);
/// The same with random changes; image i draws from random.child("image", i).
[[nodiscard]] torch::Tensor changed_batch(const PixelBlock& block, std::span<const std::size_t> images,
                                          const PixelScaling& scaling, const Augmentation& change,
                                          const ChangeSources& from, const core::RandomStream& random, int threads = 1);

/// The numbers beside the images, [n, SetInputs::extra_count], or an undefined tensor when the net takes none.
[[nodiscard]] torch::Tensor extra_batch(const SetInputs& inputs, std::span<const std::size_t> images,
                                        const model::Architecture& architecture);

}  // namespace synchrony::nn

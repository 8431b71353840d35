// Images of a set as tensors.
#pragma once

#include <torch/types.h>

#include <span>

#include "pixels.hpp"
#include "synchrony/features/image_set.hpp"

namespace synchrony::nn {

[[nodiscard]] PixelBlock block_of(const features::ImageSet& set);

/// [n, 1, height, width], channels last, as they are.
[[nodiscard]] torch::Tensor plain_batch(const PixelBlock& block, std::span<const std::size_t> images,
                                        const PixelScaling& scaling);
/// The same with random changes; image i draws from random.child("image", i).
[[nodiscard]] torch::Tensor changed_batch(const PixelBlock& block, std::span<const std::size_t> images,
                                          const PixelScaling& scaling, const Augmentation& change,
                                          const core::RandomStream& random);

/// RR inputs [n, rr_input_count] of those images, or an undefined tensor when the net takes none.
[[nodiscard]] torch::Tensor rr_batch(const features::ImageSet& set, std::span<const std::size_t> images, int inputs);

}  // namespace synchrony::nn

// From half-precision images of a set to the numbers that enter a net, with random changes in training.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/nn/training.hpp"

namespace synchrony::nn {

/// Mean and standard deviation of the pixels that a net was taught on.
struct PixelScaling {
    double mean = 0.0;
    double sd = 1.0;
};

/// The images of a set as one block, so that inner loops need nothing of the file.
struct PixelBlock {
    const std::uint16_t* first = nullptr;  ///< [image, height, width], half precision
    std::size_t images = 0;
    int height = 0;
    int width = 0;
    features::PixelScale scale = features::PixelScale::log_magnitude;
    [[nodiscard]] std::size_t pixels() const {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    }
    [[nodiscard]] std::span<const std::uint16_t> image(std::size_t i) const { return {first + i * pixels(), pixels()}; }
};

/// Over at most 4000 of the images, evenly spread.
[[nodiscard]] PixelScaling measure_scaling(const PixelBlock& block, std::span<const std::size_t> images);

/// Writes one image, scaled, into `out` [height, width].
void read_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling, std::span<float> out);

/// The same with random changes drawn from `random`. The gain is applied to the magnitude under the logarithm, so a
/// changed image is the image of the changed signal.
void read_changed_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling,
                        const Augmentation& change, core::RandomStream& random, std::span<float> out);

}  // namespace synchrony::nn

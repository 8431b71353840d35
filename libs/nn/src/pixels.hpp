// From half-precision images of a set to the numbers that enter a net, with random changes in training.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "recorder_responses.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/nn/training.hpp"

namespace synchrony::nn {

/// Mean and standard deviation of the pixels that a net was taught on.
struct PixelScaling {
    double mean = 0.0;
    double sd = 1.0;
};

/// The images of a set as one block (a joined set: several), so that inner loops need nothing of the file.
struct PixelBlock {
    /// Images of a joined set.
    struct Joined {
        std::size_t from = 0;                  ///< number of its first image
        const std::uint16_t* first = nullptr;  ///< as below
    };
    const std::uint16_t* first = nullptr;  ///< [image, height, width], half precision
    std::size_t images = 0;
    int height = 0;
    int width = 0;
    features::PixelScale scale = features::PixelScale::log_magnitude;
    const features::ChannelImages* inputs = nullptr;  ///< what the channels hold; null: one channel, the image itself
    std::vector<Joined> joined{};                     ///< images that do not lie behind `first`, by number
    /// Pixels of one channel.
    [[nodiscard]] std::size_t pixels() const {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    }
    [[nodiscard]] std::span<const std::uint16_t> image(std::size_t i) const {
        Joined part{0, first};
        for (const auto& other : joined)
            if (i >= other.from) part = other;
        return {part.first + (i - part.from) * pixels(), pixels()};
    }
    [[nodiscard]] std::size_t channels() const { return inputs ? inputs->channels() : 1; }
    /// Pixels of all channels of one input.
    [[nodiscard]] std::size_t input_pixels() const { return channels() * pixels(); }
    [[nodiscard]] std::size_t image_of_channel(std::size_t i, std::size_t channel) const {
        return inputs ? inputs->of(i)[channel] : i;
    }
};

/// Mean and spread of the images' own pixels, over at most 4000 of the images, evenly spread.
[[nodiscard]] PixelScaling measure_scaling(const PixelBlock& block, std::span<const std::size_t> images);

/// Writes the input of one image, scaled, into `out` [channel, height, width].
void read_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling, std::span<float> out);

/// Calls `work` for each image number below `count`, several at a time for one thread.
void for_each_image(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

/// The inputs of several images one after the other, `out` [image, channel, height, width].
void read_images(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling, int threads,
                 std::span<float> out);

/// The changes as they are made of images of that recipe: a wave's columns are samples, so that shifts and masks of
/// columns are given the time that they have in the recipe `fine` (8 samples a column); its one row is not masked.
[[nodiscard]] Augmentation in_columns_of(const features::SpectrogramRecipe& recipe, Augmentation change);

/// What random changes draw from besides their numbers; null: none.
struct ChangeSources {
    const NoiseImages* noise = nullptr;
    const RecorderResponses* recorders = nullptr;
};

/// The same with random changes drawn from `random`. The gain, one for all channels, noise and a recorder's filters act
/// on the magnitude under the logarithm, so a changed image is one of the changed signal (to waves noise is added);
/// each channel is shifted for itself; masks hide the same place in all channels.
void read_changed_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling,
                        const Augmentation& change, const ChangeSources& from, core::RandomStream& random,
                        std::span<float> out);

}  // namespace synchrony::nn

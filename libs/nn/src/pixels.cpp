#include "pixels.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/half.hpp"

namespace synchrony::nn {
namespace {

constexpr std::size_t scaling_images = 4000;
constexpr double least_sd = 1e-6;

void decode(std::span<const std::uint16_t> half, std::span<float> out) {
    for (std::size_t i = 0; i < half.size(); ++i) out[i] = core::from_half(half[i]);
}

void scale_pixels(const PixelScaling& scaling, std::span<float> pixels) {
    const auto mean = static_cast<float>(scaling.mean);
    const auto factor = static_cast<float>(1.0 / scaling.sd);
    for (auto& pixel : pixels) pixel = (pixel - mean) * factor;
}

void apply_gain(features::PixelScale scale, float gain, std::span<float> pixels) {
    if (scale == features::PixelScale::magnitude) {
        for (auto& pixel : pixels) pixel *= gain;
    } else {
        for (auto& pixel : pixels) pixel = std::log1p(gain * std::expm1(pixel));
    }
}

void shift_columns(int shift, std::size_t width, std::span<float> pixels) {
    if (shift == 0) return;
    const auto by =
        static_cast<std::size_t>(std::min<std::size_t>(static_cast<std::size_t>(std::abs(shift)), width - 1));
    for (std::size_t row = 0; row < pixels.size(); row += width) {
        const auto line = pixels.subspan(row, width);
        if (shift > 0) {
            std::copy_backward(line.begin(), line.end() - static_cast<std::ptrdiff_t>(by), line.end());
            std::fill_n(line.begin(), by, line[by]);
        } else {
            const float edge = line[width - 1];
            std::copy(line.begin() + static_cast<std::ptrdiff_t>(by), line.end(), line.begin());
            std::fill_n(line.end() - static_cast<std::ptrdiff_t>(by), by, edge);
        }
    }
}

// A stretch of 1 to `most` out of `length`.
struct Stretch {
    std::size_t begin = 0, end = 0;
};
Stretch draw_stretch(int most, std::size_t length, core::RandomStream& random) {
    const std::size_t size = std::min(length, 1 + random.index(static_cast<std::size_t>(most)));
    const std::size_t begin = random.index(length - size + 1);
    return {begin, begin + size};
}

void mask(const PixelBlock& block, const Augmentation& change, core::RandomStream& random, std::span<float> pixels) {
    const auto width = static_cast<std::size_t>(block.width);
    const auto height = static_cast<std::size_t>(block.height);
    double sum = 0;
    for (const float pixel : pixels) sum += pixel;
    const auto mean = static_cast<float>(sum / static_cast<double>(pixels.size()));
    if (change.mask_columns > 0 && random.uniform() < change.mask_chance) {
        const auto columns = draw_stretch(change.mask_columns, width, random);
        for (std::size_t row = 0; row < height; ++row)
            std::fill(pixels.begin() + static_cast<std::ptrdiff_t>(row * width + columns.begin),
                      pixels.begin() + static_cast<std::ptrdiff_t>(row * width + columns.end), mean);
    }
    if (change.mask_rows > 0 && random.uniform() < change.mask_chance) {
        const auto rows = draw_stretch(change.mask_rows, height, random);
        std::fill(pixels.begin() + static_cast<std::ptrdiff_t>(rows.begin * width),
                  pixels.begin() + static_cast<std::ptrdiff_t>(rows.end * width), mean);
    }
}

}  // namespace

PixelScaling measure_scaling(const PixelBlock& block, std::span<const std::size_t> images) {
    double sum = 0, squares = 0;
    std::size_t count = 0;
    std::vector<float> pixels(block.pixels());
    const std::size_t stride = std::max<std::size_t>(1, images.size() / scaling_images);
    for (std::size_t i = 0; i < images.size(); i += stride) {
        decode(block.image(images[i]), pixels);
        for (const double pixel : pixels) {
            sum += pixel;
            squares += pixel * pixel;
        }
        count += pixels.size();
    }
    if (count == 0) return {};
    const double mean = sum / static_cast<double>(count);
    const double variance = squares / static_cast<double>(count) - mean * mean;
    return {mean, std::max(least_sd, std::sqrt(std::max(0.0, variance)))};
}

void read_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling, std::span<float> out) {
    decode(block.image(image), out);
    scale_pixels(scaling, out);
}

void read_changed_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling,
                        const Augmentation& change, core::RandomStream& random, std::span<float> out) {
    decode(block.image(image), out);
    if (change.gain > 0)
        apply_gain(block.scale, static_cast<float>(std::exp(change.gain * (2 * random.uniform() - 1))), out);
    if (change.shift_columns > 0) {
        const auto steps = random.index(2 * static_cast<std::size_t>(change.shift_columns) + 1);
        shift_columns(static_cast<int>(steps) - change.shift_columns, static_cast<std::size_t>(block.width), out);
    }
    if (change.mask_chance > 0) mask(block, change, random, out);
    scale_pixels(scaling, out);
}

}  // namespace synchrony::nn

#include "pixels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "synchrony/core/half.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/features/pixel_values.hpp"

namespace synchrony::nn {
namespace {

constexpr std::size_t scaling_images = 4000;
constexpr double least_pixel_sd = 1e-6;
constexpr std::size_t phases = 256;  // in which a phase is drawn; 64 random bits give eight
constexpr std::size_t phases_a_draw = 8;

std::array<float, phases> cosine_table() {
    std::array<float, phases> table{};
    for (std::size_t i = 0; i < phases; ++i)
        table[i] = static_cast<float>(std::cos(2 * std::numbers::pi * static_cast<double>(i) / phases));
    return table;
}

void scale_pixels(const PixelScaling& scaling, std::span<float> pixels) {
    const auto mean = static_cast<float>(scaling.mean);
    const auto factor = static_cast<float>(1.0 / scaling.sd);
    for (auto& pixel : pixels) pixel = (pixel - mean) * factor;
}

// A stretch of noise and how loud it is.
struct DrawnNoise {
    const float* values;
    float level;
};
DrawnNoise draw_noise(const NoiseImages& noise, const Augmentation& change, std::size_t pixels,
                      core::RandomStream& random) {
    const float* values = noise.magnitudes.data() + random.index(noise.count) * pixels;
    return {values, static_cast<float>(change.noise * random.uniform())};
}

// Voltages add up as they are.
void add_noise_wave(const NoiseImages& noise, const Augmentation& change, core::RandomStream& random,
                    std::span<float> voltages) {
    const auto [n, level] = draw_noise(noise, change, voltages.size(), random);
    for (std::size_t i = 0; i < voltages.size(); ++i) voltages[i] += level * n[i];
}

// Calls with(magnitude of noise, cosine of its phase) for every pixel; the phase between signal and noise is unknown
// and therefore drawn.
template <typename With>
void each_noise(const DrawnNoise& noise, std::size_t pixels, core::RandomStream& random, With with) {
    auto& engine = random.engine();
    static const auto cosines = cosine_table();
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < pixels; ++i) {
        if (i % phases_a_draw == 0) bits = engine();
        with(i, noise.level * noise.values[i], cosines[bits % cosines.size()]);
        bits /= cosines.size();
    }
}

// Adds what of a noise image is in phase.
void add_noise_in_phase(const NoiseImages& noise, const Augmentation& change, core::RandomStream& random,
                        std::span<float> signed_magnitudes) {
    const auto drawn = draw_noise(noise, change, signed_magnitudes.size(), random);
    each_noise(drawn, signed_magnitudes.size(), random,
               [&](std::size_t i, float n, float cosine) { signed_magnitudes[i] += n * cosine; });
}

// Adds one noise image: |x + n|^2 = |x|^2 + |n|^2 + 2 |x| |n| cos(phase).
void add_noise(const NoiseImages& noise, const Augmentation& change, core::RandomStream& random,
               std::span<float> magnitudes) {
    const auto drawn = draw_noise(noise, change, magnitudes.size(), random);
    each_noise(drawn, magnitudes.size(), random, [&](std::size_t i, float y, float cosine) {
        const float x = magnitudes[i];
        magnitudes[i] = std::sqrt(std::max(0.0F, x * x + y * y + 2 * x * y * cosine));
    });
}

auto adder_of_noise(features::PixelScale scale) {
    return scale == features::PixelScale::voltage        ? add_noise_wave
           : scale == features::PixelScale::log_in_phase ? add_noise_in_phase
                                                         : add_noise;
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

// Where an image is hidden: one stretch of columns and one of rows, each possibly empty.
struct Mask {
    Stretch columns, rows;
};
Mask draw_mask(const PixelBlock& block, const Augmentation& change, core::RandomStream& random) {
    Mask mask;
    if (change.mask_columns > 0 && random.uniform() < change.mask_chance)
        mask.columns = draw_stretch(change.mask_columns, static_cast<std::size_t>(block.width), random);
    if (change.mask_rows > 0 && random.uniform() < change.mask_chance)
        mask.rows = draw_stretch(change.mask_rows, static_cast<std::size_t>(block.height), random);
    return mask;
}

void hide(const Mask& mask, std::size_t width, std::span<float> pixels) {
    double sum = 0;
    for (const float pixel : pixels) sum += pixel;
    const auto mean = static_cast<float>(sum / static_cast<double>(pixels.size()));
    for (std::size_t row = 0; row < pixels.size() / width; ++row) {
        const auto line = pixels.subspan(row * width, width);
        const bool whole = row >= mask.rows.begin && row < mask.rows.end;
        const auto part = whole ? line : line.subspan(mask.columns.begin, mask.columns.end - mask.columns.begin);
        std::ranges::fill(part, mean);
    }
}

// The row responses of a recorder; none, and no number drawn, where that is off.
std::span<const float> draw_recorder(const RecorderResponses* recorders, const Augmentation& change,
                                     core::RandomStream& random) {
    if (!recorders || recorders->count() == 0 || change.recorder_chance <= 0) return {};
    if (random.uniform() >= change.recorder_chance) return {};
    return recorders->of(random.index(recorders->count()));
}

void filter_rows(std::span<const float> response, std::size_t width, std::span<float> magnitudes) {
    for (std::size_t row = 0; row < response.size(); ++row)
        for (auto& magnitude : magnitudes.subspan(row * width, width)) magnitude *= response[row];
}

}  // namespace

PixelScaling measure_scaling(const PixelBlock& block, std::span<const std::size_t> images) {
    double sum = 0, squares = 0;
    std::size_t count = 0;
    std::vector<float> pixels(block.pixels());
    const std::size_t stride = std::max<std::size_t>(1, images.size() / scaling_images);
    for (std::size_t i = 0; i < images.size(); i += stride) {
        core::from_half(block.image(images[i]), pixels);
        for (const double pixel : pixels) {
            sum += pixel;
            squares += pixel * pixel;
        }
        count += pixels.size();
    }
    if (count == 0) return {};
    const double mean = sum / static_cast<double>(count);
    const double variance = squares / static_cast<double>(count) - mean * mean;
    return {mean, std::max(least_pixel_sd, std::sqrt(std::max(0.0, variance)))};
}

void read_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling, std::span<float> out) {
    for (std::size_t channel = 0; channel < block.channels(); ++channel)
        core::from_half(block.image(block.image_of_channel(image, channel)),
                        out.subspan(channel * block.pixels(), block.pixels()));
    scale_pixels(scaling, out);
}

void for_each_image(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
    constexpr std::size_t images_a_piece = 16;  // fewer are done before another thread has begun
    core::parallel_for((count + images_a_piece - 1) / images_a_piece, threads, [&](std::size_t piece) {
        const std::size_t end = std::min(count, (piece + 1) * images_a_piece);
        for (std::size_t i = piece * images_a_piece; i < end; ++i) work(i);
    });
}

void read_images(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling, int threads,
                 std::span<float> out) {
    const std::size_t size = block.input_pixels();
    for_each_image(images.size(), threads,
                   [&](std::size_t i) { read_image(block, images[i], scaling, out.subspan(i * size, size)); });
}

Augmentation in_columns_of(const features::SpectrogramRecipe& recipe, Augmentation change) {
    constexpr int samples_a_column = 8;  // of `fine`, in whose columns shifts and masks are counted
    if (!recipe.is_wave()) return change;
    change.shift_columns *= samples_a_column;
    change.mask_columns *= samples_a_column;
    change.mask_rows = 0;
    return change;
}

void read_changed_image(const PixelBlock& block, std::size_t image, const PixelScaling& scaling,
                        const Augmentation& change, const ChangeSources& from, core::RandomStream& random,
                        std::span<float> out) {
    const auto width = static_cast<std::size_t>(block.width);
    const auto gain = change.gain > 0 ? static_cast<float>(std::exp(change.gain * (2 * random.uniform() - 1))) : 1.0F;
    const auto mask = change.mask_chance > 0 ? draw_mask(block, change, random) : Mask{};
    const auto* noise = from.noise;
    const bool noisy = noise && noise->count > 0 && change.noise > 0 && random.uniform() < change.noise_chance;
    const auto response = draw_recorder(from.recorders, change, random);
    const auto draw_shift = [&] {
        return static_cast<int>(random.index(2 * static_cast<std::size_t>(change.shift_columns) + 1)) -
               change.shift_columns;
    };
    const bool together = block.inputs != nullptr && block.inputs->joins_leads();
    const int one_shift = together && change.shift_columns > 0 ? draw_shift() : 0;
    for (std::size_t channel = 0; channel < block.channels(); ++channel) {
        const auto pixels = out.subspan(channel * block.pixels(), block.pixels());
        core::from_half(block.image(block.image_of_channel(image, channel)), pixels);
        if (change.gain > 0 || noisy || !response.empty()) {
            features::to_magnitudes(block.scale, pixels);
            for (auto& pixel : pixels) pixel *= gain;
            if (noisy) adder_of_noise(block.scale)(*noise, change, random, pixels);
            filter_rows(response, width, pixels);
            features::to_pixels(block.scale, pixels);
        }
        if (change.shift_columns > 0) shift_columns(together ? one_shift : draw_shift(), width, pixels);
        if (change.mask_chance > 0) hide(mask, width, pixels);
    }
    scale_pixels(scaling, out);
}

}  // namespace synchrony::nn

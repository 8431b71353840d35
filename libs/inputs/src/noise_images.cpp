#include "synchrony/inputs/noise_images.hpp"

#include <algorithm>
#include <charconv>

#include "synchrony/core/files.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/pixel_values.hpp"
#include "synchrony/features/spectrogram.hpp"

namespace synchrony::inputs {
namespace {

constexpr double noise_rate_hz = 360.0;
constexpr float mv_a_step = 1.0F / 200.0F;  // headers of the NSTDB noise records: 200 adu / mV
constexpr std::size_t most_file_bytes = std::size_t{64} << 20;
constexpr std::size_t columns = 3;

using Channels = std::vector<std::vector<float>>;

core::Result<Channels> read_channels(const std::filesystem::path& file) {
    SYNCHRONY_ASSIGN(const auto text, core::read_file(file, most_file_bytes));
    Channels channels(columns - 1);
    std::size_t column = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        if (*at == ',' || *at == '\n' || *at == '\r') {
            ++at;
            continue;
        }
        int value = 0;
        const auto [next, fault] = std::from_chars(at, end, value);
        if (fault != std::errc{})
            return core::fail_input("not a number", file.string() + ", byte " + std::to_string(at - text.data()),
                                    std::string(at, std::min<std::size_t>(12, static_cast<std::size_t>(end - at))),
                                    "sample number, channel 1, channel 2");
        if (column > 0) channels[column - 1].push_back(static_cast<float>(value) * mv_a_step);
        column = (column + 1) % columns;
        at = next;
    }
    return channels;
}

void append_images(std::span<const float> lead, features::SpectrogramMaker& maker, nn::NoiseImages& noise) {
    const auto& recipe = maker.recipe();
    const auto length = features::longest_segment(recipe);
    std::vector<float> pixels(maker.pixel_count());
    for (std::int64_t begin = 0; begin + length <= static_cast<std::int64_t>(lead.size()); begin += length / 2) {
        maker.make(lead, features::Segment{begin, length}, pixels);
        features::to_magnitudes(recipe.scale, std::span(pixels));
        noise.magnitudes.insert(noise.magnitudes.end(), pixels.begin(), pixels.end());
        ++noise.count;
    }
}

}  // namespace

core::Result<nn::NoiseImages> noise_images(const std::filesystem::path& folder,
                                           const features::SpectrogramRecipe& recipe) {
    std::vector<std::filesystem::path> files;
    std::error_code fault;
    for (const auto& entry : std::filesystem::directory_iterator(folder, fault))
        if (entry.path().extension() == ".csv") files.push_back(entry.path());
    std::ranges::sort(files);
    if (files.empty()) return core::fail_input("no recordings of noise", folder.string(), {}, "CSV files");
    // Noise has no phase that would mean something: its magnitudes, where the recipe keeps signs.
    auto of_noise = recipe;
    if (of_noise.scale == features::PixelScale::log_in_phase) of_noise.scale = features::PixelScale::log_magnitude;
    SYNCHRONY_ASSIGN(auto maker, features::SpectrogramMaker::create(of_noise));
    nn::NoiseImages noise;
    for (const auto& file : files) {
        SYNCHRONY_ASSIGN(const auto channels, read_channels(file));
        for (const auto& channel : channels) {
            SYNCHRONY_ASSIGN(const auto lead, features::prepare_lead(channel, noise_rate_hz, recipe));
            append_images(lead, maker, noise);
        }
    }
    return noise;
}

}  // namespace synchrony::inputs

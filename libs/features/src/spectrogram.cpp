#include "synchrony/features/spectrogram.hpp"

#include <algorithm>
#include <cmath>

#include "log_pixels.hpp"

namespace synchrony::features {
namespace {

dsp::StftOptions stft_options(const SpectrogramRecipe& recipe) {
    // The hop only tells the plan how much frames overlap; columns are placed one by one.
    const auto length = longest_segment(recipe);
    const auto hop = std::clamp<std::int64_t>(length / std::max(1, recipe.width - 1), 1, dsp::max_stft_samples);
    return {.window = dsp::WindowShape::hann,
            .window_samples = recipe.window_samples,
            .hop = static_cast<int>(hop),
            .fft_samples = recipe.fft_samples,
            .first_bin = recipe.first_bin,
            .bins = recipe.height,
            .zero_edges = true,
            .method = dsp::StftMethod::automatic};
}

std::int64_t column_centre(int column, int width, std::int64_t length) {
    if (width == 1) return length / 2;
    return std::llround(static_cast<double>(column) * static_cast<double>(length) / (width - 1));
}

// Samples outside the lead are 0, as a window sees them.
void samples_at_columns(std::span<const float> lead, const Segment& segment, std::span<float> pixels) {
    const auto size = static_cast<std::int64_t>(lead.size());
    const auto width = static_cast<int>(pixels.size());
    for (int column = 0; column < width; ++column) {
        const auto at = segment.begin + column_centre(column, width, segment.length);
        pixels[static_cast<std::size_t>(column)] = at >= 0 && at < size ? lead[static_cast<std::size_t>(at)] : 0.0F;
    }
}

}  // namespace

core::Result<SpectrogramMaker> SpectrogramMaker::create(const SpectrogramRecipe& recipe) {
    SYNCHRONY_TRY(recipe.check());
    SYNCHRONY_ASSIGN(auto plan, dsp::StftPlan<float>::make(stft_options(recipe)));
    return SpectrogramMaker(recipe, std::move(plan));
}

SpectrogramMaker::SpectrogramMaker(SpectrogramRecipe recipe, dsp::StftPlan<float> plan)
    : recipe_(std::move(recipe)), plan_(std::move(plan)), starts_(static_cast<std::size_t>(recipe_.width)) {}

void SpectrogramMaker::make(std::span<const float> lead, std::int64_t r_sample, double rr_before_s, double rr_after_s,
                            std::span<float> pixels) {
    make(lead, segment_around(recipe_, r_sample, rr_before_s, rr_after_s), pixels);
}

void SpectrogramMaker::make(std::span<const float> lead, const Segment& segment, std::span<float> pixels) {
    if (recipe_.is_wave()) return samples_at_columns(lead, segment, pixels.first(pixel_count()));
    const std::int64_t half_window = recipe_.window_samples / 2;
    // What the windows may see of the lead: the segment alone, or half a window more on each side.
    const std::int64_t margin = recipe_.zero_edges ? 0 : recipe_.window_samples;
    const auto size = static_cast<std::int64_t>(lead.size());
    const std::int64_t begin = std::clamp<std::int64_t>(segment.begin - margin, 0, size);
    const std::int64_t end = std::clamp<std::int64_t>(segment.begin + segment.length + margin, begin, size);
    for (int k = 0; k < recipe_.width; ++k)
        starts_[static_cast<std::size_t>(k)] = static_cast<std::ptrdiff_t>(
            segment.begin + column_centre(k, recipe_.width, segment.length) - half_window - begin);
    const auto seen = lead.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    const auto gain = static_cast<float>(1.0 / recipe_.floor_mv);
    if (recipe_.scale == PixelScale::log_in_phase) {
        plan_.in_phase_at(seen, starts_, pixels);
        signed_log_pixels(pixels.first(pixel_count()), gain);
        return;
    }
    plan_.magnitude_at(seen, starts_, pixels);
    if (recipe_.scale == PixelScale::log_magnitude) log_pixels(pixels.first(pixel_count()), gain);
}

double SpectrogramMaker::column_s(int column, std::int64_t segment_length) const {
    const auto before = std::llround(recipe_.before_r * static_cast<double>(segment_length));
    return static_cast<double>(column_centre(column, recipe_.width, segment_length) - before) /
           recipe_.sampling_frequency_hz;
}

core::Result<Spectrogram> spectrogram_of(std::span<const float> lead, const SpectrogramRecipe& recipe,
                                         int hop_samples) {
    SYNCHRONY_TRY(recipe.check());
    if (recipe.is_wave())
        return core::fail({.kind = core::ErrorKind::usage,
                           .what = "the recipe shows the wave itself, no spectrogram",
                           .where = {},
                           .got = recipe.name,
                           .expected = "a recipe of spectrograms, as paper or fine",
                           .hint = {}});
    auto options = stft_options(recipe);
    options.hop = hop_samples;
    SYNCHRONY_ASSIGN(auto plan, dsp::StftPlan<float>::make(options));
    Spectrogram result;
    result.rows = static_cast<std::size_t>(recipe.height);
    result.columns = plan.frame_count(lead.size());
    result.hop_s = hop_samples / recipe.sampling_frequency_hz;
    result.first_hz = recipe.row_hz(0);
    result.bin_hz = recipe.sampling_frequency_hz / recipe.fft_samples;
    result.magnitude_mv.resize(result.rows * result.columns);
    plan.magnitude(lead, result.magnitude_mv);
    return result;
}

}  // namespace synchrony::features

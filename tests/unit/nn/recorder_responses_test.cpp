// Rows weakened in the image are what a filter does to the signal: the same filters, run in time at 2880 Hz by the
// project's Butterworth sections (which equal SciPy's, tests/unit/dsp), give the truth.
#include "recorder_responses.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pixels.hpp"
#include "synchrony/core/half.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/dsp/resample.hpp"
#include "synchrony/dsp/sos_filter.hpp"
#include "synchrony/features/spectrogram.hpp"

namespace synchrony::nn {
namespace {

constexpr double fast_hz = 2880.0;  // so that the filters there are nearly analog ones below 100 Hz

std::vector<float> filtered_to_recipe(std::vector<double> samples, const std::vector<dsp::Sos>& filters,
                                      const features::SpectrogramRecipe& recipe) {
    for (const auto& filter : filters) {
        auto state = dsp::sosfilt_zi(filter);
        for (auto& section : state) section = {};
        dsp::sosfilt(filter, samples, state);
    }
    const auto slow = dsp::resample(std::span<const double>(samples), fast_hz, recipe.sampling_frequency_hz);
    std::vector<float> result;
    for (const double x : *slow) result.push_back(static_cast<float>(x));
    return result;
}

std::vector<double> white_noise(double seconds) {
    core::RandomStream random(3);
    std::vector<double> samples(static_cast<std::size_t>(seconds * fast_hz));
    for (auto& sample : samples) sample = random.normal();
    return samples;
}

/// Root mean square of each row over a long stretch.
std::vector<double> row_levels(const std::vector<float>& lead, const features::SpectrogramRecipe& recipe) {
    const auto spectrogram = features::spectrogram_of(lead, recipe, recipe.window_samples);
    std::vector<double> levels;
    for (std::size_t row = 0; row < spectrogram->rows; ++row) {
        double sum = 0.0;
        for (std::size_t column = 0; column < spectrogram->columns; ++column) {
            const double x = spectrogram->magnitude_mv[row * spectrogram->columns + column];
            sum += x * x;
        }
        levels.push_back(std::sqrt(sum / static_cast<double>(spectrogram->columns)));
    }
    return levels;
}

TEST(RecorderResponses, AreWhatTheFiltersDoToTheSignal) {
    const auto recipe = *features::SpectrogramRecipe::named("fine");
    const auto noise = white_noise(1500.0);
    const auto plain = row_levels(filtered_to_recipe(noise, {}, recipe), recipe);
    struct Case {
        const char* name;
        RecorderFilters filters;
        std::vector<dsp::Sos> in_time;
    };
    const auto lowpass = *dsp::butterworth(2, dsp::FilterKind::lowpass, {40.0}, fast_hz);
    const auto notch = *dsp::butterworth(1, dsp::FilterKind::bandstop, {47.5, 52.5}, fast_hz);
    const auto anti_alias = *dsp::butterworth(8, dsp::FilterKind::lowpass, {50.0}, fast_hz);
    const auto highpass = *dsp::butterworth(1, dsp::FilterKind::highpass, {0.5}, fast_hz);
    for (const auto& c : std::vector<Case>{{"40 Hz", {0.0, 40.0, 0.0, 0.0}, {lowpass}},
                                           {"notch", {0.0, 0.0, 50.0, 0.0}, {notch}},
                                           {"125 Hz", {0.0, 0.0, 0.0, 125.0}, {anti_alias}},
                                           {"0.5 Hz", {0.5, 0.0, 0.0, 0.0}, {highpass}},
                                           {"all", {0.5, 40.0, 50.0, 125.0}, {highpass, lowpass, notch, anti_alias}}}) {
        const auto response = row_response(c.filters, recipe);
        const auto seen = row_levels(filtered_to_recipe(noise, c.in_time, recipe), recipe);
        ASSERT_EQ(response.size(), seen.size());
        for (std::size_t row = 0; row < response.size(); ++row)
            EXPECT_NEAR(response[row], seen[row] / plain[row], 0.03)
                << c.name << ", row " << row << ", " << recipe.row_hz(static_cast<int>(row)) << " Hz";
    }
}

// A QRS complex through a 40 Hz filter: the changed image lies three times nearer to the filtered beat's image than the
// unchanged one does (three times here: phases are not known to an image).
TEST(RecorderResponses, TurnABeatIntoTheFilteredBeat) {
    const auto recipe = *features::SpectrogramRecipe::named("fine");
    std::vector<double> beat(static_cast<std::size_t>(4 * fast_hz));
    for (std::size_t i = 0; i < beat.size(); ++i) {
        const double t = static_cast<double>(i) / fast_hz - 2.0;
        beat[i] = 1.2 * std::exp(-std::pow(t / 0.012, 2)) - 0.4 * std::exp(-std::pow((t - 0.03) / 0.012, 2)) +
                  0.3 * std::exp(-std::pow((t - 0.3) / 0.06, 2));
    }
    auto maker = *features::SpectrogramMaker::create(recipe);
    // The filter in time delays a beat by sqrt(2) / (2 pi 40 Hz) = 5.6 ms, two samples, and its R peak with it.
    const auto image_of = [&](const std::vector<float>& lead, std::int64_t delay) {
        std::vector<float> pixels(maker.pixel_count());
        maker.make(lead, std::llround(2.0 * recipe.sampling_frequency_hz) + delay, 0.8, 0.8, pixels);
        return pixels;
    };
    const auto plain = image_of(filtered_to_recipe(beat, {}, recipe), 0);
    const auto truth = image_of(
        filtered_to_recipe(beat, {*dsp::butterworth(2, dsp::FilterKind::lowpass, {40.0}, fast_hz)}, recipe), 2);
    RecorderResponses one{static_cast<std::size_t>(recipe.height), row_response({0.0, 40.0, 0.0, 0.0}, recipe)};
    std::vector<std::uint16_t> half;
    for (const float pixel : plain) half.push_back(core::to_half(pixel));
    const PixelBlock block{half.data(), 1, recipe.height, recipe.width, recipe.scale};
    auto change = Augmentation::none();
    change.recorder_chance = 1.0;
    core::RandomStream random(1);
    std::vector<float> changed(plain.size());
    read_changed_image(block, 0, {}, change, {nullptr, &one}, random, changed);
    double before = 0.0, after = 0.0;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        before += std::pow(plain[i] - truth[i], 2);
        after += std::pow(changed[i] - truth[i], 2);
    }
    EXPECT_LT(after, before / 9.0) << before << " " << after;
}

TEST(RecorderResponses, AreShownAsOftenAsAskedForAndNeverByDefault) {
    const auto recipe = *features::SpectrogramRecipe::named("fine");
    const auto recorders = recorder_responses(recipe);
    EXPECT_EQ(recorders.count(), 3U * 5U * 3U * 3U);
    for (const float gain : recorders.of(0)) EXPECT_FLOAT_EQ(gain, 1.0F) << "the first has no filter at all";
    std::vector<std::uint16_t> half(static_cast<std::size_t>(recipe.height * recipe.width), core::to_half(3.0F));
    const PixelBlock block{half.data(), 1, recipe.height, recipe.width, recipe.scale};
    const auto changed_share = [&](double chance) {
        auto change = Augmentation::none();
        change.recorder_chance = chance;
        core::RandomStream random(5);
        std::vector<float> out(half.size());
        int changed = 0;
        for (int i = 0; i < 400; ++i) {
            read_changed_image(block, 0, {}, change, {nullptr, &recorders}, random, out);
            changed += std::ranges::any_of(out, [](float x) { return std::abs(x - 3.0F) > 1e-3F; }) ? 1 : 0;
        }
        return changed / 400.0;
    };
    EXPECT_EQ(changed_share(0.0), 0.0);
    EXPECT_NEAR(changed_share(0.5), 0.5, 0.08);
    EXPECT_EQ(Augmentation{}.recorder_chance, 0.0);
    auto with = Augmentation{};
    with.recorder_chance = 0.5;
    EXPECT_NE(with.key().digest(), Augmentation{}.key().digest());
    with.recorder_chance = 1.5;
    EXPECT_FALSE(with.check());
}

}  // namespace
}  // namespace synchrony::nn

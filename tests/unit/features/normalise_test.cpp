// A recipe that divides by the recording's own QRS amplitude: gain is gone, what leads are to one another is not.
#include <gtest/gtest.h>

#include <cmath>

#include "synchrony/core/half.hpp"
#include "synchrony/features/build_images.hpp"
#include "unit/features/support.hpp"

namespace synchrony::features {
namespace {

constexpr double fs = 360.0;

/// Three beats, 1 s apart from 1 s on; lead II is twice lead I.
record::Ecg two_leads(double gain) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = fs;
    for (const double size : {1.0, 2.0}) {
        record::Lead lead;
        lead.name = size == 1.0 ? "I" : "II";
        for (int n = 0; n < 4 * 360; ++n) {
            const double since = n / fs - std::round(n / fs);
            const bool beat = n > 180 && n < 1260;
            lead.samples.push_back(static_cast<float>(beat ? gain * size * std::exp(-std::pow(since / 0.02, 2)) : 0.0));
        }
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}
const std::vector<std::int64_t> three_beats{360, 720, 1080};

std::vector<std::vector<float>> beat_pixels(double gain, const SpectrogramRecipe& recipe) {
    const test::TemporaryFolder folder;
    const auto images = build_beat_images(two_leads(gain), record::PatientId("P"), three_beats, {}, {}, recipe);
    EXPECT_TRUE(images);
    EXPECT_TRUE(images->write(folder / "set.safetensors", ""));
    const auto set = ImageSet::open(folder / "set.safetensors");
    EXPECT_TRUE(set);
    std::vector<std::vector<float>> all;
    for (std::size_t i = 0; i < set->index().size(); ++i) {
        all.emplace_back();
        for (const auto half : set->pixels(i)) all.back().push_back(core::from_half(half));
    }
    return all;
}

// Peak to peak 1 and 2 mV times the gain: root mean square sqrt(5 / 2).
TEST(NormalisedRecipe, MeasuresTheRecordingsAmplitude) {
    for (const double gain : {1.0, 0.3}) {
        const auto ecg = two_leads(gain);
        const std::vector<std::span<const float>> leads{ecg.leads[0].samples, ecg.leads[1].samples};
        EXPECT_NEAR(qrs_amplitude_mv(leads, three_beats, fs), gain * std::sqrt(2.5), 1e-3);
    }
    const std::vector<float> flat(1000, 0.5F);
    const std::vector<std::span<const float>> leads{flat};
    EXPECT_EQ(qrs_amplitude_mv(leads, three_beats, fs), 1.0) << "nothing to divide by";
    EXPECT_EQ(qrs_amplitude_mv({}, three_beats, fs), 1.0);
    EXPECT_EQ(qrs_amplitude_mv(leads, {}, fs), 1.0);
}

TEST(NormalisedRecipe, TakesTheGainAndLeavesTheLeads) {
    const auto recipe = test::recipe("fine-normalised");
    const auto once = beat_pixels(1.0, recipe), weak = beat_pixels(0.3, recipe);
    ASSERT_EQ(once.size(), 6U);
    double plain_apart = 0.0;
    const auto plain_once = beat_pixels(1.0, test::recipe("fine")), plain_weak = beat_pixels(0.3, test::recipe("fine"));
    for (std::size_t i = 0; i < once.size(); ++i)
        for (std::size_t k = 0; k < once[i].size(); ++k) {
            EXPECT_NEAR(once[i][k], weak[i][k], 0.01);
            plain_apart = std::max(plain_apart, std::abs(static_cast<double>(plain_once[i][k] - plain_weak[i][k])));
        }
    EXPECT_GT(plain_apart, 0.8) << "log(1 / 0.3) = 1.2 where nothing is normalised";
    const auto brightest = [](const std::vector<float>& image) { return *std::ranges::max_element(image); };
    EXPECT_NEAR(brightest(once[3]) - brightest(once[0]), std::log(2.0), 0.05) << "lead II is twice lead I";
}

TEST(NormalisedRecipe, IsReadBackAndOldTextsHaveNone) {
    const auto recipe = test::recipe("fine-normalised");
    const auto back = SpectrogramRecipe::from_json(recipe.to_json());
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, recipe);
    EXPECT_EQ(test::recipe("fine").to_json().find("normalise"), std::string::npos) << "as older programs write it";
    EXPECT_EQ(SpectrogramRecipe::from_json(test::recipe("fine").to_json())->normalise, Normalisation::none);
    auto text = recipe.to_json();
    text.replace(text.find("\"recording\""), 11, "\"patient\"");
    EXPECT_FALSE(SpectrogramRecipe::from_json(text));
}

}  // namespace
}  // namespace synchrony::features

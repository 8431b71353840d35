#include "synchrony/features/spectrogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "log_pixels.hpp"
#include "unit/features/support.hpp"

namespace synchrony::features {
namespace {

SpectrogramMaker maker_of(const std::string& name) {
    return SpectrogramMaker::create(test::recipe(name)).value();
}

TEST(Spectrogram, BothRecipesEqualScipy) {
    const auto golden = test::images_golden();
    const std::vector<float> lead = golden["lead"];
    const std::vector<std::size_t> rows = golden["rows"];
    for (const char* name : {"paper", "fine"}) {
        auto maker = maker_of(name);
        std::vector<float> pixels(maker.pixel_count());
        maker.make(lead, golden["r_sample"], golden["rr_s"], golden["rr_s"], pixels);
        const std::vector<double> expected = golden[name];
        const auto width = static_cast<std::size_t>(maker.recipe().width);
        ASSERT_EQ(expected.size(), rows.size() * width);
        double largest = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t k = 0; k < width; ++k) {
                // 1e-5 mV of the magnitude, on the log scale at a floor of 0.01 mV: at most 1e-3; met with room to
                // spare.
                ASSERT_NEAR(pixels[rows[i] * width + k], expected[i * width + k], 1e-4) << name << " " << i << " " << k;
                largest = std::max(largest, expected[i * width + k]);
            }
        EXPECT_GT(largest, 1) << name;  // not an empty picture
    }
}

TEST(Spectrogram, ToneLandsInItsRow) {
    for (const char* name : {"paper", "fine"}) {
        auto maker = maker_of(name);
        const auto& r = maker.recipe();
        constexpr int row = 12;
        std::vector<float> lead(3000);
        for (std::size_t n = 0; n < lead.size(); ++n)
            lead[n] = static_cast<float>(
                std::cos(2 * std::numbers::pi * r.row_hz(row) * static_cast<double>(n) / r.sampling_frequency_hz));
        std::vector<float> pixels(maker.pixel_count());
        maker.make(lead, 1500, 0.8, 0.8, pixels);
        const auto width = static_cast<std::size_t>(r.width);
        for (std::size_t k = width / 4; k < 3 * width / 4; ++k) {  // away from the paper recipe's zero edges
            std::size_t brightest = 0;
            for (std::size_t i = 1; i < static_cast<std::size_t>(r.height); ++i)
                if (pixels[i * width + k] > pixels[brightest * width + k]) brightest = i;
            EXPECT_EQ(brightest, static_cast<std::size_t>(row)) << name << ", column " << k;
        }
        // A whole window inside the tone sees amplitude 1 as 1/2: log(1 + 0.5 / 0.01). The paper's window is longer
        // than its segment, so only the fine one holds it.
        if (r.name == "fine") {
            EXPECT_NEAR(pixels[row * width + width / 2], std::log1p(50.0), 1e-3);
        }
    }
}

TEST(Spectrogram, BurstLandsInItsColumn) {
    auto maker = maker_of("fine");
    const auto segment = segment_around(maker.recipe(), 1000, 0, 0);
    std::vector<float> pixels(maker.pixel_count());
    for (const int column : {0, 5, 16, 31}) {
        // One sample of 1 mV under the column's centre; a peak is seen there by the middle of the window.
        std::vector<float> lead(2000, 0.0F);
        const double t = maker.column_s(column, segment.length);
        lead[static_cast<std::size_t>(std::lround(1000 + t * 360))] = 1.0F;
        maker.make(lead, 1000, 0, 0, pixels);
        const auto row = pixels.begin() + 10 * 32;
        EXPECT_EQ(std::max_element(row, row + 32) - row, column);
    }
    EXPECT_NEAR(maker.column_s(0, segment.length), -99.0 / 360, 1e-12);
    EXPECT_NEAR(maker.column_s(31, segment.length), 149.0 / 360, 1e-12);
}

TEST(Spectrogram, DoubledAmplitudeMovesPixelsAsTheLogSays) {
    const auto golden = test::images_golden();
    std::vector<float> lead = golden["lead"];
    for (const char* name : {"paper", "fine"}) {
        auto maker = maker_of(name);
        std::vector<float> once(maker.pixel_count()), twice(once.size());
        maker.make(lead, 500, 0.83, 0.83, once);
        for (auto& x : lead) x *= 2;
        maker.make(lead, 500, 0.83, 0.83, twice);
        for (auto& x : lead) x /= 2;
        for (std::size_t i = 0; i < once.size(); ++i) {
            const double magnitude = std::expm1(once[i]);  // in units of the floor
            ASSERT_NEAR(twice[i], std::log1p(2 * magnitude), 1e-4);
        }
    }
}

TEST(Spectrogram, LogarithmHoldsOverTheWholeRange) {
    for (double x = 1e-8; x < 1e6; x *= 1.01) {
        std::vector<float> pixel{static_cast<float>(x)};
        log_pixels(pixel, 100.0F);
        const double expected = std::log1p(100.0 * static_cast<double>(static_cast<float>(x)));
        ASSERT_NEAR(pixel[0], expected, 1e-6 * std::max(1.0, expected)) << x;
    }
    std::vector<float> zero{0.0F};
    log_pixels(zero, 100.0F);
    EXPECT_EQ(zero[0], 0.0F);
}

TEST(Spectrogram, MagnitudeScaleIsInMillivolts) {
    auto recipe = test::recipe("fine");
    auto logarithmic = SpectrogramMaker::create(recipe).value();
    recipe.scale = PixelScale::magnitude;
    auto plain = SpectrogramMaker::create(recipe).value();
    const std::vector<float> lead = test::images_golden()["lead"];
    std::vector<float> a(plain.pixel_count()), b(a.size());
    plain.make(lead, 500, 0, 0, a);
    logarithmic.make(lead, 500, 0, 0, b);
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(b[i], std::log1p(a[i] / 0.01), 1e-5);
}

TEST(Spectrogram, SignedPixelsTurnWithTheWaveAndStayWithinTheMagnitude) {
    auto magnitudes = maker_of("fine"), with_sign = maker_of("signed");
    const std::vector<float> lead = test::images_golden()["lead"];
    std::vector<float> turned;
    for (const float sample : lead) turned.push_back(-sample);
    std::vector<float> size(magnitudes.pixel_count()), a(size.size()), b(size.size());
    magnitudes.make(lead, 500, 0, 0, size);
    with_sign.make(lead, 500, 0, 0, a);
    with_sign.make(turned, 500, 0, 0, b);
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ASSERT_NEAR(a[i], -b[i], 1e-5);
        ASSERT_LE(std::abs(a[i]), size[i] + 1e-4F);
        largest = std::max(largest, std::abs(a[i]) / std::max(size[i], 0.1F));
    }
    EXPECT_GT(largest, 0.99F) << "somewhere a crest stands at a column's centre";
}

TEST(Spectrogram, FirstAndLastBeatSeeZerosOutsideTheRecord) {
    const std::vector<float> lead = test::images_golden()["lead"];
    for (const char* name : {"paper", "fine"}) {
        auto maker = maker_of(name);
        // The same lead inside a longer one of zeros gives the same picture.
        std::vector<float> longer(2000, 0.0F);
        longer.insert(longer.end(), lead.begin(), lead.end());
        longer.resize(longer.size() + 2000, 0.0F);
        std::vector<float> a(maker.pixel_count()), b(a.size());
        for (const std::int64_t r : {0, 3, 150, 990, 999}) {
            maker.make(lead, r, 0.8, 0, a);
            maker.make(longer, r + 2000, 0.8, 0, b);
            for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 2e-4) << name << ", R at " << r;
        }
        maker.make({}, 0, 0, 0, a);  // an empty lead is all zeros
        EXPECT_EQ(*std::max_element(a.begin(), a.end()), 0.0F);
    }
}

TEST(Spectrogram, WholeStretchForDrawing) {
    const auto recipe = test::recipe("fine");
    std::vector<float> lead(3600);
    for (std::size_t n = 0; n < lead.size(); ++n)
        lead[n] = static_cast<float>(std::sin(2 * std::numbers::pi * 22.5 * static_cast<double>(n) / 360));
    const auto s = spectrogram_of(lead, recipe, 36);
    ASSERT_TRUE(s);
    EXPECT_EQ(s->rows, 32u);
    EXPECT_EQ(s->columns, 101u);
    EXPECT_NEAR(s->hop_s, 0.1, 1e-12);
    EXPECT_NEAR(s->bin_hz, 2.8125, 1e-12);
    EXPECT_NEAR(s->magnitude_mv[8 * s->columns + 50], 0.5, 1e-4);  // 22.5 Hz is row 8
    EXPECT_FALSE(spectrogram_of(lead, recipe, 0));
}

TEST(Spectrogram, RefusesBadRecipes) {
    auto recipe = test::recipe("fine");
    recipe.height = 1000;
    EXPECT_FALSE(SpectrogramMaker::create(recipe));
}

// 99 samples before the R peak (0.4 of 248, rounded), 149 after it.
TEST(Spectrogram, AWaveIsTheLeadItself) {
    auto maker = maker_of("wave");
    std::vector<float> lead(1000), pixels(maker.pixel_count());
    for (std::size_t i = 0; i < lead.size(); ++i) lead[i] = 0.5F - static_cast<float>(i);
    maker.make(lead, 400, 0.8, 0.8, pixels);
    ASSERT_EQ(pixels.size(), 249U);
    for (std::size_t k = 0; k < pixels.size(); ++k) EXPECT_EQ(pixels[k], lead[400 - 99 + k]) << k;
    EXPECT_NEAR(maker.column_s(99, 248), 0.0, 1e-12);
    EXPECT_NEAR(maker.column_s(248, 248), 149.0 / 360.0, 1e-12);
    // Beyond the lead there is nothing.
    maker.make(lead, 10, 0.8, 0.8, pixels);
    EXPECT_EQ(pixels[88], 0.0F);
    EXPECT_EQ(pixels[89], lead[0]);
    maker.make(lead, 990, 0.8, 0.8, pixels);
    EXPECT_EQ(pixels[108], lead[999]);
    EXPECT_EQ(pixels[109], 0.0F);
    const auto refused = spectrogram_of(lead, maker.recipe(), 8);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
}

}  // namespace
}  // namespace synchrony::features

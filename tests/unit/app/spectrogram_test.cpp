// The drawing of one lead: what was not recorded is blank.
#include "synchrony/app/spectrogram.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace synchrony::app {
namespace {

TEST(SpectrogramPlot, WhatWasNotRecordedIsBlank) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500.0;
    ecg.leads.resize(1);
    ecg.leads[0].name = "II";
    for (int i = 0; i < 5000; ++i)
        ecg.leads[0].samples.push_back(static_cast<float>(std::sin(2.0 * std::numbers::pi * 8.0 * i / 500.0)));
    ecg.leads[0].invalid = {{2000, 2500}};  // from 4 to 5 s
    record::hold_over_invalid(ecg.leads[0]);
    SpectrogramRequest request;
    request.duration_s = 10.0;
    const auto plot = spectrogram_plot(ecg, request);
    ASSERT_TRUE(plot) << plot.error().message();
    EXPECT_NE(plot->title.find("blank: not recorded"), std::string::npos);
    for (std::size_t i = 0; i < plot->samples_mv.size(); ++i) {
        const double at_s = static_cast<double>(i) / plot->sampling_frequency_hz;
        EXPECT_EQ(std::isnan(plot->samples_mv[i]), at_s >= 4.0 && at_s < 5.0) << at_s;
    }
    const double half_s = request.recipe.window_samples / plot->sampling_frequency_hz / 2.0;
    const auto columns = plot->times_s.size();
    for (std::size_t c = 0; c < columns; ++c) {
        const bool touched = plot->times_s[c] + half_s >= 4.0 && plot->times_s[c] - half_s < 5.0;
        EXPECT_EQ(std::isnan(plot->magnitude_mv[c]), touched) << plot->times_s[c];
    }
    ecg.leads[0].invalid.clear();
    EXPECT_EQ(spectrogram_plot(ecg, request)->title.find("blank"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::app

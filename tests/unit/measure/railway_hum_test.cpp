// A sine of known amplitude put into a drawn heart; a tremor and flutter waves, which are none.
#include "railway_hum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "made_heart.hpp"

namespace synchrony::measure {
namespace {

using namespace made;

template <typename Wave>
record::Ecg with(const Wave& wave_mv) {
    auto ecg = made_heart();
    for (auto& lead : ecg.leads)
        for (std::size_t i = 0; i < lead.samples.size(); ++i)
            lead.samples[i] += static_cast<float>(wave_mv(static_cast<double>(i) / ecg.sampling_frequency_hz));
    return ecg;
}

record::Ecg with_sine(double hz, double uv) {
    return with([=](double t) { return 1e-3 * uv * std::sin(2.0 * std::numbers::pi * hz * t + 0.7); });
}

std::string said(const record::Ecg& ecg) {
    const auto m = measure_ecg(ecg);
    const auto* flag = m ? flag_of(*m, "mains_noise") : nullptr;
    return flag != nullptr ? flag->detail : "";
}

TEST(RailwayHum, IsSaidWithItsAmplitude) {
    for (const double hz : {50.0 / 3.0, 16.7, 16.55})
        for (const double uv : {25.0, 60.0}) {
            const auto ecg = with_sine(hz, uv);
            const auto m = measure_ecg(ecg);
            ASSERT_TRUE(m);
            const auto hum = railway_hum(ecg, {m->r_peaks, 0.05, 0.06}, 20.0);
            ASSERT_TRUE(hum) << hz;
            EXPECT_NEAR(hum->frequency_hz, hz, 0.06);
            EXPECT_NEAR(hum->amplitude_uv, uv, 0.1 * uv);
            EXPECT_NE(said(ecg).find("railways"), std::string::npos) << flags_of(*m);
            EXPECT_FALSE(m->refused()) << flags_of(*m);
        }
}

TEST(RailwayHum, IsNothingElse) {
    EXPECT_EQ(said(made_heart()), "");
    EXPECT_EQ(said(with_sine(16.7, 12.0)), "") << "too little";
    EXPECT_EQ(said(with_sine(15.5, 60.0)).find("railways"), std::string::npos);
    EXPECT_EQ(said(with_sine(50.0, 60.0)).find("railways"), std::string::npos);
    EXPECT_NE(said(with_sine(50.0, 60.0)), "");
    // A tremor wanders in frequency.
    std::mt19937 generator(5);
    std::normal_distribution<double> step(0.0, 0.08);
    double phase = 0.0, hz = 16.0;
    const auto tremor = with([&](double) {
        hz = std::clamp(hz + step(generator), 13.0, 19.0);
        return 0.06 * std::sin(phase += 2.0 * std::numbers::pi * hz / 500.0);
    });
    EXPECT_EQ(said(tremor).find("railways"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::measure

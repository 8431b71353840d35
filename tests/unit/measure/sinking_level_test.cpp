// A QRS complex that dies away so slowly that its velocity is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "made_heart.hpp"

namespace synchrony::measure {
namespace {

/// The made heart whose leads keep a fifth of a mV behind the complex (S ends at 370 ms), which falls as exp(-t / tau);
/// tau 0: stays until the T wave is over.
record::Ecg heart_with_tail(double tau_s) {
    auto ecg = made::made_heart();
    for (auto& lead : ecg.leads) {
        const double sign = lead.name == "V1" || lead.name == "V2" || lead.name == "aVR" ? -1.0 : 1.0;
        for (std::size_t i = 0; i < lead.samples.size(); ++i) {
            const double t = std::fmod(static_cast<double>(i) / ecg.sampling_frequency_hz, 0.8) - 0.35;
            if (t < 0.0 || t > 0.35) continue;
            const double rise = std::min(1.0, t / 0.02);
            const double left = tau_s > 0.0 ? std::exp(-t / tau_s) : std::min(1.0, (0.35 - t) / 0.1);
            lead.samples[i] += static_cast<float>(0.35 * sign * rise * left);
        }
    }
    return ecg;
}

TEST(SinkingLevel, MakesTheEndDoubtful) {
    const auto m = measure_ecg(heart_with_tail(0.06));
    ASSERT_TRUE(m) << m.error().message();
    ASSERT_TRUE(m->doubtful_qrs_end_s && m->global.qrs);
    EXPECT_GT(*m->doubtful_qrs_end_s, m->global.qrs->end_s + 0.03);
    EXPECT_LT(*m->doubtful_qrs_end_s, m->global.qrs->end_s + 0.121);
    EXPECT_TRUE(std::ranges::any_of(m->flags, [](const Flag& f) { return f.name == "qrs_end_doubtful"; }));
}

TEST(SinkingLevel, ARaisedStSegmentDoesNot) {
    for (const auto& ecg : {heart_with_tail(0.0), made::made_heart()}) {
        const auto m = measure_ecg(ecg);
        ASSERT_TRUE(m) << m.error().message();
        EXPECT_FALSE(m->doubtful_qrs_end_s);
    }
}

}  // namespace
}  // namespace synchrony::measure

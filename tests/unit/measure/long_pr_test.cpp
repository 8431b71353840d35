// PR intervals of any length are found, on beats drawn with a known first instant of P and of the QRS complex.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "support/drawn_waves.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::measure {
namespace {

// Ten seconds at 500 Hz, P 100 ms long, QRS 90 ms, T from 90 ms after it on; 3 uV of noise either way.
record::Ecg heart_with_pr(double pr_ms, double rr_ms) {
    constexpr double q = 400.0, end = q + 90.0;
    const double t_ms = std::min(180.0, 0.28 * rr_ms);
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    std::uint32_t state = 3;
    for (const auto& shape : test::drawn_leads) {
        record::Lead l;
        l.name = shape.name;
        for (int i = 0; i < 5000; ++i) {
            double x = 0.0;
            for (const double beat : {-rr_ms, 0.0, rr_ms}) {
                const double t = std::fmod(2.0 * i, rr_ms) + beat;
                x += test::height_at(t, {q - pr_ms, q - pr_ms + 100.0, shape.p}) +
                     test::height_at(t, {q, q + 22.5, shape.q}) + test::height_at(t, {q + 18.0, q + 54.0, shape.r}) +
                     test::height_at(t, {q + 49.5, end, shape.s}) +
                     test::height_at(t, {end + 90.0, end + 90.0 + t_ms, shape.t});
            }
            state = state * 1664525U + 1013904223U;
            l.samples.push_back(static_cast<float>(x + 0.006 * (static_cast<double>(state >> 8U) / 16777216.0 - 0.5)));
        }
        e.leads.push_back(std::move(l));
    }
    return record::with_limb_leads(std::move(e));
}

// At 75/min a P wave 320 ms before its complex begins with the T wave's end, before the beat that was looked at.
TEST(LongPr, IsFoundAndMeasured) {
    struct Drawn {
        double pr_ms, rr_ms;
    };
    for (const Drawn d : {Drawn{140, 1000}, Drawn{330, 1000}, Drawn{200, 800}, Drawn{300, 800}, Drawn{320, 800},
                          Drawn{340, 800}, Drawn{260, 700}, Drawn{280, 700}, Drawn{300, 700}}) {
        const auto m = measure_ecg(heart_with_pr(d.pr_ms, d.rr_ms));
        ASSERT_TRUE(m && m->intervals.pr_ms) << d.pr_ms << " at " << d.rr_ms;
        EXPECT_NEAR(*m->intervals.pr_ms, d.pr_ms, 10.0) << d.rr_ms;
    }
}

}  // namespace
}  // namespace synchrony::measure

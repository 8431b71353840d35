// PR intervals of any length are found, on beats drawn with a known first instant of P and of the QRS complex.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "synchrony/measure/measure.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::measure {
namespace {

// sin^2 between two instants: it begins and ends there and nowhere else.
double drawn_at(double t_ms, double from_ms, double to_ms, double mv) {
    if (t_ms <= from_ms || t_ms >= to_ms) return 0.0;
    const double s = std::sin(std::numbers::pi * (t_ms - from_ms) / (to_ms - from_ms));
    return mv * s * s;
}

// Ten seconds at 500 Hz, P 100 ms long, QRS 90 ms, T from 90 ms after it on; 3 uV of noise either way.
record::Ecg heart_with_pr(double pr_ms, double rr_ms) {
    struct Shape {
        const char* name;
        double p, q, r, s, t;
    };
    constexpr Shape shapes[] = {{"I", .08, -.08, .7, -.15, .2},  {"II", .12, -.06, 1.1, -.2, .3},
                                {"V1", .04, .2, .0, -1.0, -.05}, {"V2", .05, .25, .3, -1.4, .4},
                                {"V3", .06, .2, .8, -1.0, .5},   {"V4", .06, -.08, 1.3, -.5, .5},
                                {"V5", .06, -.1, 1.2, -.25, .4}, {"V6", .06, -.1, .9, -.15, .3}};
    constexpr double q = 400.0, end = q + 90.0;
    const double t_ms = std::min(180.0, 0.28 * rr_ms);
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    std::uint32_t state = 3;
    for (const Shape& shape : shapes) {
        record::Lead l;
        l.name = shape.name;
        for (int i = 0; i < 5000; ++i) {
            double x = 0.0;
            for (const double beat : {-rr_ms, 0.0, rr_ms}) {
                const double t = std::fmod(2.0 * i, rr_ms) + beat;
                x += drawn_at(t, q - pr_ms, q - pr_ms + 100.0, shape.p) + drawn_at(t, q, q + 22.5, shape.q) +
                     drawn_at(t, q + 18.0, q + 54.0, shape.r) + drawn_at(t, q + 49.5, end, shape.s) +
                     drawn_at(t, end + 90.0, end + 90.0 + t_ms, shape.t);
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

// PR intervals of any length are found, and P waves that are not conducted, on beats drawn with a known first instant
// of P and of the QRS complex.
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

// P waves every `pp_ms` beside beats every `rr_ms`; a wave of P's shape `u_ms` after each QRS onset where it is not 0.
record::Ecg heart_with_p_every(double pp_ms, double rr_ms, double u_ms = 0.0) {
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    std::uint32_t state = 3;
    for (const auto& shape : test::drawn_leads) {
        record::Lead l;
        l.name = shape.name;
        for (int i = 0; i < 5000; ++i) {
            double x = test::height_at(std::fmod(2.0 * i, pp_ms), {0.0, 100.0, shape.p});
            for (const double beat : {0.0, rr_ms}) {
                const double t = std::fmod(2.0 * i + rr_ms - 160.0, rr_ms) + beat;  // the first PR is 160 ms
                x += test::height_at(t, {rr_ms, rr_ms + 22.5, shape.q}) +
                     test::height_at(t, {rr_ms + 18.0, rr_ms + 54.0, shape.r}) +
                     test::height_at(t, {rr_ms + 49.5, rr_ms + 90.0, shape.s}) +
                     test::height_at(t, {rr_ms + 180.0, rr_ms + 360.0, shape.t});
                if (u_ms > 0.0) x += test::height_at(t, {rr_ms + u_ms, rr_ms + u_ms + 100.0, shape.p});
            }
            state = state * 1664525U + 1013904223U;
            l.samples.push_back(static_cast<float>(x + 0.006 * (static_cast<double>(state >> 8U) / 16777216.0 - 0.5)));
        }
        e.leads.push_back(std::move(l));
    }
    return record::with_limb_leads(std::move(e));
}

// Every beat's P wave is left out: it is not found, which is not to say that the rhythm is no sinus rhythm.
TEST(NoPWave, IsSaidAsNotFound) {
    auto ecg = heart_with_p_every(100000.0, 900.0);
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m);
    const auto detail_of = [&](const char* name) {
        const auto flag = std::find_if(m->flags.begin(), m->flags.end(), [&](const Flag& f) { return f.name == name; });
        return flag == m->flags.end() ? std::string() : flag->detail;
    };
    EXPECT_EQ(detail_of("no_p_waves"), "no P wave found before the QRS");
    EXPECT_NE(detail_of("qt_doubtful"), "");
}

TEST(MorePThanQrs, IsSaidOfSecondAndThirdDegreeBlockAndOfNothingElse) {
    MeasureOptions failing;
    failing.patient.lvef_pct = 30.0;
    failing.patient.nyha = 3;
    struct Drawn {
        double pp_ms, rr_ms;
        bool unrelated;
    };
    for (const Drawn d : {Drawn{800, 1600, false}, Drawn{500, 1500, false}, Drawn{600, 1500, true},
                          Drawn{640, 1470, true}, Drawn{750, 1330, true}}) {
        const auto m = measure_ecg(heart_with_p_every(d.pp_ms, d.rr_ms), failing);
        ASSERT_TRUE(m);
        EXPECT_TRUE(m->atrial_waves.more_than_qrs) << d.pp_ms << " at " << d.rr_ms;
        EXPECT_EQ(m->atrial_waves.unrelated, d.unrelated) << d.pp_ms << " at " << d.rr_ms;
        EXPECT_NEAR(m->atrial_waves.rate_bpm, 60000.0 / d.pp_ms, 2.0);
        EXPECT_FALSE(m->intervals.pr_ms);
        EXPECT_TRUE(m->refused());
        for (const auto& g : m->guidelines) EXPECT_EQ(g.withheld, "more_p_than_qrs");
    }
    // Slow sinus rhythm; and with a U wave of P's shape, at any place but midway between two P waves.
    for (const double u_ms : {0.0, 420.0, 480.0, 540.0})
        for (const double rr_ms : {1500.0, 1300.0, 1000.0}) {
            const auto m = measure_ecg(heart_with_p_every(rr_ms, rr_ms, u_ms));
            ASSERT_TRUE(m);
            if (std::abs(u_ms + 160.0 - 0.5 * rr_ms) < 0.1 * rr_ms) continue;
            EXPECT_FALSE(m->atrial_waves.more_than_qrs) << u_ms << " at " << rr_ms;
        }
}

}  // namespace
}  // namespace synchrony::measure

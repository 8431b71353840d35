// A heart made of bumps, for tests of what is said about recordings: its leads follow from I, II and six chest leads as
// Einthoven and Goldberger have it, and a little noise keeps it from standing still.
#pragma once

#include <cmath>
#include <string>

#include "synchrony/measure/measure.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::measure::test {

struct HeartOptions {
    double fs = 500.0;
    double seconds = 10.0;
    double rr_s = 0.8;
    double noise_mv = 0.003;  ///< uniform, plus and minus; chest leads and I, II each their own
};

inline double bump_at(double t, double at, double sigma) {
    return std::exp(-0.5 * (t - at) * (t - at) / (sigma * sigma));
}

/// Twelve leads in the printed order; axis about 58 degrees.
inline record::Ecg made_heart(const HeartOptions& o = {}) {
    struct Shape {
        const char* name;
        double p, q, r, s, t;
    };
    constexpr Shape shapes[] = {{"I", .08, -.05, .7, -.1, .2},   {"II", .12, -.05, 1.1, -.1, .3},
                                {"V1", .04, 0, .2, -1.0, -.05},  {"V2", .05, 0, .4, -1.4, .4},
                                {"V3", .06, 0, .8, -1.0, .5},    {"V4", .06, -.05, 1.3, -.5, .5},
                                {"V5", .06, -.08, 1.2, -.2, .4}, {"V6", .06, -.08, .9, -.1, .3}};
    record::Ecg e;
    e.sampling_frequency_hz = o.fs;
    e.record_name = "made";
    std::uint32_t state = 11;
    for (const Shape& shape : shapes) {
        record::Lead l;
        l.name = shape.name;
        for (int i = 0; i < static_cast<int>(o.seconds * o.fs); ++i) {
            const double t = std::fmod(i / o.fs, o.rr_s);
            state = state * 1664525U + 1013904223U;
            const double noise = o.noise_mv * (static_cast<double>(state >> 8U) / 8388608.0 - 1.0);
            l.samples.push_back(
                static_cast<float>(shape.p * bump_at(t, 0.16, 0.025) + shape.q * bump_at(t, 0.30, 0.006) +
                                   shape.r * bump_at(t, 0.32, 0.009) + shape.s * bump_at(t, 0.345, 0.009) +
                                   shape.t * bump_at(t, 0.58, 0.045) + noise));
        }
        e.leads.push_back(std::move(l));
    }
    auto whole = record::with_limb_leads(std::move(e));
    record::Ecg ordered = whole;
    ordered.leads.clear();
    for (const auto name : record::standard_leads()) {
        ordered.leads.push_back(*whole.find_lead(name));
        ordered.leads.back().derived = false;  // as a recorder stores them
    }
    return ordered;
}

inline record::Lead& lead_of(record::Ecg& ecg, std::string_view name) {
    for (auto& l : ecg.leads)
        if (l.name == name) return l;
    return ecg.leads.front();
}

inline const Flag* flag_of(const Measurements& m, std::string_view name) {
    for (const auto& f : m.flags)
        if (f.name == name) return &f;
    return nullptr;
}

inline std::string flags_of(const Measurements& m) {
    std::string text;
    for (const auto& f : m.flags) text += f.name + (f.refuse ? "! " : " ") + f.detail + "; ";
    return text;
}

}  // namespace synchrony::measure::test

// Waves drawn with a known first and last instant, and eight leads' heights of them.
#pragma once

#include <cmath>
#include <numbers>

namespace synchrony::test {

/// One wave between two instants, sin^2: it begins and ends there and nowhere else.
struct DrawnWave {
    double from_ms, to_ms, mv;
};

inline double height_at(double t_ms, const DrawnWave& w) {
    if (t_ms <= w.from_ms || t_ms >= w.to_ms) return 0.0;
    const double s = std::sin(std::numbers::pi * (t_ms - w.from_ms) / (w.to_ms - w.from_ms));
    return w.mv * s * s;
}

/// Heights in mV.
struct DrawnLead {
    const char* name;
    double p, q, r, s, t;
};

inline constexpr DrawnLead drawn_leads[] = {{"I", .08, -.08, .7, -.15, .2},  {"II", .12, -.06, 1.1, -.2, .3},
                                            {"V1", .04, .2, .0, -1.0, -.05}, {"V2", .05, .25, .3, -1.4, .4},
                                            {"V3", .06, .2, .8, -1.0, .5},   {"V4", .06, -.08, 1.3, -.5, .5},
                                            {"V5", .06, -.1, 1.2, -.25, .4}, {"V6", .06, -.1, .9, -.15, .3}};

}  // namespace synchrony::test

#include "synchrony/measure/intervals.hpp"

#include <cmath>
#include <numbers>

#include "integral.hpp"

namespace synchrony::measure {

std::optional<CorrectedQt> corrected_qt(double qt_ms, double rr_s) {
    if (!(qt_ms > 0.0) || !(rr_s > 0.0)) return std::nullopt;
    CorrectedQt c;
    c.bazett_ms = qt_ms / std::sqrt(rr_s);
    c.fridericia_ms = qt_ms / std::cbrt(rr_s);
    c.framingham_ms = qt_ms + 154.0 * (1.0 - rr_s);
    c.hodges_ms = qt_ms + 1.75 * (60.0 / rr_s - 60.0);
    return c;
}

Intervals intervals(const BeatWaves& g, double rr_s) {
    constexpr double ms = 1000.0;
    Intervals i;
    if (g.p) i.p_ms = ms * (g.p->end_s - g.p->onset_s);
    if (g.p && g.qrs) i.pr_ms = ms * (g.qrs->onset_s - g.p->onset_s);
    if (g.qrs) i.qrs_ms = ms * (g.qrs->end_s - g.qrs->onset_s);
    if (g.qrs && g.t) {
        i.qt_ms = ms * (g.t->end_s - g.qrs->onset_s);
        i.jt_ms = ms * (g.t->end_s - g.qrs->end_s);
    }
    if (i.qt_ms) i.qtc = corrected_qt(*i.qt_ms, rr_s);
    return i;
}

std::optional<std::vector<float>> limb_lead(const record::Ecg& ecg, std::string_view name) {
    if (const auto* lead = ecg.find_lead(name)) return lead->samples;
    const auto* one = ecg.find_lead("I");
    const auto* two = ecg.find_lead("II");
    const auto* three = ecg.find_lead("III");
    if ((one != nullptr) + (two != nullptr) + (three != nullptr) < 2) return std::nullopt;
    const std::size_t n = (one ? one : two)->samples.size();
    std::vector<float> i(n), ii(n), out(n);
    for (std::size_t k = 0; k < n; ++k) {
        i[k] = one ? one->samples[k] : two->samples[k] - three->samples[k];
        ii[k] = two ? two->samples[k] : one->samples[k] + three->samples[k];
        if (name == "I")
            out[k] = i[k];
        else if (name == "II")
            out[k] = ii[k];
        else if (name == "III")
            out[k] = ii[k] - i[k];
        else if (name == "aVR")
            out[k] = -0.5F * (i[k] + ii[k]);
        else if (name == "aVL")
            out[k] = i[k] - 0.5F * ii[k];
        else if (name == "aVF")
            out[k] = ii[k] - 0.5F * i[k];
        else
            return std::nullopt;
    }
    return out;
}

Axes axes(const record::Ecg& beat, const BeatWaves& g) {
    const auto lead_i = limb_lead(beat, "I"), lead_avf = limb_lead(beat, "aVF");
    Axes a;
    if (!lead_i || !lead_avf || !g.qrs) return a;
    const double fs = beat.sampling_frequency_hz;
    const std::span<const float> i(*lead_i), f(*lead_avf);
    const double rest_i = isoelectric_before(i, fs, g.qrs->onset_s), rest_f = isoelectric_before(f, fs, g.qrs->onset_s);
    const auto axis = [&](const std::optional<Wave>& w) -> std::optional<double> {
        if (!w) return std::nullopt;
        const double x = integral(i, fs, w->onset_s, w->end_s, rest_i);
        const double y = 2.0 / std::numbers::sqrt3 * integral(f, fs, w->onset_s, w->end_s, rest_f);
        if (x == 0.0 && y == 0.0) return std::nullopt;
        return std::atan2(y, x) * 180.0 / std::numbers::pi;
    };
    a.p_deg = axis(g.p);
    a.qrs_deg = axis(g.qrs);
    a.t_deg = axis(g.t);
    return a;
}

}  // namespace synchrony::measure

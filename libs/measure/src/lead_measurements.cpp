#include "synchrony/measure/lead_measurements.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "level_lead.hpp"
#include "synchrony/measure/morphology.hpp"

namespace synchrony::measure {
namespace {

constexpr double least_p_mv = 0.02, least_t_mv = 0.03;  // phases of P and T that are no noise of a median beat

struct Turns {
    std::optional<double> highest, lowest;
};

/// The highest and the lowest turn between two times. What is largest at an end of the stretch belongs to what lies
/// beside it, and is none.
Turns turns_between(const LevelLead& lead, double t0, double t1, double least) {
    const auto last = static_cast<std::ptrdiff_t>(lead.samples.size()) - 1;
    const auto from = std::clamp<std::ptrdiff_t>(std::lround(t0 * lead.fs), 0, last);
    const auto to = std::clamp<std::ptrdiff_t>(std::lround(t1 * lead.fs), 0, last);
    Turns found;
    for (const int sign : {1, -1}) {
        auto best = from;
        for (auto i = from; i <= to; ++i)
            if (static_cast<float>(sign) * lead.samples[static_cast<std::size_t>(i)] >
                static_cast<float>(sign) * lead.samples[static_cast<std::size_t>(best)])
                best = i;
        const double value = static_cast<double>(lead.samples[static_cast<std::size_t>(best)]) - lead.level;
        if (best == from || best == to || sign * value < least) continue;
        (sign > 0 ? found.highest : found.lowest) = value;
    }
    return found;
}

/// Of a deflection: the largest sample, since its own amplitude is smoothed.
double largest_sample_mv(const LevelLead& lead, double qrs_onset_s, const Deflection& d) {
    const int sign = d.positive() ? 1 : -1;
    double best = d.amplitude_mv;
    for (double t = qrs_onset_s + d.begin_s; t <= qrs_onset_s + d.end_s; t += 1.0 / (2.0 * lead.fs))
        best = sign * std::max(sign * best, sign * lead.at(t));
    return best;
}

void add_qrs(record::LeadMeasurements& m, const LevelLead& lead, double qrs_onset_s, const QrsMorphology& qrs) {
    using Field = std::optional<double> record::LeadMeasurements::*;
    using Of = record::LeadMeasurements;
    for (const Deflection& d : qrs.deflections) {
        Field amplitude = nullptr, duration = nullptr;
        const std::string_view name = d.name;
        const auto is = [&](char capital, char small, std::string_view rest) {
            return !name.empty() && (name.front() == capital || name.front() == small) && name.substr(1) == rest;
        };
        if (is('Q', 'q', "") || name == "QS")
            amplitude = &Of::q_mv, duration = &Of::q_ms;
        else if (is('R', 'r', ""))
            amplitude = &Of::r_mv, duration = &Of::r_ms;
        else if (is('S', 's', ""))
            amplitude = &Of::s_mv, duration = &Of::s_ms;
        else if (is('R', 'r', "'"))
            amplitude = &Of::r2_mv, duration = &Of::r2_ms;
        else if (is('S', 's', "'"))
            amplitude = &Of::s2_mv, duration = &Of::s2_ms;
        else
            continue;
        m.*amplitude = largest_sample_mv(lead, qrs_onset_s, d);
        m.*duration = 1000.0 * d.duration_s();
    }
    if (const auto* r = qrs.largest(true)) m.r_peak_ms = 1000.0 * r->peak_s;
}

void add_st_t(record::LeadMeasurements& m, const LevelLead& lead, const BeatWaves& global) {
    const double j = global.qrs->end_s;
    m.st_j_mv = lead.at(j);
    m.st_j20_mv = lead.at(j + 0.02);
    m.st_j40_mv = lead.at(j + 0.04);
    m.st_j60_mv = lead.at(j + 0.06);
    m.st_j80_mv = lead.at(j + 0.08);
    if (!global.t) return;
    const auto t = turns_between(lead, std::max(j, global.t->onset_s), global.t->end_s, least_t_mv);
    m.t_positive_mv = t.highest;
    m.t_negative_mv = t.lowest;
}

record::LeadMeasurements of_lead(const record::Lead& lead, double fs, const BeatWaves& global) {
    MorphologyOptions every_wave;
    every_wave.least_wave_mv = 0.02, every_wave.least_wave_s = 0.006;  // IEC 60601-2-25
    record::LeadMeasurements m;
    m.lead = lead.name;
    const double onset = global.qrs->onset_s;
    const auto after_pq = LevelLead::before(lead, fs, onset);
    add_qrs(m, after_pq, onset, qrs_morphology(lead.samples, fs, onset, global.qrs->end_s, every_wave));
    add_st_t(m, after_pq, global);
    if (!global.p) return m;
    const auto before_p = LevelLead::before(lead, fs, global.p->onset_s);
    const auto p = turns_between(before_p, global.p->onset_s, std::min(global.p->end_s, onset), least_p_mv);
    m.p_positive_mv = p.highest;
    m.p_negative_mv = p.lowest;
    return m;
}

/// S or, of a QS complex, that: how deep the complex falls after its start. 0 where it does not fall below the level.
std::optional<double> s_depth_mv(const std::vector<record::LeadMeasurements>& leads, std::string_view name) {
    const auto* m = record::measurements_of(leads, name);
    if (m == nullptr) return std::nullopt;
    double deepest = 0.0;
    for (const auto& s : {m->s_mv, m->s2_mv, m->r_mv ? std::nullopt : m->q_mv})
        if (s) deepest = std::max(deepest, -*s);
    return deepest;
}

std::optional<double> r_height_mv(const std::vector<record::LeadMeasurements>& leads, std::string_view name) {
    const auto* m = record::measurements_of(leads, name);
    if (m == nullptr) return std::nullopt;
    return std::max({0.0, m->r_mv.value_or(0.0), m->r2_mv.value_or(0.0)});
}

}  // namespace

std::vector<record::LeadMeasurements> lead_measurements(const record::Ecg& beat, const BeatWaves& global) {
    std::vector<record::LeadMeasurements> all;
    if (!global.qrs) return all;
    const auto standard = record::standard_leads();
    for (const auto name : standard)
        if (const auto* lead = beat.find_lead(name)) all.push_back(of_lead(*lead, beat.sampling_frequency_hz, global));
    for (const auto& lead : beat.leads)
        if (std::find(standard.begin(), standard.end(), lead.name) == standard.end())
            all.push_back(of_lead(lead, beat.sampling_frequency_hz, global));
    return all;
}

Voltages voltages(const std::vector<record::LeadMeasurements>& leads, std::optional<double> qrs_ms) {
    Voltages v;
    const auto s_v1 = s_depth_mv(leads, "V1"), s_v3 = s_depth_mv(leads, "V3");
    const auto r_v5 = r_height_mv(leads, "V5"), r_v6 = r_height_mv(leads, "V6"), r_avl = r_height_mv(leads, "aVL");
    if (s_v1 && r_v5 && r_v6) v.sokolow_lyon_mv = *s_v1 + std::max(*r_v5, *r_v6);
    if (r_avl && s_v3) v.cornell_mv = *r_avl + *s_v3;
    if (v.cornell_mv && qrs_ms) v.cornell_mvms = *v.cornell_mv * *qrs_ms;
    return v;
}

}  // namespace synchrony::measure

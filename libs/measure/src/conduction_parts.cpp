#include "conduction_parts.hpp"

#include <algorithm>
#include <cmath>

#include "formatted.hpp"

namespace synchrony::measure::conduction_parts {
namespace {

// Strauss 2011, as Martin-Yebra and Martinez 2019 put it into numbers.
constexpr double mid_begin_s = 0.040, mid_begin_part = 0.5, mid_end_part = 2.0 / 3.0;
// What IEC 60601-2-25 allows a QRS duration to be off by: times counted from its onset, and parts of it, are not known
// better than that.
constexpr double timing_tolerance_s = 0.010;
// No definition says how broad a broad R is. The Minnesota code (7-1-1) has a number for left bundle branch block: from
// the onset to the R peak 60 ms or more; and the wave must be the larger part of the complex.
constexpr double broad_peak_ms = 60.0;
// "A wide and often notched R wave" in V1 of right bundle branch block: ours, it holds three fifths of the complex.
constexpr double wide_r_part = 0.6;
// Q waves below 0.1 mV, one millimetre, are not counted by the Minnesota code either.
constexpr double least_q_mv = 0.1;
constexpr double ms = 1000.0;

Reason ask(const char* criterion, Place lead) {
    Reason r;
    r.criterion = criterion;
    r.lead = std::string(record::standard_leads()[lead]);
    r.met = Answer::unknown;
    r.note = "lead missing";
    return r;
}

std::string times(const Notch& n) {
    return formatted("%s at %.0f to %.0f ms", n.slur ? "slur" : "notch", ms * n.begin_s, ms * n.end_s);
}

/// The three conditions with what was measured: value and limit of the reason have room for one.
std::string mid_qrs_words(const Notch& n, double qrs_s) {
    return formatted(
        "%s begins %.0f ms (%.0f or later, before half of QRS: %.0f), ends %.0f ms (before two thirds: %.0f); "
        "%.0f ms of tolerance at %.0f and at two thirds",
        n.slur ? "slur" : "notch", ms * n.begin_s, ms * mid_begin_s, ms * mid_begin_part * qrs_s, ms * n.end_s,
        ms * mid_end_part * qrs_s, ms * timing_tolerance_s, ms * mid_begin_s);
}

void add_place(Reason& r, std::string what, double begin_s, double end_s) {
    r.places.push_back({r.lead, std::move(what), begin_s, end_s});
}

void add_place(Reason& r, const Deflection& d) {
    add_place(r, d.name, d.begin_s, d.end_s);
}

void add_place(Reason& r, const Notch& n) {
    add_place(r, n.slur ? "slur" : "notch", n.begin_s, n.end_s);
}

/// For criteria of the pattern: each of its waves.
void add_all_deflections(Reason& r, const QrsMorphology& m) {
    for (const auto& d : m.deflections) add_place(r, d);
}

bool rs_pattern(const QrsMorphology& m) {
    return m.deflections.size() == 2 && m.deflections[0].positive();
}

/// "An occasional RS pattern in V5 and V6 attributed to displaced transition" is not asked; with a dominant R it is
/// none.
void excuse_rs(Reason& r, const ConductionInput& in, Place lead) {
    const auto& m = in.leads[lead];
    if (!m || !rs_pattern(*m) || m->mainly_positive()) return;
    r.note = m->pattern + ", not asked (RS pattern)";
    r.value.reset();
    r.limit.reset();
    r.met = Answer::yes;
}

}  // namespace

ReasonPlace whole_complex(const ConductionInput& in) {
    return {{}, "QRS", 0.0, in.qrs_ms / ms};
}

Reason qrs_at_least(const ConductionInput& in, double least_ms) {
    return {"QRS duration", "", in.qrs_ms, least_ms, "ms", "", at_least(in.qrs_ms, least_ms), {whole_complex(in)}};
}

Reason qrs_below(const ConductionInput& in, double most_ms) {
    return {"QRS duration below", "", in.qrs_ms, most_ms, "ms", "", in.qrs_ms < most_ms ? Answer::yes : Answer::no,
            {whole_complex(in)}};
}

Answer at_least(double value, double limit) {
    return value >= limit ? Answer::yes : Answer::no;
}

Answer both(Answer a, Answer b) {
    if (a == Answer::no || b == Answer::no) return Answer::no;
    return a == Answer::unknown || b == Answer::unknown ? Answer::unknown : Answer::yes;
}

Answer either(Answer a, Answer b) {
    if (a == Answer::yes || b == Answer::yes) return Answer::yes;
    return a == Answer::unknown || b == Answer::unknown ? Answer::unknown : Answer::no;
}

Answer all_of(const std::vector<Reason>& reasons) {
    Answer a = Answer::yes;
    for (const auto& r : reasons) a = both(a, r.met);
    return a;
}

Answer any_of(const std::vector<Reason>& reasons) {
    Answer a = Answer::no;
    for (const auto& r : reasons) {
        if (r.met == Answer::yes) return Answer::yes;
        if (r.met == Answer::unknown) a = Answer::unknown;
    }
    return a;
}

Reason qs_or_rs(const ConductionInput& in, Place lead) {
    Reason r = ask("QS or rS", lead);
    if (const auto& m = in.leads[lead]) {
        r.note = m->pattern;
        r.met = m->qs_or_rs() ? Answer::yes : Answer::no;
        add_all_deflections(r, *m);
    }
    return r;
}

Reason mid_qrs_notch(const ConductionInput& in, Place lead) {
    Reason r = ask("mid-QRS notch or slur", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.note = "none";
    r.met = Answer::no;
    const double qrs_s = in.qrs_ms / ms;
    for (const Notch& n : m->notches) {
        const bool mid = n.begin_s > mid_begin_s - timing_tolerance_s && n.begin_s < mid_begin_part * qrs_s &&
                         n.end_s < mid_end_part * qrs_s + timing_tolerance_s;
        if (!mid && r.met == Answer::yes) continue;
        r.note = mid_qrs_words(n, qrs_s);
        r.places.clear();
        add_place(r, n);
        const bool early = n.begin_s <= mid_begin_s - timing_tolerance_s, late = n.begin_s >= mid_begin_part * qrs_s;
        const bool ends_late = !early && !late && !mid;  // what fails is printed
        r.value = ms * (ends_late ? n.end_s : n.begin_s);
        r.limit = ms * (early ? mid_begin_s : ends_late ? mid_end_part * qrs_s : mid_begin_part * qrs_s);
        r.unit = "ms";
        if (mid) r.met = Answer::yes;
    }
    return r;
}

Reason broad_r(const ConductionInput& in, Place lead, BroadR reading) {
    Reason r = r_peak_time(in, lead, broad_peak_ms, true);
    r.criterion = reading == BroadR::late ? "broad R, peak time" : "broad or notched R, peak time";
    const auto& m = in.leads[lead];
    if (!m || !r.value) return r;
    const auto index = static_cast<std::size_t>(m->largest(true) - m->deflections.data());
    const auto on_r =
        std::find_if(m->notches.begin(), m->notches.end(), [&](const Notch& n) { return n.deflection == index; });
    const bool notched = on_r != m->notches.end();
    if (notched) {
        r.note += ", " + times(*on_r);
        add_place(r, *on_r);
    }
    const bool broad = *r.value >= broad_peak_ms || (reading == BroadR::late_or_notched && notched);
    r.met = broad && m->mainly_positive() ? Answer::yes : Answer::no;
    return r;
}

Reason broad_r_or_rs(const ConductionInput& in, Place lead, BroadR reading) {
    Reason r = broad_r(in, lead, reading);
    excuse_rs(r, in, lead);
    return r;
}

Reason notched_r(const ConductionInput& in, Place lead) {
    Reason r = ask("notch or slur", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.met = Answer::no;
    r.note = m->pattern;
    const Deflection* wave = m->largest(true);
    const auto index = wave ? static_cast<std::size_t>(wave - m->deflections.data()) : m->deflections.size();
    if (wave) add_place(r, *wave);
    const auto there = std::find_if(m->notches.begin(), m->notches.end(),
                                    [&](const Notch& n) { return n.deflection == index || rs_pattern(*m); });
    if (there == m->notches.end()) return r;
    r.note += ", " + times(*there);
    r.met = Answer::yes;
    add_place(r, *there);
    return r;
}

Reason no_q(const ConductionInput& in, Place lead) {
    Reason r = ask("no q wave", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    const Deflection* q = m->initial_q();
    r.value = q ? -q->amplitude_mv : 0.0;
    r.limit = least_q_mv;
    r.unit = "mV";
    r.note = m->pattern;
    if (!m->deflections.empty()) add_place(r, q ? *q : m->deflections.front());  // where the q is, or would be
    r.met = *r.value < least_q_mv ? Answer::yes : Answer::no;
    return r;
}

Reason r_peak_time(const ConductionInput& in, Place lead, double limit_ms, bool late) {
    Reason r = ask(late ? "R peak time above" : "R peak time not above", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.limit = limit_ms;
    r.unit = "ms";
    r.note = m->pattern;
    r.met = Answer::no;
    const Deflection* wave = m->largest(true);
    if (!wave) return r;
    r.value = ms * wave->last_peak_s;
    add_place(r, wave->name, wave->begin_s, wave->last_peak_s);  // the time that counts ends at the peak
    r.met = (*r.value > limit_ms) == late ? Answer::yes : Answer::no;
    return r;
}

Reason late_r_peak_or_rs(const ConductionInput& in, Place lead, double limit_ms) {
    Reason r = r_peak_time(in, lead, limit_ms, true);
    excuse_rs(r, in, lead);
    return r;
}

Reason second_r(const ConductionInput& in, Place lead) {
    Reason r = ask("rsr', rsR' or rSR'", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.note = m->pattern;
    add_all_deflections(r, *m);
    const auto positives =
        std::count_if(m->deflections.begin(), m->deflections.end(), [](const auto& d) { return d.positive(); });
    r.met = positives >= 2 && m->deflections.back().positive() ? Answer::yes : Answer::no;
    return r;
}

Reason larger_second_r(const ConductionInput& in, Place lead) {
    Reason r = ask("R' larger than R", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.note = m->pattern;
    r.met = Answer::no;
    const auto positive = [](const Deflection& d) { return d.positive(); };
    const auto first = std::ranges::find_if(m->deflections, positive);
    if (first == m->deflections.end()) return r;
    const auto second = std::find_if(std::next(first), m->deflections.end(), positive);
    if (second == m->deflections.end()) return r;
    add_place(r, *first);
    add_place(r, *second);
    r.value = second->amplitude_mv;
    r.limit = first->amplitude_mv;
    r.unit = "mV";
    // What amplitudes are good for by IEC 60601-2-25: to 25 uV.
    constexpr double amplitudes_differ_mv = 0.025;
    const double more = *r.value - *r.limit;
    r.met = more > amplitudes_differ_mv ? Answer::yes : more > 0.0 ? Answer::unknown : Answer::no;
    if (r.met == Answer::unknown) r.note += ", borderline: alike to 0.025 mV";
    return r;
}

Reason dominant_late_r(const ConductionInput& in, Place lead, double limit_ms) {
    Reason r = r_peak_time(in, lead, limit_ms, true);
    r.criterion = "pure dominant R or qR, its peak after";
    const auto& m = in.leads[lead];
    if (!m || r.met != Answer::yes) return r;
    const auto& waves = m->deflections;
    const bool pure = waves.size() == 1 && waves[0].duration_s() >= wide_r_part * in.qrs_ms / ms;
    const bool qr = waves.size() == 2 && !waves[0].positive();
    r.met = (pure || qr) && m->mainly_positive() ? Answer::yes : Answer::no;
    return r;
}

Reason wide_s(const ConductionInput& in, Place lead, double limit_ms) {
    Reason r = ask("S or QS longer than R, or than the limit", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.limit = limit_ms;
    r.unit = "ms";
    r.note = m->pattern;
    r.met = Answer::no;
    const Deflection *s = nullptr, *wave = m->largest(true);
    for (const auto& d : m->deflections)
        if (!d.positive() && (std::toupper(static_cast<unsigned char>(d.name[0])) == 'S' || d.name == "QS")) s = &d;
    if (!s) return r;
    r.value = ms * s->duration_s();
    add_place(r, *s);
    r.met = *r.value > limit_ms || (wave && s->duration_s() > wave->duration_s()) ? Answer::yes : Answer::no;
    return r;
}

Reason begins_with_q_then_r(const ConductionInput& in, Place lead) {
    Reason r = ask("q then R", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.note = m->pattern;
    add_all_deflections(r, *m);
    r.met = m->initial_q() && m->mainly_positive() ? Answer::yes : Answer::no;
    return r;
}

Reason rs(const ConductionInput& in, Place lead) {
    Reason r = mainly_negative(in, lead);
    r.criterion = "r, then a larger S";
    const auto& m = in.leads[lead];
    if (m && r.met == Answer::yes && !m->deflections.front().positive()) r.met = Answer::no;
    return r;
}

Reason mainly_negative(const ConductionInput& in, Place lead) {
    Reason r = ask("mainly negative", lead);
    const auto& m = in.leads[lead];
    if (!m) return r;
    r.note = m->pattern;
    add_all_deflections(r, *m);
    r.met = m->largest(false) && !m->mainly_positive() ? Answer::yes : Answer::no;
    return r;
}

Reason begins_and_stays_negative(const ConductionInput& in, Place lead) {
    Reason r = mainly_negative(in, lead);
    r.criterion = "QS, or a Q wave larger than all that follows";
    const auto& m = in.leads[lead];
    if (m && r.met == Answer::yes && m->largest(false) != &m->deflections.front()) r.met = Answer::no;
    return r;
}

int fragments(const QrsMorphology& m, bool wide) {
    int n = 0;
    for (const Notch& notch : m.notches) n += notch.slur ? 0 : 1;
    const auto positives =
        std::count_if(m.deflections.begin(), m.deflections.end(), [](const auto& d) { return d.positive(); });
    if (!wide && positives >= 2) n += static_cast<int>(positives) - 1;  // R' counts as a fragment in a narrow complex
    return n;
}

}  // namespace synchrony::measure::conduction_parts

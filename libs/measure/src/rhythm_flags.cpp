#include "rhythm_flags.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "formatted.hpp"
#include "synchrony/beats/rr.hpp"
#include "synchrony/core/nth_value.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {
namespace {

// More beats kept out than that part, and two more: the median beat is not the patient's beat. In ten seconds of a
// trigeminy as many beats are early, and as many cut short by them, as are left. Nor is it where most beats are unlike
// it: of two shapes the rarer one would be measured.
constexpr double aberrant_beats_part = 0.5;
constexpr int let_off = 2;

void judge_pacing(Measurements& m) {
    const auto beats = [&](double part) { return static_cast<int>(std::lround(part * m.beats)); };
    const char* chambers = m.ventricular_paced_part == 0.0                         ? "atrial pulses"
                           : beats(m.paced_part) > beats(m.ventricular_paced_part) ? "pulses of both chambers"
                                                                                   : "ventricular pulses";
    // A pulse that a recorder's filter took away is not counted.
    const auto detail = formatted("%s%d of %d beats, %s", beats(m.paced_part) < m.beats ? "at least " : "",
                                  beats(m.paced_part), m.beats, chambers);
    if (m.paced_part >= paced_beats)
        m.flags.push_back({"paced", detail, true});
    else if (m.paced_part > 0.0)
        m.flags.push_back({"some_beats_paced", detail + ": is there a pacemaker?"});
    else if (m.conduction.paced_shape.answer == Answer::yes)
        m.flags.push_back({"paced_shape", "a wide QRS complex of the shape that pacing gives: is there a pacemaker?"});
}

// Three intervals or more, every second one, each shorter than both of its neighbours; of a long recording a seventh of
// all.
bool every_second_is_early(const std::vector<std::int64_t>& peaks) {
    constexpr double early = 0.85, bigeminy_share = 0.15;
    constexpr int enough = 3;
    std::vector<int> in_turn(peaks.size(), 0);  // [interval]: such intervals up to it, every second one
    int found = 0;
    for (std::size_t i = 2; i + 1 < peaks.size(); ++i) {
        const auto interval = [&](std::size_t to) { return static_cast<double>(peaks[to] - peaks[to - 1]); };
        if (!(interval(i) < early * std::min(interval(i - 1), interval(i + 1)))) continue;
        in_turn[i] = in_turn[i - 2] + 1;
        if (in_turn[i] == enough) found += enough;
        if (in_turn[i] > enough) ++found;
    }
    return found >= enough && found >= bigeminy_share * static_cast<double>(peaks.size() - 1);
}

// The rest were cut off, disturbed or odd: one beat is no median, and its noise is measured with it. Leads that were
// recorded one after the other have a beat each of their own.
void judge_median(Measurements& m, const QualityOptions& o) {
    const bool in_pieces = m.flagged("leads_not_simultaneous");
    if (m.beats < o.fewest_beats || m.beats_in_median != 1 || in_pieces) return;
    m.flags.push_back({"too_few_beats",
                       formatted("1 whole beat like the others of %d: all numbers are that one beat's", m.beats),
                       true});
}

// What no other word says: early beats that are as many as the usual ones, a beat that is dropped.
void judge_intervals(Measurements& m, const record::Ecg& ecg) {
    constexpr double short_part = 0.7, long_part = 1.5;  // of the median interval
    constexpr std::size_t fewest = 4;
    if (m.likely_atrial_fibrillation || m.ventricles_paced() || m.r_peaks.size() <= fewest || !(m.rr_s > 0.0)) return;
    double least_s = m.rr_s, most_s = m.rr_s;
    int uneven = 0;
    for (const double rr_s :
         beats::rr_intervals_s(m.r_peaks, m.median_beat.sampling_frequency_hz, beats::gaps_between_beats(ecg))) {
        least_s = std::min(least_s, rr_s);
        most_s = std::max(most_s, rr_s);
        uneven += rr_s < short_part * m.rr_s || rr_s > long_part * m.rr_s ? 1 : 0;
    }
    if (uneven == 0) return;
    m.flags.push_back(
        {"uneven_intervals",
         formatted("RR %.2f to %.2f s, %d of %d intervals below %.1f or above %.1f times the median of %.2f "
                   "s: early or dropped beats, or pauses?",
                   least_s, most_s, uneven, static_cast<int>(m.r_peaks.size()) - 1, short_part, long_part, m.rr_s)});
}

// Sinus P waves point to 0 to 75 degrees; here 30 more on either side, since small P waves leave their axis uncertain.
void judge_p_axis(Measurements& m) {
    constexpr double least_deg = -30.0, most_deg = 105.0;
    const bool asked = m.global.p && m.axes.p_deg && !m.ventricles_paced() && !m.likely_atrial_fibrillation;
    const bool swapped = m.lead_swap && *m.lead_swap != LeadSwap::none;
    if (!asked || swapped || (*m.axes.p_deg >= least_deg && *m.axes.p_deg <= most_deg)) return;
    m.flags.push_back({"p_axis", formatted("%.0f degrees, in sinus rhythm 0 to 75: a low atrial or junctional rhythm, "
                                           "or exchanged limb leads?",
                                           *m.axes.p_deg)});
}

/// How far the ends of the T wave in single leads lie apart, ms.
struct TEnds {
    double late_ms = 0.0;    ///< the latest but one behind the median lead's
    double spread_ms = 0.0;  ///< the latest but one behind the earliest but one
};

/// Nothing where fewer leads show a T wave, or where its end was moved by hand.
std::optional<TEnds> ends_of_t(const Measurements& m) {
    constexpr std::size_t fewest_leads = 6;
    const bool moved = m.global.t != m.measured_global.t;
    std::vector<double> ends;
    for (const auto& lead : m.leads)
        if (lead.t) ends.push_back(lead.t->end_s);
    if (!m.global.t || moved || ends.size() < fewest_leads) return std::nullopt;
    const double latest_s = core::nth_value(ends, ends.size() - 2);
    return TEnds{1e3 * (latest_s - core::nth_value(ends, ends.size() / 2)),
                 1e3 * (latest_s - core::nth_value(ends, 1))};
}

// Waves of the atria that have no P wave's place run on where the T wave ends. With P waves, leads that disagree about
// the end tell (U waves and flat T waves draw the marks of single leads out): in PTB-XL's 101 healthy people the end
// lay 18 ms behind the median lead's at most, and the leads' ends spread over 53 ms at most.
void judge_qt(Measurements& m) {
    constexpr double most_late_ms = 40.0, most_spread_ms = 70.0;
    if (!m.intervals.qt_ms || m.ventricles_paced()) return;
    if (!m.likely_atrial_fibrillation && !m.atrial_waves.more_than_qrs && m.global.p) {
        const auto ends = ends_of_t(m);
        if (ends && ends->late_ms > most_late_ms)
            m.flags.push_back(
                {"qt_doubtful", formatted("QT %.0f ms: two leads' T waves end %.0f ms later than the median lead's: "
                                          "a U wave, or T waves that are flat in some leads?",
                                          *m.intervals.qt_ms, ends->late_ms)});
        else if (ends && ends->spread_ms > most_spread_ms)
            m.flags.push_back(
                {"qt_doubtful", formatted("QT %.0f ms: the leads' T waves end up to %.0f ms apart: a U wave, "
                                          "or T waves that are flat in some leads?",
                                          *m.intervals.qt_ms, ends->spread_ms)});
        return;
    }
    m.flags.push_back({"qt_doubtful",
                       formatted("QT %.0f ms may end in %s", *m.intervals.qt_ms,
                                 m.likely_atrial_fibrillation ? "a fibrillatory wave" : "a hidden P or flutter wave")});
}

// Models never saw it; what guidelines say of other rhythms stands. A tremor is as fast, and no lead is free of it.
void name_flutter(Measurements& m) {
    m.flags.push_back({"possible_flutter",
                       formatted("waves of one shape at %.0f/min beside QRS complexes at %.0f/min: atrial flutter, "
                                 "another fast rhythm of the atria, or a tremor? No PR is given",
                                 m.atrial_waves.rate_bpm, m.heart_rate_bpm.value_or(0.0)),
                       true, true});
}

// Where no P wave is found: flutter that conducts every second wave beats at 120 to 175/min, and its waves lie in QRS
// and T. Of 2,283 without flutter one is called so (docs/results/other-hospitals.md).
void judge_flutter(Measurements& m) {
    constexpr double slowest_bpm = 120.0, fastest_bpm = 180.0;
    const double rate = m.heart_rate_bpm.value_or(0.0);
    if (rate < slowest_bpm || rate > fastest_bpm) return;
    m.flags.push_back(
        {"possible_flutter",
         formatted("%.0f/min without a P wave: atrial flutter with 2:1 conduction, or another tachycardia?", rate)});
}

}  // namespace

void judge_rhythm(Measurements& m, const record::Ecg& ecg, const QualityOptions& o) {
    if (m.beats < o.fewest_beats) m.flags.push_back({"too_few_beats", formatted("%d beats", m.beats), true});
    judge_median(m, o);
    judge_pacing(m);
    // The numbers of such a beat stand, and guidelines have rows for its rhythm: only models never saw it.
    if (m.likely_atrial_fibrillation)
        m.flags.push_back({"likely_atrial_fibrillation", "irregular, no P waves", true, true});
    else if (m.atrial_waves.more_than_qrs)
        m.flags.push_back(
            {"more_p_than_qrs",
             formatted("not sinus rhythm: P waves at %.0f/min beside QRS complexes at %.0f/min%s: second or "
                       "third degree AV block cannot be excluded; no PR is given",
                       m.atrial_waves.rate_bpm, m.heart_rate_bpm.value_or(0.0),
                       m.atrial_waves.unrelated ? ", at no fixed distance" : ""),
             true});
    else if (m.atrial_waves.flutter)
        name_flutter(m);
    else if (m.part_with_p < o.p_part && m.global.qrs && !m.ventricles_paced()) {
        m.flags.push_back({"no_p_waves", "no P wave found before the QRS", true, true});
        judge_flutter(m);
    }
    const int cut_short = m.beats_kept_out - m.aberrant_beats;
    const auto as_are = cut_short > 0 ? formatted(" (as are %d before early ones)", cut_short) : std::string();
    if (m.aberrant_beats > 0)
        m.flags.push_back(
            {"aberrant_beats",
             formatted("%d of %d beats early or unlike the others, kept out of the median beat%s%s", m.aberrant_beats,
                       m.beats, as_are.c_str(),
                       !m.likely_atrial_fibrillation && !m.ventricles_paced() && every_second_is_early(m.r_peaks)
                           ? "; every second one: bigeminy pattern"
                           : ""),
             m.beats_kept_out - let_off > aberrant_beats_part * m.beats || 2 * m.aberrant_beats > m.beats});
    judge_intervals(m, ecg);
    judge_p_axis(m);
    if (!m.global.qrs) m.flags.push_back({"no_qrs", "QRS complex not delineated", true});
    judge_qt(m);
}

}  // namespace synchrony::measure

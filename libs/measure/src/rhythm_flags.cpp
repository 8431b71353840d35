#include "rhythm_flags.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "formatted.hpp"
#include "synchrony/core/nth_value.hpp"

namespace synchrony::measure {
namespace {

// More aberrant beats than that part, and two more: the median beat is not the patient's beat. In ten seconds of a
// trigeminy as many beats are early, and as many cut short by them, as are left.
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

// Six intervals or more that are short and long in turn.
bool every_second_is_early(const std::vector<std::int64_t>& peaks) {
    constexpr double early = 0.85;  // of the interval beside it
    constexpr int enough = 5;       // changes from one interval to the next
    int run = 0, before = 0;
    for (std::size_t i = 2; i < peaks.size(); ++i) {
        const auto last = static_cast<double>(peaks[i - 1] - peaks[i - 2]),
                   now = static_cast<double>(peaks[i] - peaks[i - 1]);
        const int change = now < early * last ? -1 : last < early * now ? 1 : 0;
        run = change == 0 ? 0 : change == -before ? run + 1 : 1;
        before = change;
        if (run >= enough) return true;
    }
    return false;
}

/// How much later the T wave ends than in the median lead, ms; nothing where fewer leads show one, or where the end was
/// moved by hand. U waves and flat T waves draw the marks of single leads out.
std::optional<double> late_end_of_t_ms(const Measurements& m) {
    constexpr std::size_t fewest_leads = 6;
    const bool moved = m.global.t != m.measured_global.t;
    std::vector<double> ends;
    for (const auto& lead : m.leads)
        if (lead.t) ends.push_back(lead.t->end_s);
    if (!m.global.t || moved || ends.size() < fewest_leads) return std::nullopt;
    return 1e3 * (m.global.t->end_s - core::nth_value(ends, ends.size() / 2));
}

// Waves of the atria that have no P wave's place run on where the T wave ends. With P waves, leads that disagree about
// the end tell: in 101 healthy people the end lay 18 ms behind the median lead's at most.
void judge_qt(Measurements& m) {
    constexpr double most_late_ms = 40.0;
    if (!m.intervals.qt_ms || m.ventricles_paced() || m.atrial_waves.more_than_qrs) return;
    if (!m.likely_atrial_fibrillation && m.global.p) {
        const auto late = late_end_of_t_ms(m);
        if (late && *late > most_late_ms)
            m.flags.push_back(
                {"qt_doubtful", formatted("QT %.0f ms ends %.0f ms later than in the median lead: a U wave, "
                                          "or a T wave that is flat in some leads?",
                                          *m.intervals.qt_ms, *late)});
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

void judge_rhythm(Measurements& m, const QualityOptions& o) {
    if (m.beats < o.fewest_beats) m.flags.push_back({"too_few_beats", formatted("%d beats", m.beats), true});
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
    if (m.aberrant_beats > 0)
        m.flags.push_back(
            {"aberrant_beats",
             formatted("%d of %d beats early or unlike the others, kept out of the median beat%s", m.aberrant_beats,
                       m.beats,
                       !m.likely_atrial_fibrillation && !m.ventricles_paced() && every_second_is_early(m.r_peaks)
                           ? "; every second one: bigeminy pattern"
                           : ""),
             m.aberrant_beats - let_off > aberrant_beats_part * m.beats});
    if (!m.global.qrs) m.flags.push_back({"no_qrs", "QRS complex not delineated", true});
    judge_qt(m);
}

}  // namespace synchrony::measure

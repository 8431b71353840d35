#include "measured_beat.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "synchrony/beats/median_beat.hpp"

#include "recording_flags.hpp"
#include "sinking_level.hpp"
#include "usable_beat.hpp"

namespace synchrony::measure {
namespace {

// The median beat holds P waves up to 0.46 s before R, where the rate leaves room for them: at fast rates a longer beat
// would hold the T wave of the beat before, which hides P more often than it shows a late one.
beats::MedianBeatOptions measured_beat() {
    beats::MedianBeatOptions o;
    o.before_s = 0.46;
    o.before_rr = 0.45;
    return o;
}

// Where no P wave was found: at fast rates, and with a long PR, the beat above cuts it off.
beats::MedianBeatOptions beat_from_further_back() {
    beats::MedianBeatOptions o = measured_beat();
    o.before_s = 0.52;
    o.before_rr = 0.52;
    return o;
}

// At rates above 200/min P, QRS and T lie on each other: the waves stay empty.
core::Result<void> delineate_beat(Measurements& m, int r_index) {
    constexpr double shortest_rr_s = 0.3, shortest_beat_s = 0.3;
    if ((m.rr_s > 0.0 && m.rr_s < shortest_rr_s) || m.median_beat.duration_s() < shortest_beat_s) {
        m.leads.resize(m.median_beat.leads.size());
        return {};
    }
    SYNCHRONY_ASSIGN(Delineation d, delineate_median(m.median_beat, r_index, m.rr_s > 0.0 ? m.rr_s : assumed_rr_s));
    m.global = d.beats.front().global;
    m.leads = std::move(d.beats.front().leads);
    m.doubtful_qrs_end_s = d.beats.front().doubtful_qrs_end_s;
    if (!m.doubtful_qrs_end_s) m.doubtful_qrs_end_s = end_of_sinking_level(m.median_beat, m.global);
    return {};
}

// Beats at the ends of the recording are cut off, not odd. Where leads were recorded one after the other each group has
// ends of its own: at most two then, which hides a beat rather than makes one up.
int cut_off_beats(const Measurements& m, const record::Ecg& ecg, const UsableBeat& usable) {
    constexpr int both_ends = 2;
    if (usable.in_pieces) return both_ends;
    const std::int64_t before = usable.median.r_index, after = usable.median.samples() - before;
    const auto cut = std::count_if(m.r_peaks.begin(), m.r_peaks.end(), [&](std::int64_t peak) {
        return peak < before || peak + after > ecg.sample_count();
    });
    return static_cast<int>(cut);
}

// All beats by the same deflection: of two of a size the detector takes now one, now the other.
void move_peaks(std::vector<std::int64_t>& r_peaks, const std::vector<beats::MovedPeak>& moved) {
    for (const auto& [found, to] : moved) std::ranges::replace(r_peaks, found, to);
    std::ranges::sort(r_peaks);
}

// The median beat, what may be measured of it, and where its waves lie.
core::Result<void> measure_beat(Measurements& m, const record::Ecg& ecg, const beats::MedianBeatOptions& window) {
    SYNCHRONY_ASSIGN(const UsableBeat usable, usable_beat(ecg, m.r_peaks, window));
    const beats::MedianBeats& median = usable.median;
    move_peaks(m.r_peaks, median.moved_peaks);
    // Groups of leads with beats of their own may share some: none counts twice.
    m.beats_in_median = std::min(median.beats_used, static_cast<int>(m.r_peaks.size()));
    m.beats_kept_out = std::max(0, median.beats_rejected - cut_off_beats(m, ecg, usable));
    m.aberrant_beats = std::max(0, m.beats_kept_out - median.beats_cut_short);
    m.rr_s = median.rr_s;
    m.median_beat = as_ecg(median, ecg);
    choose_leads(m, usable, ecg);
    if (m.median_beat.leads.empty()) {
        const auto doubt = impossible_amplitude(ecg);
        return core::fail({core::ErrorKind::refused,
                           "all leads are flat",
                           ecg.record_name,
                           doubt ? *doubt : "no lead with a beat",
                           "one or more leads with beats",
                           {}});
    }
    m.median_r_s = median.r_index / median.sampling_frequency_hz;
    SYNCHRONY_TRY(delineate_beat(m, median.r_index));
    if (auto& qrs = m.global.qrs; qrs && usable.most_qrs_s)
        qrs->end_s = std::min(qrs->end_s, qrs->onset_s + *usable.most_qrs_s);
    return {};
}

}  // namespace

core::Result<void> measure_median_beat(Measurements& m, const record::Ecg& ecg) {
    const Measurements before = m;
    SYNCHRONY_TRY(measure_beat(m, ecg, measured_beat()));
    if (m.global.p || !m.global.qrs) return {};
    Measurements further_back = before;
    if (measure_beat(further_back, ecg, beat_from_further_back()) && further_back.global.p) m = std::move(further_back);
    return {};
}

}  // namespace synchrony::measure

// Is it atrial fibrillation? How irregular the beats come, and whether the same atrial wave precedes each of them.
#pragma once

#include <cstdint>
#include <span>

#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// What is known of the rhythm of one recording.
struct RhythmEvidence {
    int intervals = 0;              ///< RR intervals that count: no pauses of the recording
    double rr_change_median = 0.0;  ///< median |RR - RR before| / mean RR
    double rr_change_mean = 0.0;    ///< mean of the same: one premature beat moves it
    double rr_entropy = 0.0;        ///< coefficient of sample entropy (Lake and Moorman 2011); 0 with few intervals
    /// Scatter of the intervals within two groups, short and long, as part of the mean: premature beats and the pauses
    /// after them make two narrow groups, fibrillation has none.
    double rr_within_groups = 0.0;
    /// Share of what lies before the QRS complexes (P wave's place) that is the same in every beat, about 0 to 1:
    /// near 1 with a P wave at a fixed distance, near 0 with fibrillatory waves or noise.
    double p_repeats = 0.0;
    /// The same of the beats after the longest two fifths of the intervals: none of them is premature, and their P
    /// waves lie clear of the T wave before.
    double p_repeats_after_long = 0.0;
    double p_certainty = 0.0;  ///< of the median beat: probability of a P wave, median over leads
};

/// Waves of one shape that come in step between the beats.
struct AtrialWaves {
    bool more_than_qrs = false;  ///< so many that second or third degree AV block cannot be excluded
    bool unrelated = false;      ///< with it: at no fixed distance from the QRS complexes
    bool flutter = false;        ///< not with it: waves in step at 180 to 350/min, more than QRS complexes
    double rate_bpm = 0.0;       ///< with either: of the waves; those under QRS and T are counted by the step
    double per_qrs = 0.0;        ///< with more_than_qrs: waves per QRS complex
    /// Not every wave of the atria is conducted: no sinus rhythm as guidelines mean it.
    [[nodiscard]] bool faster_than_qrs() const { return more_than_qrs || flutter; }
};

/// The intervals' part of the evidence. `rr_s` in order of time.
void add_intervals(RhythmEvidence& evidence, std::span<const double> rr_s);

/// RhythmEvidence::p_repeats. `qrs_onset_before_r_s`: how long before its R peak a QRS complex begins. Beats like the
/// usual one count when their R peak is in `r_peaks`; 0 with fewer than three of them.
[[nodiscard]] double p_repeats(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                               double qrs_onset_before_r_s);

/// RhythmEvidence::p_repeats_after_long; 0 where fewer than three beats are left.
[[nodiscard]] double p_repeats_after_long(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                          double qrs_onset_before_r_s);

/// Log-odds of atrial fibrillation: a logistic regression on the evidence (docs/results/quality.md says on which
/// recordings it was fitted). Minus infinity with fewer than four intervals.
[[nodiscard]] double atrial_fibrillation_log_odds(const RhythmEvidence& evidence);

/// Irregular and without P waves: log-odds above 0.
[[nodiscard]] bool likely_atrial_fibrillation(const RhythmEvidence& evidence);

}  // namespace synchrony::measure

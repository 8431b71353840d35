// Where the P wave, the QRS complex and the T wave begin, peak and end, in each lead and in all leads together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// One wave. Times in s from the start of the recording (of the median beat, where one was delineated).
struct Wave {
    double onset_s = 0.0;
    double peak_s = 0.0;     ///< of the QRS complex: the largest deflection from the level before it
    double end_s = 0.0;      ///< of the QRS complex: the J point
    float certainty = 1.0F;  ///< P wave: probability that there is one; 1 for QRS and T
    friend bool operator==(const Wave&, const Wave&) = default;
};

/// The waves of one beat in one lead, or over all leads. A wave that is not there, or does not fit into the recording,
/// is empty.
struct BeatWaves {
    std::optional<Wave> p;
    std::optional<Wave> qrs;
    std::optional<Wave> t;
};

/// One beat.
struct BeatDelineation {
    std::int64_t r_sample = 0;     ///< the peak that was given, at the recording's rate
    std::vector<BeatWaves> leads;  ///< in the order of Delineation::lead_names; all empty for an unusable lead
    /// Over all leads. Of `delineate`: near the earliest onset and the latest end of the leads' marks, as annotators of
    /// LUDB leave them. Of `delineate_median`: as electrocardiographs read it, some 20 ms narrower.
    BeatWaves global;
    /// Of `delineate_median`: activity after the QRS complex's end falls still there, and it cannot be told whether the
    /// complex goes on so long. Empty: none.
    std::optional<double> doubtful_qrs_end_s;
};

struct Delineation {
    std::vector<std::string> lead_names;
    std::vector<char> usable;  ///< by lead: 0 for a lead too flat or too noisy to vote in `global`
    std::vector<BeatDelineation> beats;
};

struct DelineationOptions {
    double highpass_hz =
        0.5;  ///< zero-phase, takes the baseline away; AHA/ACC/HRS 2007 (Kligfield) allow 0.67 Hz for such filters
    bool remove_baseline = true;  ///< false where it is gone already (median beats)
    /// Longest recording taken at once, s. A day at 500 Hz and 12 leads needs about 10 GB: cut it into pieces.
    double max_duration_s = 3600.0;
};

/// Delineates each beat of a recording. `r_peaks` are samples at the recording's rate, ascending, one within 80 ms of
/// each QRS complex. Any number of leads; the networks were trained on twelve, and on fewer they know less.
///
/// Method: for each boundary a small network scores every instant of a search window from slopes of the lead and of all
/// leads around it; a softmax makes a probability of that, whose mean around its mode is the boundary. Probabilities of
/// P and T boundaries are multiplied by those of the other leads and beats, blurred. Trained on LUDB (Kalyakulina 2020,
/// doi:10.1109/ACCESS.2020.3029211) by bench/measure/train_delineation.cpp.
///
/// Errors: no leads, peaks not ascending or outside the recording (usage); a recording beyond max_duration_s, shorter
/// than 0.3 s (input).
[[nodiscard]] core::Result<Delineation> delineate(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                                  const DelineationOptions& options = {});

/// Delineates one median beat: `beat` holds its leads without baseline, `r_sample` its R peak, `rr_s` the RR interval
/// it stands for. Times come back in s from the median beat's first sample. `global` is read as IEC 60601-2-25 and the
/// electrocardiographs mean it (docs/results/other-hospitals.md): the QRS complex by the leads' spatial velocity,
/// bounded by their marks; the P wave from the 8th earliest of twelve onsets.
[[nodiscard]] core::Result<Delineation> delineate_median(const record::Ecg& beat, std::int64_t r_sample, double rr_s);

/// The recording's QRS duration, ms: median over beats of the global one; empty when no beat has one.
[[nodiscard]] std::optional<double> global_qrs_duration_ms(const Delineation& delineation);

}  // namespace synchrony::measure

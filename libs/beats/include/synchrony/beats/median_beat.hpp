// The median beat of each lead: what one beat looks like once noise and aberrant beats are taken away.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

/// How the median beat is made.
struct MedianBeatOptions {
    // Window around R. Shares of the RR interval keep the neighbouring beats out at high rates.
    double before_s = 0.40;   ///< holds P at PR intervals up to 300 ms
    double after_s = 0.60;    ///< holds T at QT intervals up to 600 ms
    double before_rr = 0.45;  ///< at most this share of the median RR before R ...
    double after_rr = 0.62;   ///< ... and this after it: at 120/min 0.31 s, where T ends at about 0.27 s

    double high_pass_hz =
        0.5;  ///< zero-phase Butterworth of 2nd order against baseline wander; 0: leads already filtered

    // Alignment and choice of beats, on the QRS of all leads together.
    double qrs_before_s = 0.15;  ///< stretch compared: a wide QRS with its R peak at either end
    double qrs_after_s = 0.20;
    double shift_s = 0.020;       ///< largest correction of an R peak by cross-correlation ...
    double other_peak_s = 0.100;  ///< ... and where a beat is odd there: R and R' may have been taken for each other
    double least_correlation = 0.90;  ///< a beat less like the dominant one is odd: ventricular, fusion or artefact ...
    double alike_less = 0.08;         ///< ... unless noise makes most less alike: then so much below their median ...
    double least_in_noise = 0.75;     ///< ... but not below this
    double premature_rr = 0.80;       ///< a beat after less than this share of the median RR is premature ...
    double premature_most = 0.30;     ///< ... unless more than this share of beats are: an irregular rhythm has none
    int most_beats = 120;             ///< of longer recordings so many beats, evenly spread; the others are judged only
};

/// A beat whose peak was found at another deflection than the others'.
struct MovedPeak {
    std::int64_t found = 0, moved = 0;  ///< samples
};

struct MedianBeats {
    double sampling_frequency_hz = 0;
    int r_index = 0;                        ///< of the R peak in each of `leads`
    double rr_s = 0;                        ///< median RR interval; 0 with a single beat
    std::vector<std::string> lead_names;    ///< as in the recording
    std::vector<std::vector<float>> leads;  ///< [lead, sample], mV; all of one length
    std::vector<int> beats_of_lead;         ///< [lead] of these without a missing sample; 0: the lead is a flat line
    int beats_used = 0;                     ///< at most MedianBeatOptions::most_beats
    int beats_rejected = 0;   ///< of all beats: odd, premature, cut off by the recording's ends, or cut short
    int beats_cut_short = 0;  ///< of these the usual beats whose T wave an early beat cuts short
    std::vector<MovedPeak> moved_peaks;  ///< by more than shift_s; in order of time. Of more than most_beats: none
    [[nodiscard]] int samples() const { return leads.empty() ? 0 : static_cast<int>(leads.front().size()); }
};

/// Median beats of all leads of a recording whose R peaks (samples, rising) are known.
///
/// Method: the dominant beat is the one that most others are alike (correlation of the QRS of all leads together, each
/// lead weighed by how well it repeats itself); beats like it are shifted to their best correlation with it and the
/// median is taken sample by sample; then once more with the mean of these in place of the dominant beat. Beats that
/// are odd or premature are left out, as long as one remains. In a lead, a beat does not count where samples are
/// invalid. Errors (input): no lead, no peak inside the recording; (usage): options out of range.
[[nodiscard]] core::Result<MedianBeats> median_beats(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                                     const MedianBeatOptions& options = {});

}  // namespace synchrony::beats

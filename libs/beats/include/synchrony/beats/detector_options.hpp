// Every constant of the beat detector.
#pragma once

#include <optional>
#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::beats {

/// The constants of the detector: times in s, frequencies in Hz, ratios without unit. How those without another source
/// were set, on the MIT-BIH Arrhythmia Database, first signal, whole records, by the number of errors under EC57:
/// (*) by search on the even-numbered records alone; the odd-numbered ones were only looked at;
/// (+) with all records in view: a few values were compared, so that neither half says how well they do elsewhere.
struct DetectorOptions {
    /// The lead to use, by name; without one, all leads of the recording together.
    std::optional<std::string> lead;

    // Filters. The band lies above most of the T wave's energy; its order is that of He et al. 2023.
    double work_rate_hz = 180.0;  ///< leads are averaged down to about this rate: twice what the band needs
    int band_order = 4;           ///< poles of the Chebyshev type I band-pass, even (He 2023: 4th order)
    double band_ripple_db = 0.5;  ///< ripple inside the band
    double band_low_hz = 12.0;    ///< (+)
    double band_high_hz = 25.0;   ///< (+)
    double wide_low_hz = 4.0;     ///< (+) a second, lower band measures wide beats, ventricular and paced
    double wide_high_hz = 12.0;   ///< (+)

    // Envelope.
    double envelope_s = 0.11;       ///< first moving average over the Shannon energy: a usual QRS
    double envelope_fine_s = 0.05;  ///< second moving average: takes off the corners of the first
    double block_s = 1.5;           ///< amplitudes are the maxima of blocks that hold a beat down to 40/min ...
    int blocks_around = 4;          ///< ... and of these the median over so many blocks before and after
    double usual_amplitude = 0.4;   ///< where that amplitude is put before -x^2 ln x^2; x is cut at its maximum, 0.607
    /// Amplitude in the band below which nothing is a QRS. A narrow QRS keeps 0.4 of its amplitude there, one of 0.18 s
    /// an eighth; so waves under about 0.08 mV are never beats, and wide ones need 0.24 mV.
    double amplitude_floor_mv = 0.03;
    double level_floor = 0.25;  ///< least envelope level, as a share of that of a usual amplitude

    // Candidates.
    double least_height = 0.04;      ///< lower maxima of the envelope are not looked at; 1 is the level around
    double merge_s = 0.12;           ///< maxima closer than this are one: a QRS is not shorter
    double twin_likeness = 0.90;     ///< (+) a neighbour beyond the refractory time and this alike is a beat, no rival
    double rival_s = 0.30;           ///< (+) neighbours this close count as rivals (P wave, T wave or noise)
    double anchor_height = 0.6;      ///< (+) candidates this high, and higher than their rivals, are examples of beats
    int anchors_around = 8;          ///< examples before and after that a candidate is compared with ...
    double anchors_within_s = 10.0;  ///< ... none further than this
    double likeness_s = 0.09;        ///< half of the stretch compared by correlation
    int likeness_best = 4;           ///< mean correlation with the so many most alike examples: ectopic beats have few

    // Log-odds of a candidate (logistic regression, then coordinate search (*)): bias + weight * feature ...
    double bias = -0.9;            ///< (+) moved from the search's -1.19 so that misses and false beats balance
    double height_weight = 3.4;    ///< ln(height): the adaptive threshold
    double rank_weight = 4.9;      ///< ln(height / highest rival), within [-2.5, 1]
    double likeness_weight = 6.3;  ///< correlation with the examples
    double slope_weight = 0.65;    ///< ln(slope / slope of the examples), within [-3, 1]
    double wide_weight = 1.0;      ///< ln(amplitude in the wide band / that of the examples), within [-3, 1.5]
    double noise_weight = -2.55;   ///< ln(noise) + 3, where noise is the median of the envelope around / its level
    double noise_limit = 0.2;      ///< (+) more noise counts as this much (set on records with muscle noise added)

    double least_first_odds = -20.0;  ///< with less than this a candidate is not looked at more closely ...
    double odds_scale = 1.5;          ///< ... the others get those of a small network, times this ...
    double odds_bias = 0.6;           ///< ... plus this ...
    double first_share = 0.3;   ///< (+) ... mixed with so much of the log-odds above where the noise is at most ...
    double clean_noise = 0.05;  ///< ... this, with less of them in more noise, and at noise_limit ...
    double first_share_in_noise = 0.0;  ///< ... with so much

    // With one lead or two, a network that reads the wave itself is asked too. (+)
    int wave_most_leads = 2;         ///< more leads tell beats from noise without it
    double wave_sure_odds = 6.0;     ///< not where all candidates for 24 s have log-odds beyond these without it ...
    double wave_pause_rr = 1.5;      ///< ... no interval between beats is longer than this, in units of the median ...
    double wave_aside_s = 0.03;      ///< ... and no R peak lies further from the envelope's maximum
    double wave_share_clean = 0.75;  ///< its part beside the small network's at clean_noise ...
    double wave_share = 1.0;         ///< ... and at noise_limit
    double wave_scale = 1.25;        ///< its log-odds, times this
    double wave_alone_odds = 3.0;    ///< where it finds a beat without a maximum, with log-odds of at least these
    double wave_place_s = 0.045;     ///< an R peak further from where it sees the beat is put there ...
    double wave_place_odds = -4.0;   ///< ... where its log-odds are at least these

    // ... less the cost of the step from the beat before. An interval is taken in units of the median RR of the
    // examples.
    double refractory_s = 0.18;  ///< no beat sooner (Pan and Tompkins 1985: 0.20): 300/min, and some jitter
    double early_rr = 0.89;      ///< (*) intervals shorter than this ...
    double early_cost = 2.7;     ///< (*) ... cost so much a unit
    double late_rr = 1.06;   ///< (*) intervals longer than this (search-back: Pan and Tompkins 1985 begin at 1.66) ...
    double late_cost = 3.0;  ///< (*) ... cost so much a unit ...
    double late_limit_rr = 3.0;  ///< ... up to so many units: asystole is possible
    double t_wave_s = 0.39;      ///< (*) sooner after a beat than this (Pan and Tompkins 1985: 0.36) ...
    double t_wave_slope = 0.33;  ///< (*) ... a slope below this share of the beat's (Pan and Tompkins 1985: 0.5) ...
    double t_wave_cost = 8.3;    ///< (*) ... means a T wave

    // Place of the R peak on the raw wave.
    double place_within_s = 0.09;    ///< search on both sides of the envelope's place
    double place_smooth_s = 0.012;   ///< moving average that takes off mains and muscle noise
    double place_baseline_s = 0.30;  ///< the baseline is the median over so much on both sides

    /// Errors (usage): the first option that is out of its range.
    [[nodiscard]] core::Result<void> check() const;
};

}  // namespace synchrony::beats

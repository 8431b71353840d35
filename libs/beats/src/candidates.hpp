// The maxima of the envelope, and what speaks for and against each of them being a beat.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "energy.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

struct Candidate {
    std::int64_t position = 0;  ///< maximum of the envelope, work samples from the start of the recording
    std::int64_t sample = 0;    ///< R peak, raw samples; set by RPeakFinder
    float height = 0;           ///< of the envelope, 1 = the level around
    float rank = 0;             ///< ln(height / highest rival)
    float slope = 0;            ///< steepest slope, leads summed, in units of their amplitudes a sample
    float wide = 0;             ///< largest deflection in the wide band, leads summed, in units of their amplitudes
    float noise = 0;            ///< of the envelope around, 1 = its level
    bool anchor = false;        ///< certain enough to be an example of a beat
    float first_odds = 0;       ///< log-odds by height, rank, slope, width and noise
    float likeness = 0;         ///< mean correlation with the most alike examples
    float slope_ratio = 0;      ///< ln(slope / slope of the examples)
    float wide_ratio = 0;       ///< ln(wide / that of the examples)
    int examples = 0;           ///< with which it was compared
    float since_example_s = 0;  ///< since the example before
    float to_example_s = 0;     ///< to the next example
    float log_odds = 0;         ///< of being a beat, whatever its neighbours are
    float network_odds = 0;     ///< what the small network says, as it is; 0 where it was not asked
    float rr_s = 0;             ///< median interval of the examples around
    bool peak_aside = false;    ///< its R peak lies so far from the maximum that it may be another wave's
    std::optional<float> wave_odds;  ///< of the network that reads the wave, where it was asked
    bool only_wave = false;          ///< no maximum of the envelope: found by that network alone
    double wave_place = 0;           ///< where it sees the beat, work samples as `position`, without its delay
};

/// The log-odds with which a candidate enters the series: those of the logistic regression where the signal is clean,
/// those of the networks the more noise there is; those of the network of the wave alone where it alone found it.
[[nodiscard]] double blended_odds(const Candidate& candidate, const DetectorOptions& options);

/// The candidates in the range `judged` of a window, positions relative to its begin, in order of time; the rest of the
/// window serves for comparison. With `inputs`, none is left out for its odds, and what the network read of each is put
/// there (training).
[[nodiscard]] std::vector<Candidate> candidates_of(std::span<const LeadView> leads, const Envelope& envelope,
                                                   const WorkRate& work, const DetectorOptions& options,
                                                   const record::SampleRange& judged,
                                                   std::vector<float>* inputs = nullptr);

}  // namespace synchrony::beats

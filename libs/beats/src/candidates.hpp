// The maxima of the envelope, and what speaks for and against each of them being a beat.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "energy.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

struct Candidate {
    std::int64_t position = 0;  ///< maximum of the envelope, work samples from the start of the recording
    std::int64_t sample = 0;    ///< R peak on the raw wave, raw samples; set by the placer
    float height = 0;           ///< of the envelope, 1 = the level around
    float rank = 0;             ///< ln(height / highest rival)
    float slope = 0;            ///< steepest slope, leads summed, in units of their amplitudes a sample
    float wide = 0;             ///< largest deflection in the wide band, leads summed, in units of their amplitudes
    float noise = 0;            ///< of the envelope around, 1 = its level
    bool anchor = false;        ///< certain enough to be an example of a beat
    float log_odds = 0;         ///< of being a beat, whatever its neighbours are
    float rr_s = 0;             ///< median interval of the examples around
};

/// The candidates in the range `judged` of a window, positions relative to its begin, in order of time; the rest of the
/// window serves for comparison.
[[nodiscard]] std::vector<Candidate> candidates_of(std::span<const LeadView> leads, const Envelope& envelope,
                                                   const WorkRate& work, const DetectorOptions& options,
                                                   const record::SampleRange& judged);

}  // namespace synchrony::beats

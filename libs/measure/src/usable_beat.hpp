// From a recording to the median beat that may be measured: without what was not recorded.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/beats/median_beat.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// The recording with a straight line across every stretch of missing samples, so that no step is taken for a beat or
/// filtered into its neighbours. What is missing stays marked.
[[nodiscard]] record::Ecg bridged(record::Ecg ecg);

/// Of a recording that shows no interval.
inline constexpr double assumed_rr_s = 0.9;

/// A median beat as a recording. Leads keep what they are in `recording`.
[[nodiscard]] record::Ecg as_ecg(const beats::MedianBeats& beat, const record::Ecg& recording);

/// The median beat of every lead that has one.
struct UsableBeat {
    beats::MedianBeats median;         ///< leads with a whole valid beat only
    std::vector<std::string> no_beat;  ///< leads without
    std::optional<double> most_qrs_s;  ///< what the groups by themselves let the QRS complex last; empty: anything
    bool in_pieces = false;            ///< groups of leads hold other parts of the recording, as on a 3 x 4 print
};

/// Where leads are valid at different times, beats are compared in the leads that they share (a rhythm strip, the leads
/// that stayed on). Where they share none (a 3 x 4 print without a strip), each group of leads that share their beats
/// is averaged by itself, and the groups' beats are laid over each other by where their QRS complexes begin. Errors: as
/// median_beats;
/// (refused) no lead has a whole beat.
[[nodiscard]] core::Result<UsableBeat> usable_beat(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                                   const beats::MedianBeatOptions& options);

}  // namespace synchrony::measure

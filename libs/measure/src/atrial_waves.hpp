// Waves between the beats that all have one shape and come in step: are there more P waves than QRS complexes?
#pragma once

#include <cstdint>
#include <span>

#include "synchrony/measure/rhythm.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// The usual beat, and where its waves lie in it, s.
struct VentricularBeat {
    const record::Ecg& median;
    double r_s = 0.0, qrs_onset_s = 0.0, qrs_end_s = 0.0, t_end_s = 0.0;
};

/// P waves against QRS complexes, sought in the whole recording (of one beyond half a minute in at most 15 pieces of 20
/// s). `r_peaks`: samples, ascending, of all beats. Two looks: at what lies between T end and the next QRS onset, which
/// shows a P wave that is not conducted in a fixed relation to the beats; and, with the median beat taken away, at all
/// between the QRS complexes, which shows P waves that have no relation to them (only those count there: what is left
/// of a T wave has one).
[[nodiscard]] AtrialWaves atrial_waves(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                       const VentricularBeat& beat);

}  // namespace synchrony::measure

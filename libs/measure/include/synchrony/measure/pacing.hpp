// Pacemakers: where their pulses lie, whose beats they start, and the recording without them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// A pulse that repeats itself: at the same distance from the R peak of another beat, or of the same sizes in the
/// leads.
struct PacingPulse {
    std::int64_t sample = 0;
    std::size_t beat = 0;     ///< whose R peak is measured from
    double before_r_s = 0.0;  ///< negative after R
};

/// Samples at which most leads at once show what no heart does: a narrow spike between calm stretches, or a step within
/// 4 ms that follows calm and does not go on. Rising. Empty below 240 Hz, where no pulse can be told from an R wave.
[[nodiscard]] std::vector<std::int64_t> pulse_like_instants(const record::Ecg& ecg);

/// By lead, mV: how far a pulse stands out of its surroundings. A pacemaker's dipole is the same in every beat.
using PulseSizes = std::vector<float>;
[[nodiscard]] std::vector<PulseSizes> pulse_sizes(const record::Ecg& ecg, std::span<const std::int64_t> instants);

/// The instants up to 0.4 s before R peaks (samples, rising) that repeat themselves; in the order of beats. With
/// `sizes`, one an instant: pulses of a pacemaker on demand too, which fall into beats of the patient's own wherever
/// its clock runs out; they lie at most 0.1 s before R and have the same sizes in six leads or more.
[[nodiscard]] std::vector<PacingPulse> pacing_pulses(std::span<const std::int64_t> instants,
                                                     std::span<const std::int64_t> r_peaks,
                                                     double sampling_frequency_hz,
                                                     std::span<const PulseSizes> sizes = {});

/// Part of `beats` that have a pulse, 0 to 1. `pulses` in the order of beats.
[[nodiscard]] double paced_part(std::span<const PacingPulse> pulses, std::size_t beats);

/// Those that pace the ventricles: at most 80 ms before the QRS complex begins, or in it. Others pace the atria.
[[nodiscard]] std::vector<PacingPulse> ventricular_pulses(std::span<const PacingPulse> pulses,
                                                          double qrs_onset_before_r_s);

/// The recording with a straight line in place of each pulse, so that none is measured as a wave.
[[nodiscard]] record::Ecg without_pulses(record::Ecg ecg, std::span<const PacingPulse> pulses);

}  // namespace synchrony::measure

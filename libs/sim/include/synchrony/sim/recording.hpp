// From single beats to ten seconds at twelve leads: rhythm, respiration, ectopic beats, noise.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/sim/beat.hpp"

namespace synchrony::sim {

struct RhythmPlan {
    double heart_rate_bpm = 70.0;
    double pr_ms = 180.0;  ///< P onset to first ventricular activation
    double respiration_hz = 0.25;
    double respiratory_sd_ms = 12.0;  ///< of RR; small in heart failure
    double slow_sd_ms = 10.0;         ///< of RR, 0.1 Hz
    double jitter_sd_ms = 4.0;
    double ectopic_per_beat = 0.0;  ///< probability
    double coupling = 0.60;         ///< ectopic beat's coupling interval, part of RR
};

struct NoisePlan {
    double wander_uv = 40.0;  ///< RMS of slow drift at one electrode
    double muscle_uv = 5.0;   ///< RMS, above about 20 Hz
    double mains_uv = 2.0;    ///< amplitude at one electrode
    double mains_hz = 50.0;
    double respiration_gain = 0.04;  ///< amplitude of all ventricular waves swings by this part
    [[nodiscard]] static NoisePlan none() { return {0.0, 0.0, 0.0, 50.0, 0.0}; }
};

/// A ventricular beat as it was made. Times in s from the recording's start.
struct TrueBeat {
    double onset_s = 0.0;  ///< first activation, see Upstroke::reach_ms
    double peak_s = 0.0;   ///< largest distance of the twelve leads from rest
    double end_s = 0.0;    ///< last activation, likewise
    bool ectopic = false;
};

/// A beat with what the recording needs to know about it.
struct BeatTemplate {
    BeatPotentials potentials;
    double activation_span_ms = 0.0;
    double peak_ms = 0.0;  ///< from the first activation; see TrueBeat::peak_s
};
[[nodiscard]] BeatTemplate make_template(BeatPotentials potentials, double activation_span_ms);

struct RecordingPlan {
    double duration_s = 10.0;
    double rate_hz = 500.0;
    RhythmPlan rhythm;
    NoisePlan noise;
    bool pacing_spike = false;  ///< 2 mV in most leads, 1 ms before each beat; no P waves follow
};

struct Recording {
    record::Ecg ecg;  ///< twelve leads in the standard order, mV; Einthoven's and Goldberger's relations hold
    std::vector<TrueBeat> beats;  ///< those that begin inside the recording
};
/// `atrial` may be null (no P waves); `ectopic` is used where the rhythm has ectopic beats.
[[nodiscard]] Recording make_recording(const RecordingPlan& plan, const BeatTemplate& sinus,
                                       const BeatPotentials* atrial, const BeatTemplate* ectopic,
                                       core::RandomStream& random);

}  // namespace synchrony::sim

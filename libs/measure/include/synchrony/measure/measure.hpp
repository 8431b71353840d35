// Everything that is measured on a 12-lead ECG, in one call.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/measure/conduction.hpp"
#include "synchrony/measure/delineation.hpp"
#include "synchrony/measure/guideline.hpp"
#include "synchrony/measure/intervals.hpp"
#include "synchrony/measure/lead_measurements.hpp"
#include "synchrony/measure/pacing.hpp"
#include "synchrony/measure/quality.hpp"
#include "synchrony/measure/rhythm.hpp"
#include "synchrony/measure/vectorcardiogram.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Boundaries of the median beat as a person set them, s from its R peak. What is empty stays as measured.
struct MovedBoundaries {
    std::optional<double> p_onset_s = {}, p_end_s = {}, qrs_onset_s = {}, qrs_end_s = {}, t_peak_s = {}, t_end_s = {};
    [[nodiscard]] bool any() const { return *this != MovedBoundaries{}; }
    friend bool operator==(const MovedBoundaries&, const MovedBoundaries&) = default;
};

/// A boundary that can be moved: what it is called, and where it lies.
struct MovableBoundary {
    std::string_view name;   ///< "qrs_onset"
    std::string_view words;  ///< "QRS onset"
    std::optional<double> MovedBoundaries::*moved_s;
    std::optional<Wave> BeatWaves::*wave;
    double Wave::*time_s;
};
/// In the order that they have in a beat, two a wave.
inline constexpr std::array<MovableBoundary, 6> movable_boundaries{
    {{"p_onset", "P onset", &MovedBoundaries::p_onset_s, &BeatWaves::p, &Wave::onset_s},
     {"p_end", "P end", &MovedBoundaries::p_end_s, &BeatWaves::p, &Wave::end_s},
     {"qrs_onset", "QRS onset", &MovedBoundaries::qrs_onset_s, &BeatWaves::qrs, &Wave::onset_s},
     {"qrs_end", "QRS end", &MovedBoundaries::qrs_end_s, &BeatWaves::qrs, &Wave::end_s},
     {"t_peak", "T peak", &MovedBoundaries::t_peak_s, &BeatWaves::t, &Wave::peak_s},
     {"t_end", "T end", &MovedBoundaries::t_end_s, &BeatWaves::t, &Wave::end_s}}};

/// One that was moved, beside what was measured; s from the R peak.
struct MovedBoundary {
    std::string_view name;             ///< "qrs_onset"
    std::optional<double> measured_s;  ///< empty: no such wave was found
    double moved_s = 0.0;
};

struct MeasureOptions {
    Sex sex = Sex::unknown;                         ///< decides Strauss' limit and a row of HRS 2023
    LbbbDefinition lbbb = LbbbDefinition::strauss;  ///< the one that answers for Measurements::lbbb
    std::optional<LbbbDefinition> guideline_lbbb;   ///< that goes into the guidelines; empty: each one's usual
    VcgTransform vcg = VcgTransform::kors;
    bool every_beat = false;  ///< delineate each beat too: about five times the work
    MovedBoundaries moved;    ///< every number follows from these in place of the measured boundaries
    QualityOptions quality;
    GuidelineInput patient;  ///< LVEF, NYHA, ischaemia; QRS, morphology, rhythm, sex and the recording's age are filled
                             ///< in when empty
};

/// The flag of recordings in which a pacemaker starts beats, of the atria or of the ventricles.
inline constexpr std::string_view paced_flag = "paced";

/// A reason not to trust the recording: "paced", "too_short", "lead_swap", ...
struct Flag {
    std::string name;
    std::string detail;
    bool refuse = false;       ///< prediction should abstain
    bool models_only = false;  ///< with refuse: the numbers and what guidelines say of them stand
};

struct Measurements {
    double duration_s = 0.0;
    int beats = 0;
    int beats_in_median = 0;
    int aberrant_beats = 0;  ///< ventricular, premature or disturbed beats, kept out of the median beat
    int beats_kept_out = 0;  ///< the same, and usual beats that an early one cuts short
    /// Beats a minute: from the mean of the RR intervals that are no pauses, or the pacemaker's. QTc goes by it.
    std::optional<double> heart_rate_bpm;
    double rr_s = 0.0;  ///< median RR interval
    std::vector<std::int64_t> r_peaks;
    record::Ecg median_beat;       ///< leads that hold a beat, without baseline and hum; limb leads that follow
                                   ///< from others are added (Lead::derived)
    double median_r_s = 0.0;       ///< R peak in it
    BeatWaves global;              ///< times in the median beat
    std::vector<BeatWaves> leads;  ///< the same by lead
    BeatWaves measured_global;     ///< `global` before any boundary was moved by hand
    std::optional<double> doubtful_qrs_end_s;  ///< BeatDelineation's, or where what is left of the
                                               ///< complex has sunk (sinking_level.hpp); empty too where a hand set
                                               ///< the end
    std::vector<MovedBoundary> moved;          ///< those moved; empty: none
    std::optional<Delineation> beatwise;       ///< with every_beat
    Intervals intervals;
    Axes axes;
    std::optional<VectorMeasures> vectors;  ///< empty when a lead is missing or a wave was not found
    Conduction conduction;
    ConductionInput morphology;                     ///< pattern, deflections and notches by lead
    std::vector<record::LeadMeasurements> by_lead;  ///< amplitudes, durations, ST; empty without a QRS complex
    Voltages voltages;
    std::optional<bool> lbbb;  ///< by the definition of the options; empty when unknown
    std::vector<GuidelineAnswer> guidelines;
    std::vector<LeadQuality> quality;     ///< by lead
    std::vector<PacingPulse> pulses;      ///< a pacemaker's; taken out before measuring
    double paced_part = 0.0;              ///< of beats, 0 to 1: with a pulse of a pacemaker
    double ventricular_paced_part = 0.0;  ///< of beats: started by one
    double part_with_p = 0.0;             ///< of beats (with every_beat) or 0 or 1 (median beat)
    RhythmEvidence rhythm;
    bool likely_atrial_fibrillation = false;
    AtrialWaves atrial_waves;  ///< all empty where the ventricles are paced or fibrillation is likely
    LimbRelations limb;
    std::optional<LeadSwap> lead_swap;
    std::vector<std::string> warnings;  ///< the reader's, for all to see beside the numbers
    std::vector<Flag> flags;  ///< what matters most first: what refuses, leads, rhythm, doubtful numbers, the recorder
    /// True when any flag asks to abstain.
    [[nodiscard]] bool refused() const;
    /// Any flag has this name.
    [[nodiscard]] bool flagged(std::string_view name) const;
    /// Flagged with `paced_flag`.
    [[nodiscard]] bool paced() const;
    /// So many beats are started by a pacemaker that none of the patient's own can be judged.
    [[nodiscard]] bool ventricles_paced() const;
};

/// Where a flag refuses more than models (Flag::models_only), guidelines keep what they were asked and lose their
/// class. measure_ecg calls it last; whoever adds a refusing flag afterwards calls it again.
void withhold_classes(Measurements& measurements);

/// Detects beats, makes the median beat, and measures. Leads of LUDB's kind in any order; what needs a lead that is not
/// there, holds no beat without missing samples, or is not what its name says stays empty. Mains hum is taken away
/// first. Where amplitudes cannot be a heart's (flag "unit_doubtful") nothing that rests on them is measured. Errors:
/// no lead, leads of different lengths, no beat found, a recording too short (input, refused); boundaries moved out of
/// their order or out of the beat (usage).
[[nodiscard]] core::Result<Measurements> measure_ecg(const record::Ecg& ecg, const MeasureOptions& options = {});

}  // namespace synchrony::measure

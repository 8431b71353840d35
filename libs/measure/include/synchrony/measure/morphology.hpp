// What a QRS complex looks like in one lead: its deflections, their names, and the notches and slurs on them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace synchrony::measure {

/// A part of the QRS complex on one side of the level before it. Times in s from QRS onset.
struct Deflection {
    std::string name;  ///< Q R S R' S' ..., small letters below 0.5 mV, "QS" for a complex without R
    double begin_s = 0.0;
    double peak_s = 0.0;       ///< of the largest excursion
    double last_peak_s = 0.0;  ///< of the last local extremum: the second peak of a notched R
    double end_s = 0.0;
    double amplitude_mv = 0.0;  ///< signed
    [[nodiscard]] double duration_s() const { return end_s - begin_s; }
    [[nodiscard]] bool positive() const { return amplitude_mv > 0.0; }
};

/// A notch is a dip between two peaks of one deflection; a slur a stretch of a flank much flatter than what comes
/// before and after. Times in s from QRS onset: a notch begins at its first peak and ends at its second.
struct Notch {
    bool slur = false;
    double begin_s = 0.0;
    double at_s = 0.0;  ///< bottom of the dip, or the flattest point
    double end_s = 0.0;
    double depth_mv = 0.0;       ///< of a notch, from the lower of its peaks; 0 for a slur
    std::size_t deflection = 0;  ///< on which it stands
};

/// What counts as a wave and as a notch.
struct MorphologyOptions {
    /// Smaller deflections are level. Electrocardiographs list waves from 0.02 mV on, as IEC 60601-2-25 asks; for
    /// definitions that know a QS from an rS, 0.04 (docs/results/amplitudes.md).
    double least_wave_mv = 0.04;
    double least_wave_s = 0.008;     ///< Willems 1985 (CSE) asks 6 ms; at 250 Hz two samples are 8 ms
    double capital_mv = 0.5;         ///< R against r: 5 mm
    double least_notch_mv = 0.03;    ///< and
    double least_notch_part = 0.02;  ///< of the complex's height from lowest to highest
    double slur_slope_part = 0.45;   ///< flatter than this part of the lesser slope maximum beside it ...
    double slur_flank_part = 0.15;   ///< ... where both maxima are this part of the complex's steepest slope
    double smoothing_s = 0.003;      ///< Gaussian, as in delineation
};

struct QrsMorphology {
    std::vector<Deflection> deflections;
    std::vector<Notch> notches;  ///< by time
    std::string pattern;         ///< "qRs", "QS", "rSR'", ...
    double swing_mv = 0.0;       ///< highest minus lowest
    /// The largest deflection of that sign, or null.
    [[nodiscard]] const Deflection* largest(bool positive) const;
    /// The initial q, or null.
    [[nodiscard]] const Deflection* initial_q() const;
    [[nodiscard]] bool qs_or_rs() const;  ///< QS, or r then a deeper S, and nothing positive after
    [[nodiscard]] bool mainly_positive() const;
};

/// `lead_mv` is a median beat's lead; the complex lies between the two times (s from its first sample).
[[nodiscard]] QrsMorphology qrs_morphology(std::span<const float> lead_mv, double sampling_frequency_hz,
                                           double qrs_onset_s, double qrs_end_s, const MorphologyOptions& options = {});

}  // namespace synchrony::measure

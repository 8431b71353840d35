// Whether a recording can be trusted: lead by lead, and as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/measure/delineation.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// Limits beyond which something is said. Where no source is named they are ours, set so that at most one in fifty LUDB
/// leads is flagged.
struct QualityOptions {
    double flat_mv = 0.02;          ///< a lead that never leaves such a band is not connected
    double saturated_part = 0.005;  ///< of the samples at the extreme, in steep-sided runs of saturated_run or more
    int saturated_run = 5;
    double noise_uv = 40.0;      ///< high-frequency noise, standard deviation; the same of LeadQuality::muscle_uv
    double mains_uv = 20.0;      ///< amplitude at 50 or 60 Hz: a fifth of a millimetre on paper
    double baseline_mv = 1.0;    ///< swing of the baseline below 0.5 Hz
    double missing_part = 0.05;  ///< of the samples marked invalid
    double shortest_s = 5.0;     ///< shorter is refused
    int fewest_beats = 3;
    double p_part = 0.5;  ///< P waves in less than this part of beats: not a sinus rhythm
};

struct LeadQuality {
    std::string name;
    bool flat = false, saturated = false, noisy = false, mains = false, baseline = false, missing = false;
    double noise_uv = 0.0;   ///< above some 60 Hz
    double muscle_uv = 0.0;  ///< see muscle_noise_uv; 0 where it is not known
    double mains_uv = 0.0;
    double mains_hz = 0.0;  ///< as found, near 50 or 60; 0 where no hum is
    double baseline_mv = 0.0;
    double missing_part = 0.0;
    [[nodiscard]] bool usable() const { return !flat && !saturated && !missing; }
};
/// Of what was recorded: missing samples count in `missing_part` only. Hum is judged over all leads together
/// (measure_ecg) and left 0 here.
[[nodiscard]] LeadQuality lead_quality(const record::Lead& lead, double sampling_frequency_hz,
                                       const QualityOptions& options = {});

/// Where beats lie: R peaks in samples, and how far before and after them the QRS complex reaches.
struct BeatPlaces {
    std::span<const std::int64_t> r_peaks;
    double before_s = 0.0, after_s = 0.0;
};
/// Noise between the QRS complexes, at 15 to 45 Hz: what muscles leave behind a recorder's low-pass filter, which
/// `noise_uv` cannot see. Root mean square between two beats, median over beats; waves of P and T lie below that band.
/// Empty with fewer than three such stretches.
[[nodiscard]] std::optional<double> muscle_noise_uv(const record::Lead& lead, double sampling_frequency_hz,
                                                    const BeatPlaces& beats);

/// What Einthoven's and Goldberger's relations between the recorded limb leads say of a beat.
struct LimbRelations {
    bool hold = true;
    /// Leads that are not what their names say, where exactly one reading mends all relations: two exchanged ones, or
    /// one that is upside down or something else. They are not measured.
    std::vector<std::string> wrong;
    std::string explanation;  ///< "aVR and aVF exchanged"; empty where no single reading mends the relations
    double einthoven = 0.0;   ///< part of the amplitude of I, II and III that is left in I + III - II
};

/// Which electrodes seem to be exchanged.
enum class LeadSwap : std::uint8_t {
    none,
    la_ra,
    ra_ll,
    la_ll,
    v1_v2,
    v2_v3,
    v3_v4,
    v4_v5,
    v5_v6,
    inconsistent,
    v1_v3,
    v2_v4,
    v3_v5,
    v4_v6,
    v1_v4,
    v2_v5,
    v3_v6,
    v1_v5,
    v2_v6,
    v1_v6,
    chest_reversed
};
[[nodiscard]] std::string_view name_of(LeadSwap swap);  ///< "LA/RA", "V1/V2", "V6 to V1", ...

/// Judged on the median beat (12 leads). Limb swaps: I and II as they would be after each exchange are compared with
/// what V1..V6 predict of them (a regression, as Kors and van Herpen, Ann Noninvasive Electrocardiol 2001;6:275 do),
/// the P wave having its say. Chest swaps: neighbouring chest leads should be alike; an exchange that makes them
/// clearly more alike is suspected; of leads further apart, and for V6 to V1 in place of V1 to V6, the limb leads must
/// follow better from the chest leads too. Inconsistent: I + III - II is not 0. Empty when leads are missing.
[[nodiscard]] std::optional<LeadSwap> lead_swap(const record::Ecg& median_beat, const BeatWaves& global);

}  // namespace synchrony::measure

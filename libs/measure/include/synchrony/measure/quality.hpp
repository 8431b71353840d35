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
    double saturated_part = 0.005;  ///< of the samples at the extreme, in runs of saturated_run or more
    int saturated_run = 5;
    double noise_uv = 40.0;      ///< high-frequency noise, standard deviation
    double mains_uv = 50.0;      ///< amplitude at 50 or 60 Hz
    double baseline_mv = 1.0;    ///< swing of the baseline below 0.5 Hz
    double missing_part = 0.05;  ///< of the samples marked invalid
    double shortest_s = 5.0;     ///< shorter is refused
    int fewest_beats = 3;
    double p_part = 0.5;  ///< P waves in less than this part of beats: not a sinus rhythm
};

struct LeadQuality {
    std::string name;
    bool flat = false, saturated = false, noisy = false, mains = false, baseline = false, missing = false;
    double noise_uv = 0.0;
    double mains_uv = 0.0;
    double mains_hz = 0.0;  ///< 50 or 60, whichever is stronger
    double baseline_mv = 0.0;
    double missing_part = 0.0;
    [[nodiscard]] bool usable() const { return !flat && !saturated && !missing; }
};
[[nodiscard]] LeadQuality lead_quality(const record::Lead& lead, double sampling_frequency_hz,
                                       const QualityOptions& options = {});

/// Which electrodes seem to be exchanged.
enum class LeadSwap : std::uint8_t { none, la_ra, ra_ll, la_ll, v1_v2, v2_v3, v3_v4, v4_v5, v5_v6, inconsistent };
[[nodiscard]] std::string_view name_of(LeadSwap swap);  ///< "LA/RA", "V1/V2", "limb leads do not fit together", ...

/// Judged on the median beat (12 leads). Limb swaps: I and II as they would be after each exchange are compared with
/// what V1..V6 predict of them (a regression, as Kors and van Herpen, Ann Noninvasive Electrocardiol 2001;6:275 do),
/// the P wave having its say. Chest swaps: neighbouring chest leads should be alike; an exchange that makes them
/// clearly more alike is suspected. Inconsistent: I + III - II is not 0. Empty when leads are missing.
[[nodiscard]] std::optional<LeadSwap> lead_swap(const record::Ecg& median_beat, const BeatWaves& global);

/// Narrow spikes before the QRS complexes or P waves: a pacemaker. Part of beats with one, at the same instant in half
/// of the leads and at the same distance from R in another beat. 0 below 240 Hz, where no spike can be told from an R
/// wave.
[[nodiscard]] double paced_part(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks);

}  // namespace synchrony::measure

// Amplitudes, durations and ST levels lead by lead, and the voltages of hypertrophy that are made of them.
#pragma once

#include <optional>
#include <vector>

#include "synchrony/measure/delineation.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/record/lead_measurements.hpp"

namespace synchrony::measure {

/// Of a median beat whose waves lie where `global` says (s from its first sample): J point and QRS onset are those of
/// all leads, and parts of the QRS complex count from 0.02 mV and 6 ms on (IEC 60601-2-25; the definitions of
/// conduction.hpp ask more). One entry a lead that the beat holds, the standard ones first; empty without a QRS
/// complex.
[[nodiscard]] std::vector<record::LeadMeasurements> lead_measurements(const record::Ecg& median_beat,
                                                                      const BeatWaves& global);

/// Voltages of left ventricular hypertrophy. Empty where a lead is missing; of a QS complex its depth counts as S.
struct Voltages {
    /// S in V1 and the larger R of V5 and V6 (Sokolow, Lyon, Am Heart J 1949;37:161; limit 3.5 mV).
    std::optional<double> sokolow_lyon_mv;
    /// R in aVL and S in V3 (Casale, J Am Coll Cardiol 1985;6:572; limit 2.8 mV in men, 2.0 in women).
    std::optional<double> cornell_mv;
    /// That times the QRS duration (Molloy, J Am Coll Cardiol 1992;20:1180), without an addition for women.
    std::optional<double> cornell_mvms;
};
[[nodiscard]] Voltages voltages(const std::vector<record::LeadMeasurements>& leads, std::optional<double> qrs_ms);

}  // namespace synchrony::measure

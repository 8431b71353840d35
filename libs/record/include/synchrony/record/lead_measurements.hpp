// What electrocardiographs list lead by lead: their "measurement matrix".
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace synchrony::record {

/// One lead. Amplitudes in mV, signed, from the level just before the QRS complex (P: before the P wave); what is not
/// there, or was not measured, is empty. A QS complex has a Q and no R, as electrocardiographs list it.
struct LeadMeasurements {
    std::string lead;
    std::optional<double> p_positive_mv, p_negative_mv;  ///< both: a biphasic wave
    std::optional<double> q_mv, q_ms;                    ///< negative; its duration
    std::optional<double> r_mv, r_ms, s_mv, s_ms;
    std::optional<double> r2_mv, r2_ms, s2_mv, s2_ms;  ///< R' and S'
    std::optional<double> r_peak_ms;                   ///< from QRS onset to the peak of the largest R
    std::optional<double> st_j_mv, st_j20_mv, st_j40_mv, st_j60_mv, st_j80_mv;  ///< so many ms after the J point
    std::optional<double> t_positive_mv, t_negative_mv;
    friend bool operator==(const LeadMeasurements&, const LeadMeasurements&) = default;
};

/// Of the lead of that name, or null.
[[nodiscard]] inline const LeadMeasurements* measurements_of(std::span<const LeadMeasurements> leads,
                                                             std::string_view name) {
    const auto found = std::ranges::find(leads, name, &LeadMeasurements::lead);
    return found == leads.end() ? nullptr : &*found;
}

/// One of them: its key in JSON and tables, its words, its unit.
struct LeadMeasurementField {
    std::string_view name;   ///< "r_mv"
    std::string_view words;  ///< "R"
    std::string_view unit;   ///< "mV" or "ms"
    std::optional<double> LeadMeasurements::*value;
};

inline constexpr std::array<LeadMeasurementField, 20> lead_measurement_fields{
    {{"p_positive_mv", "P+", "mV", &LeadMeasurements::p_positive_mv},
     {"p_negative_mv", "P-", "mV", &LeadMeasurements::p_negative_mv},
     {"q_mv", "Q", "mV", &LeadMeasurements::q_mv},
     {"r_mv", "R", "mV", &LeadMeasurements::r_mv},
     {"s_mv", "S", "mV", &LeadMeasurements::s_mv},
     {"r2_mv", "R'", "mV", &LeadMeasurements::r2_mv},
     {"s2_mv", "S'", "mV", &LeadMeasurements::s2_mv},
     {"st_j_mv", "J", "mV", &LeadMeasurements::st_j_mv},
     {"st_j20_mv", "J+20", "mV", &LeadMeasurements::st_j20_mv},
     {"st_j40_mv", "J+40", "mV", &LeadMeasurements::st_j40_mv},
     {"st_j60_mv", "J+60", "mV", &LeadMeasurements::st_j60_mv},
     {"st_j80_mv", "J+80", "mV", &LeadMeasurements::st_j80_mv},
     {"t_positive_mv", "T+", "mV", &LeadMeasurements::t_positive_mv},
     {"t_negative_mv", "T-", "mV", &LeadMeasurements::t_negative_mv},
     {"q_ms", "Q duration", "ms", &LeadMeasurements::q_ms},
     {"r_ms", "R duration", "ms", &LeadMeasurements::r_ms},
     {"s_ms", "S duration", "ms", &LeadMeasurements::s_ms},
     {"r2_ms", "R' duration", "ms", &LeadMeasurements::r2_ms},
     {"s2_ms", "S' duration", "ms", &LeadMeasurements::s2_ms},
     {"r_peak_ms", "R peak time", "ms", &LeadMeasurements::r_peak_ms}}};

}  // namespace synchrony::record

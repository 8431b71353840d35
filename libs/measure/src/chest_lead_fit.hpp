// A chest lead beside what the seven other independent leads foretell of it: turned over, or recorded at another time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

struct TurnedLead {
    std::string name;
    double correlation = 0.0;  ///< with what the others foretell
};

struct ShiftedLead {
    std::string name;
    double late_ms = 0.0;  ///< below zero: early
};

struct ChestLeadFaults {
    /// The lead that fits the others when it is turned over, and better than any exchange of electrodes would.
    std::optional<TurnedLead> turned;
    /// The lead that fits the others when it is moved by 40 ms or more.
    std::optional<ShiftedLead> shifted;
};

/// Nothing where no lead is so, where one of I, II, V1 to V6 is not there, noisy or flat, and without a QRS complex.
[[nodiscard]] ChestLeadFaults chest_lead_faults(const record::Ecg& beat, const BeatWaves& global,
                                                const std::vector<LeadQuality>& quality);

}  // namespace synchrony::measure

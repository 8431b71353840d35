// From a recording to what the delineator looks at: working rate, baseline taken away, leads that cannot be trusted
// marked.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "delineation/signals.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/measure/delineation.hpp"

namespace synchrony::measure::delineation {

struct Prepared {
    Signals signals;
    std::vector<char> usable;  ///< by lead: votes in what is common to all leads
    std::vector<char> flat;    ///< by lead: nothing to delineate
};

[[nodiscard]] core::Result<Prepared> prepare(const record::Ecg& ecg, const DelineationOptions& options);

/// Place of a lead among I II III aVR aVL aVF V1..V6, -1 for another.
[[nodiscard]] int standard_index(std::string_view lead_name);

[[nodiscard]] std::vector<int> at_working_rate(std::span<const std::int64_t> samples, double sampling_frequency_hz);

}  // namespace synchrony::measure::delineation

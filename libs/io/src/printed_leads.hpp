// Measurements of single leads as devices store them: whole microvolts and milliseconds, 0 where there is no wave.
#pragma once

#include <cstddef>
#include <optional>

#include "synchrony/record/lead_measurements.hpp"

namespace synchrony::io {

/// More leads than any electrocardiograph records; what follows in a file is not read.
inline constexpr std::size_t most_printed_leads = 64;

/// A level may be 0.
[[nodiscard]] inline double level_mv(double microvolts) {
    constexpr double mv_a_uv = 1e-3;
    return microvolts * mv_a_uv;
}
/// Empty for 0: no such wave.
[[nodiscard]] inline std::optional<double> wave_mv(double microvolts) {
    return microvolts != 0.0 ? std::optional(level_mv(microvolts)) : std::nullopt;
}
[[nodiscard]] inline std::optional<double> wave_ms(double ms) {
    return ms > 0.0 ? std::optional(ms) : std::nullopt;
}

/// A wave of one or two phases by their signs; of two with the same sign the larger.
inline void take_phases(std::optional<double>& positive, std::optional<double>& negative, double first_uv,
                        double second_uv) {
    for (const double phase : {first_uv, second_uv}) {
        auto& to = phase > 0.0 ? positive : negative;
        const auto mv = wave_mv(phase);
        if (mv && (!to || (phase > 0.0 ? *mv > *to : *mv < *to))) to = mv;
    }
}

}  // namespace synchrony::io

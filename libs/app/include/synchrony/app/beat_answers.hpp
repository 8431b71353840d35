// What is known of the median beat, for pictures that a person works on: the beat itself with its boundaries, the
// vector loops, and where on the beat each criterion of LBBB was tried. Times are ms from the beat's R peak.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "synchrony/core/result.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::app {

/// The boundaries that a person moved: [{"boundary", "measured_ms", "moved_ms"}].
[[nodiscard]] nlohmann::ordered_json moved_json(const measure::Measurements& m);

/// The waves as measured, as they stand now, what was moved, and the intervals that follow.
[[nodiscard]] nlohmann::ordered_json boundaries_json(const measure::Measurements& m);

/// The median beat of each lead in mV with its own waves, the deflections of its QRS complex and the notches on them.
[[nodiscard]] nlohmann::ordered_json beats_json(const measure::Measurements& m);

/// X, Y and Z in mV from the level before QRS onset, the stretches of the P, QRS and T loops, and what is measured on
/// them. Errors (input): a lead is missing, no QRS complex was found.
[[nodiscard]] core::Result<nlohmann::ordered_json> vectors_json(const measure::Measurements& m,
                                                                measure::VcgTransform transform);

/// The three definitions of LBBB, each criterion with its places.
[[nodiscard]] nlohmann::ordered_json lbbb_json(const measure::Measurements& m);

/// The answers of the guidelines.
[[nodiscard]] nlohmann::ordered_json guidelines_json(const measure::Measurements& m);

}  // namespace synchrony::app

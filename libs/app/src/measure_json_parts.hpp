// Parts of the JSON of measurements that several documents hold.
#pragma once

#include "json_values.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::app {

/// P, QRS and T; ms from the R peak at `r_s`.
[[nodiscard]] Json waves_json(const measure::BeatWaves& waves, double r_s);
[[nodiscard]] Json intervals_json(const measure::Intervals& intervals);
[[nodiscard]] Json vectors_json(const std::optional<measure::VectorMeasures>& vectors);
[[nodiscard]] Json reason_json(const measure::Reason& reason);

}  // namespace synchrony::app

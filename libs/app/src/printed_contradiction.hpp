// Where the device's own QRS duration and ours cannot both be right.
#pragma once

#include <optional>

#include "synchrony/measure/measure.hpp"
#include "synchrony/report/prediction_page.hpp"

namespace synchrony::app {

/// What to say where the printed QRS duration lies more than 20 ms from the measured one: repeatability and conventions
/// differ by less. Nothing where either is missing.
[[nodiscard]] std::optional<report::Caution> printed_contradiction(const measure::Measurements& measured,
                                                                   const std::optional<double>& printed_qrs_ms);

}  // namespace synchrony::app

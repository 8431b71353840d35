// Calibration drawn from an evaluation's predictions.
#pragma once

#include <optional>
#include <vector>

#include "synchrony/eval/results.hpp"
#include "synchrony/report/evaluation_parts.hpp"

namespace synchrony::report {

/// Nothing for scores that leave [0, 1] or are all 0 or 1. The unit is the patient: predictions are averaged over
/// repeats. Bins hold as many patients each (five at most, ten patients at least), with Wilson's interval of the
/// observed share.
[[nodiscard]] std::optional<CalibrationCurve> calibration_curve(const eval::ResultRow& row,
                                                                const std::vector<std::size_t>& person_of);
/// One a model, the four of the largest AUC.
[[nodiscard]] std::vector<CalibrationCurve> calibration_curves(const eval::Results& results);

}  // namespace synchrony::report

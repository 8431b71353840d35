// Calibration drawn from an evaluation's predictions.
#pragma once

#include "synchrony/eval/results.hpp"
#include "synchrony/report/evaluation_parts.hpp"

namespace synchrony::report {

/// One curve a model, the four of the largest AUC; rows whose scores leave [0, 1] or are all 0 or 1 have none. The unit
/// is the patient: predictions are averaged over repeats. Bins hold as many patients each (five at most, ten patients
/// at least), with Wilson's interval of the observed share.
[[nodiscard]] std::vector<CalibrationCurve> calibration_curves(const eval::Results& results);

}  // namespace synchrony::report

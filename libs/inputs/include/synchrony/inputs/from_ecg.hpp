// Cells of a patient table that are empty and that the patient's ECG can fill.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "synchrony/model/classifier.hpp"

namespace synchrony::inputs {

/// Of each row, the columns that were empty and stand as measured on its ECG.
using FromEcg = std::vector<std::set<std::string>>;

/// Fills each empty cell of `clinical` from the column of that name of `ecg` (ecg_table: qrs_duration_ms, lbbb, ...),
/// where it was measured: that is nearer than a median of others. Both tables have the same patients in the same order.
[[nodiscard]] FromEcg fill_from_ecg(model::FeatureTable& clinical, const model::FeatureTable& ecg);

/// "qrs_duration_ms: 13 cells measured from the ECG", one a column that has such cells, by name.
[[nodiscard]] std::vector<std::string> from_ecg_notes(const FromEcg& filled);

}  // namespace synchrony::inputs

// Use case: numbers of patients out of a table, for pre-training.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::inputs {

/// Reads a CSV whose column patient_id names patients (records) and whose other columns hold numbers, each in a unit of
/// its own; an empty cell is not known. `columns`: those that are learnt; empty: all. Errors (input): the table's, no
/// patient_id, a patient twice, a cell that is no finite number; (usage) a column that is not there.
[[nodiscard]] core::Result<nn::NumericTargets> numeric_targets(const std::filesystem::path& table,
                                                               const std::vector<std::string>& columns);

}  // namespace synchrony::inputs

// Inputs that know too much.
#pragma once

#include <string>
#include <vector>

#include "synchrony/model/classifier.hpp"

namespace synchrony::eval {

/// A single column that ranks the outcome this well is either an outcome itself or a discovery; both deserve a word.
inline constexpr double suspicious_auc = 0.98;
/// Fewer patients than this and chance alone does it.
inline constexpr std::size_t least_patients_for_suspicion = 20;

/// One sentence for each column of the tables "clinical" and "ecg" whose AUC alone is suspicious_auc or more, turned
/// round or not. A column of words (inputs "status=died", "status=well") is judged as one too: each row by the share of
/// outcomes among the other rows of its word.
[[nodiscard]] std::vector<std::string> suspicious_columns(const model::PatientSet& set);

}  // namespace synchrony::eval

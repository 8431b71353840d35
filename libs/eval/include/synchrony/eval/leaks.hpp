// Inputs that know too much.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "synchrony/model/classifier.hpp"

namespace synchrony::eval {

/// True for the name of a column that speaks of the time after the implant or of the outcome itself: one of its words
/// (parts between underscores, blanks and dashes) is 6m, 12mo, month, followup, post, after, change, delta, response,
/// outcome, death and the like. Such a column is refused as an input; renaming it is the author's responsibility.
[[nodiscard]] bool sounds_like_outcome(std::string_view column);

/// A single column that ranks the outcome this well is either an outcome itself or a discovery; both deserve a word.
inline constexpr double suspicious_auc = 0.98;
/// Fewer patients than this and chance alone does it.
inline constexpr std::size_t least_patients_for_suspicion = 20;

/// One sentence for each column of the tables "clinical" and "ecg" whose AUC alone is suspicious_auc or more, turned
/// round or not.
[[nodiscard]] std::vector<std::string> suspicious_columns(const model::PatientSet& set);

}  // namespace synchrony::eval

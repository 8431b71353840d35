// Tables of how well classes of beats were told apart.
#pragma once

#include <string>

#include "synchrony/app/class_scores.hpp"

namespace synchrony::cli {

/// A title with accuracy and macro F1, and a row a class: sensitivity, PPV, F1, and what its beats were called.
[[nodiscard]] std::string scores_text(const std::string& title, const nn::BeatScores& scores,
                                      const nn::ClassNames& names = nn::aami_names());

/// 95 % limits over patients of the same figures; empty where there are none.
[[nodiscard]] std::string limits_text(const app::ClassScores& scores);

/// A row a record: its beats, accuracy, and the S and V beats that it has, that were found, and that were made up.
[[nodiscard]] std::string records_text(const app::ClassScores& scores);

}  // namespace synchrony::cli

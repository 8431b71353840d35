// Cells of an evaluation's tables: figures with limits or spreads, and names of rows.
#pragma once

#include <optional>
#include <string>

#include "document.hpp"
#include "synchrony/report/evaluation_report.hpp"

namespace synchrony::report {

inline constexpr const char* no_figure = "\u2013";
inline constexpr int figure_decimals = 3;

/// The value, or an en dash.
[[nodiscard]] std::string figure_text(const std::optional<double>& value, int decimals);
/// Mean ± SD over test folds.
[[nodiscard]] Cell fold_cell(const FoldFigure& figure);
/// The value with its 95 % limits where it has them, marked where they were found otherwise than the rest.
[[nodiscard]] Cell estimate_cell(const Estimate& estimate, int decimals = figure_decimals);
/// The words, and in brackets how the row is asked for: "clinical columns [clinical]".
[[nodiscard]] std::string with_choice(std::string words, const ModelRow& row);
inline constexpr const char* choice_note = "In brackets: the name of the row for --models.";
/// The row's name; below it, small, what it reads and how it is asked for.
[[nodiscard]] Cell name_cell(const ModelRow& row);
[[nodiscard]] bool is_pretrained(const ModelRow& row);
/// Says below a table how limits were found that were found otherwise than the rest, where it has any.
void note_methods(Table& table);

}  // namespace synchrony::report

#include "table_cells.hpp"

#include <algorithm>

#include "evaluation_document.hpp"
#include "plot_parts.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::report {

std::string figure_text(const std::optional<double>& value, int decimals) {
    return value ? draw::fixed_text(*value, decimals) : no_figure;
}

Cell fold_cell(const FoldFigure& figure) {
    if (!figure.mean) return {no_figure};
    return {figure_text(figure.mean, figure_decimals),
            figure.sd ? "\u00b1 " + figure_text(figure.sd, figure_decimals) : ""};
}

Cell estimate_cell(const Estimate& estimate, int decimals) {
    if (!estimate.value) return {no_figure};
    if (!estimate.ci95) return {figure_text(estimate.value, decimals)};
    Cell cell{figure_text(estimate.value, decimals), marked_limits(*estimate.ci95, decimals)};
    cell.other_method = stats::by_other_method(estimate.ci95);
    return cell;
}

void note_methods(Table& table) {
    for (const auto& row : table.rows)
        if (std::ranges::any_of(row.cells, &Cell::other_method)) {
            table.notes.emplace_back(stats::method_note());
            return;
        }
}

bool is_pretrained(const ModelRow& row) {
    return !row.pretraining.empty() && row.pretraining != "none";
}

std::string with_choice(std::string words, const ModelRow& row) {
    if (!row.choice.empty()) core::append_word(words, "[" + row.choice + "]", " ");
    return words;
}

Cell name_cell(const ModelRow& row) {
    std::string small = row.inputs;
    if (is_pretrained(row)) core::append_word(small, "pre-trained: " + row.pretraining, "; ");
    return {name_of(row), with_choice(std::move(small), row)};
}

}  // namespace synchrony::report

#include <algorithm>

#include "evaluation_document.hpp"
#include "table_cells.hpp"

namespace synchrony::report {
namespace {

void add_fold_cells(TableRow& shown, const ModelRow* row) {
    for (const auto figure : {&ModelRow::accuracy, &ModelRow::sensitivity, &ModelRow::specificity})
        shown.cells.push_back(row ? fold_cell(row->*figure) : Cell{no_figure});
}

// The pre-trained rows like a row from scratch, in the table's order.
std::vector<const ModelRow*> pretrained_like(const EvaluationReport& report, const ModelRow& row) {
    std::vector<const ModelRow*> found;
    for (const auto& other : report.models)
        if (is_pretrained(other) && other.model == row.model && other.inputs == row.inputs) found.push_back(&other);
    return found;
}

bool has_scratch(const EvaluationReport& report, const ModelRow& row) {
    return std::any_of(report.models.begin(), report.models.end(), [&](const ModelRow& other) {
        return !is_pretrained(other) && other.model == row.model && other.inputs == row.inputs;
    });
}

TableRow paper_row(const ModelRow* scratch, const ModelRow* pretrained) {
    TableRow shown;
    shown.cells.push_back(name_cell(pretrained ? *pretrained : *scratch));
    add_fold_cells(shown, scratch);
    add_fold_cells(shown, pretrained);
    return shown;
}

}  // namespace

Table paper_table(const EvaluationReport& report) {
    Table table;
    table.caption = "Comparison in the form of published tables: mean \u00b1 SD over test folds";
    table.columns = {{"Model"}};
    for (const std::string group : {"From scratch", "Pre-trained"})
        for (const std::string head : {"Accuracy", "Sensitivity", "Specificity"})
            table.columns.push_back({head, true, group});
    for (const auto& row : report.models) {
        if (is_pretrained(row)) {
            if (!has_scratch(report, row)) table.rows.push_back(paper_row(nullptr, &row));
            continue;
        }
        const auto pretrained = pretrained_like(report, row);
        table.rows.push_back(paper_row(&row, pretrained.empty() ? nullptr : pretrained.front()));
        for (std::size_t i = 1; i < pretrained.size(); ++i) table.rows.push_back(paper_row(nullptr, pretrained[i]));
    }
    // A column that is nearly empty takes room from the others: few pre-trained rows stand below one another instead.
    const auto pretrained = std::count_if(report.models.begin(), report.models.end(), is_pretrained);
    if (3 * static_cast<std::size_t>(pretrained) < table.rows.size()) {
        table.rows.clear();
        for (const auto& row : report.models) table.rows.push_back(paper_row(&row, nullptr));
        table.columns.resize(4);
        for (auto& column : table.columns) column.group.clear();
        for (auto& row : table.rows) row.cells.resize(4);
    }
    table.notes = {"The SD is the spread over test folds; it is not a confidence interval. Positive means \u201c" +
                   report.positive_name + "\u201d. " + choice_note};
    return table;
}

}  // namespace synchrony::report

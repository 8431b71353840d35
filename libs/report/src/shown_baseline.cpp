#include "synchrony/report/from_results.hpp"

namespace synchrony::report {
namespace {

std::string variable_of(const cohort::BaselineRow& row) {
    return row.unit.empty() ? row.meaning : row.meaning + ", " + row.unit;
}

BaselineRow shown_row(const cohort::BaselineRow& row) {
    BaselineRow shown;
    shown.variable = variable_of(row);
    shown.p = row.p;
    if (row.p) shown.test = cohort::name_of(row.test);
    shown.difference = row.difference;
    shown.missing = row.all.missing;
    return shown;
}

// A minus that does not look like a hyphen; a lone one means "no value".
std::string with_minus(const std::string& cell) {
    if (cell == "-") return "\u2013";
    return cell.starts_with('-') ? "\u2212" + cell.substr(1) : cell;
}

void set_cells(BaselineRow& shown, const cohort::BaselineRow& row, std::size_t level) {
    shown.all = with_minus(cohort::printed(row, row.all, level));
    shown.positives = with_minus(cohort::printed(row, row.positives, level));
    shown.negatives = with_minus(cohort::printed(row, row.negatives, level));
}

void add_levels(BaselineTable& table, const cohort::BaselineRow& row) {
    for (std::size_t level = 0; level < row.level_count(); ++level) {
        BaselineRow shown;
        shown.variable = row.kind == cohort::VariableKind::category
                             ? row.words[level]
                             : std::to_string(static_cast<long>(row.levels[level]));
        shown.level = true;
        set_cells(shown, row, level);
        table.rows.push_back(std::move(shown));
    }
}

}  // namespace

BaselineTable shown_baseline(const cohort::BaselineTable& table) {
    BaselineTable shown;
    for (const auto& row : table.rows) {
        auto first = shown_row(row);
        if (row.level_count() == 0) set_cells(first, row, 0);
        shown.rows.push_back(std::move(first));
        add_levels(shown, row);
    }
    shown.notes = {std::string(cohort::baseline_rule())};
    shown.notes.insert(shown.notes.end(), table.notes.begin(), table.notes.end());
    return shown;
}

}  // namespace synchrony::report

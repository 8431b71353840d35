#include <algorithm>

#include "evaluation_document.hpp"
#include "plot_parts.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/checklist.hpp"

namespace synchrony::report {
namespace {

constexpr const char* nothing = "\u2013";
constexpr int figure_decimals = 3;
constexpr int slope_decimals = 2;
constexpr int answer_decimals = 2;

std::string number(const std::optional<double>& value, int decimals) {
    return value ? draw::fixed_text(*value, decimals) : nothing;
}

Cell fold_cell(const FoldFigure& figure) {
    if (!figure.mean) return {nothing};
    return {number(figure.mean, figure_decimals), figure.sd ? "\u00b1 " + number(figure.sd, figure_decimals) : ""};
}

Cell estimate_cell(const Estimate& estimate, int decimals = figure_decimals) {
    if (!estimate.value) return {nothing};
    if (!estimate.ci95) return {number(estimate.value, decimals)};
    Cell cell{number(estimate.value, decimals), marked_limits(*estimate.ci95, decimals)};
    cell.other_method = stats::by_other_method(estimate.ci95);
    return cell;
}

// Below a table in which any interval was found otherwise than the rest.
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

Cell name_cell(const ModelRow& row) {
    std::string small = row.inputs;
    if (is_pretrained(row)) core::append_word(small, "pre-trained: " + row.pretraining, "; ");
    if (!row.choice.empty()) core::append_word(small, "--models " + row.choice, "; ");
    return {name_of(row), small};
}

bool any_full(const EvaluationReport& report) {
    return std::any_of(report.models.begin(), report.models.end(), [](const ModelRow& row) { return row.full; });
}

void add_fold_cells(TableRow& shown, const ModelRow* row) {
    for (const auto figure : {&ModelRow::accuracy, &ModelRow::sensitivity, &ModelRow::specificity})
        shown.cells.push_back(row ? fold_cell(row->*figure) : Cell{nothing});
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

Table baseline_table(const EvaluationReport& report) {
    Table table;
    table.caption = "Patients by outcome: mean \u00b1 SD or n (%)";
    const auto head = [](const std::string& name, std::size_t patients) {
        return name + " (" + std::to_string(patients) + ")";
    };
    table.columns = {{"Variable"},
                     {head("All", report.patients_analysed), true},
                     {head(report.positive_name, report.positives), true},
                     {head(report.negative_name, report.negatives), true},
                     {"p", true},
                     {"SMD", true},
                     {"Missing", true}};
    for (const auto& row : report.baseline->rows) {
        TableRow shown;
        shown.indented = row.level;
        shown.cells = {{row.variable},
                       {row.all},
                       {row.positives},
                       {row.negatives},
                       {row.level && !row.p ? "" : p_text(row.p), row.test},
                       {row.level && !row.difference ? "" : number(row.difference, 2)},
                       {row.missing ? std::to_string(*row.missing)
                        : row.level ? ""
                                    : nothing}};
        table.rows.push_back(std::move(shown));
    }
    table.notes = {"SMD: standardised mean difference, " + report.positive_name + " less " + report.negative_name +
                   "; beyond 0.1 in size is often called an imbalance."};
    table.notes.insert(table.notes.end(), report.baseline->notes.begin(), report.baseline->notes.end());
    return table;
}

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
                   report.positive_name + "\u201d."};
    return table;
}

namespace {

// The row that the answer's differences are against, by its name alone.
std::string short_reference(const EvaluationReport& report) {
    const auto& label = report.differences.front().second;
    const auto found = std::find_if(report.models.begin(), report.models.end(),
                                    [&](const ModelRow& row) { return label_of(row) == label; });
    return found == report.models.end() ? label : name_of(*found);
}

Cell difference_cell(const EvaluationReport& report, const ModelRow& row) {
    for (const auto& d : report.differences)
        if (d.first == label_of(row) && d.second == report.differences.front().second)
            return estimate_cell(d.difference, answer_decimals);
    return {nothing};
}

}  // namespace

Table answer_table(const EvaluationReport& report) {
    Table table;
    table.caption = "What was reached, with 95 % intervals";
    table.cards = true;
    table.columns = {{"Decided by"}, {"--models"}, {"AUC", true}, {"Sensitivity", true}, {"Specificity", true}};
    const bool against = std::any_of(report.differences.begin(), report.differences.end(),
                                     [](const Difference& d) { return d.difference.value; });
    if (against) table.columns.push_back({"AUC less \u201c" + short_reference(report) + "\u201d", true});
    for (const auto& row : report.models) {
        if (!row.on_page_one) continue;
        const FullFigures figures = row.full.value_or(FullFigures{});
        TableRow shown;
        shown.cells = {{name_of(row), row.inputs == "rule" ? "" : row.inputs},
                       {row.choice, "", Tone::soft},
                       estimate_cell(figures.auc, answer_decimals),
                       estimate_cell(figures.sensitivity, answer_decimals),
                       estimate_cell(figures.specificity, answer_decimals)};
        if (against) shown.cells.push_back(difference_cell(report, row));
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "AUC: mean over the test folds, 0.5 is chance; of a rule that answers yes or no, in each fold, the mean of "
        "sensitivity and specificity. Sensitivity, specificity: all test folds together. "
        "All figures are of patients that the models had not seen."};
    note_methods(table);
    return table;
}

Table decisions_table(const EvaluationReport& report) {
    const bool full = any_full(report);
    Table table;
    table.columns = {{"Model"}};
    if (full)
        for (const auto* head : {"Accuracy", "Sensitivity", "Specificity", "PPV", "NPV", "F1"})
            table.columns.push_back({head, true});
    else
        table.columns.insert(table.columns.end(), {{"AUC", true}, {"AUC, 95 % interval", true}});
    for (const auto* head : {"TP", "FP", "TN", "FN"}) table.columns.push_back({head, true});
    for (const auto& row : report.models) {
        TableRow shown;
        shown.cells = {name_cell(row)};
        const FullFigures figures = row.full.value_or(FullFigures{});
        if (full) {
            for (const auto figure : {&FullFigures::accuracy, &FullFigures::sensitivity, &FullFigures::specificity,
                                      &FullFigures::ppv, &FullFigures::npv, &FullFigures::f1})
                shown.cells.push_back(estimate_cell(figures.*figure));
        } else {
            shown.cells.push_back(fold_cell(row.auc));
            Cell limits{row.auc_interval ? marked_limits(*row.auc_interval, figure_decimals) : nothing};
            limits.other_method = stats::by_other_method(row.auc_interval);
            shown.cells.push_back(std::move(limits));
        }
        for (const auto count : {row.tp, row.fp, row.tn, row.fn}) shown.cells.push_back({std::to_string(count)});
        table.rows.push_back(std::move(shown));
    }
    table.caption = full ? "Decisions at each model's threshold, with 95 % intervals" : "AUC and pooled decisions";
    table.notes = {
        std::string(full ? "PPV, NPV: positive and negative predictive value. "
                         : "AUC: mean \u00b1 SD over test folds. ") +
        "95 % intervals come from resampling patients. TP, FP, TN, FN: true and false positives and negatives, "
        "summed over all test folds of all repeats."};
    note_methods(table);
    return table;
}

std::optional<Table> probabilities_table(const EvaluationReport& report) {
    if (!any_full(report)) return std::nullopt;
    Table table;
    table.caption = "Ranking and probabilities, with 95 % intervals";
    table.columns = {{"Model"},       {"AUC", true},   {"Average precision", true},
                     {"Brier", true}, {"Slope", true}, {"Intercept", true}};
    for (const auto& row : report.models) {
        const FullFigures figures = row.full.value_or(FullFigures{});
        TableRow shown;
        shown.cells = {name_cell(row),
                       estimate_cell(figures.auc),
                       estimate_cell(figures.average_precision),
                       estimate_cell(figures.brier),
                       estimate_cell(figures.calibration_slope, slope_decimals),
                       estimate_cell(figures.calibration_intercept, slope_decimals)};
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "AUC: mean over the test folds, 0.5 is chance. Average precision: chance is the share of positives" +
        (report.patients_analysed ? ", " + draw::fixed_text(static_cast<double>(report.positives) /
                                                                static_cast<double>(report.patients_analysed),
                                                            figure_decimals)
                                  : std::string()) +
        ". Brier: mean squared error of the probability, smaller is better. Slope and intercept of "
        "calibration: 1 and 0 are perfect; absent for rows that give no probability. No interval: the figure is the "
        "same in every resample."};
    note_methods(table);
    return table;
}

Table differences_table(const EvaluationReport& report) {
    Table table;
    table.caption = "Paired differences in AUC on the same patients";
    table.columns = {{"Model"}, {"Against"}, {"Difference", true}, {"p", true}, {"p, Holm", true}};
    for (const auto& difference : report.differences) {
        TableRow shown;
        shown.cells = {{difference.first},
                       {difference.second, difference.question},
                       estimate_cell(difference.difference),
                       {p_text(difference.p)},
                       {p_text(difference.p_holm)}};
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "Differences of pairs tested in one fold; intervals and p by resampling patients, both rows on the same "
        "resamples. Holm: corrected for all comparisons of the run."};
    note_methods(table);
    return table;
}

Table survival_table(const SurvivalPart& part, const EvaluationReport& report, bool variants) {
    Table table;
    table.caption = "Time to \u201c" + part.event + "\u201d by prediction, with 95 % intervals";
    table.columns = {{"Model"},
                     {"C index", true},
                     {"Hazard ratio per SD", true},
                     {"p, log-rank", true},
                     {"Events, predicted " + report.positive_name, true},
                     {"Events, predicted " + report.negative_name, true}};
    const auto events = [](const eval::PredictedGroup& group) -> Cell {
        return {std::to_string(group.events) + " of " + std::to_string(group.patients)};
    };
    for (const auto& row : part.rows) {
        const auto model = std::ranges::find(report.models, row.row.label(), &ModelRow::label);
        if ((model != report.models.end() && model->appendix) != variants) continue;
        Estimate hazard;
        if (row.per_sd) hazard = {row.per_sd->hazard_ratio(), row.per_sd->hazard_ratio_interval()};
        TableRow shown;
        shown.cells = {{row.row.name, row.row.features},
                       estimate_cell({row.c_index, row.c_interval}),
                       estimate_cell(hazard, slope_decimals),
                       {p_text(row.log_rank ? std::optional(row.log_rank->p) : std::nullopt)},
                       events(row.groups[1]),
                       events(row.groups[0])};
        table.rows.push_back(std::move(shown));
    }
    const bool high = part.early == eval::EarlyScores::high;
    table.notes = {
        std::string("C index (Harrell): the share of pairs in which the patient with the ") +
        (high ? "higher" : "lower") +
        " score has the event first; 0.5 is chance. Hazard ratio: of the event for one standard deviation more of "
        "the score (Cox). Log-rank: between those predicted to be positive and negative. Scores and predictions are of "
        "patients that the models had not seen; intervals of C by resampling patients, "
        "none where every resample gives the same."};
    note_methods(table);
    return table;
}

Table subgroup_figures(const SubgroupTable& subgroups) {
    Table table;
    table.caption = subgroups.model + " in subgroups, with 95 % intervals";
    table.columns = {{"Group"},     {"Patients", true},    {"Positive", true},
                     {"AUC", true}, {"Sensitivity", true}, {"Specificity", true}};
    std::string variable;
    for (const auto& row : subgroups.rows) {
        if (row.variable != variable && !row.variable.empty()) table.rows.push_back({{{row.variable}}, true, false});
        variable = row.variable;
        TableRow shown;
        shown.cells = {{row.group},
                       {std::to_string(row.patients)},
                       {std::to_string(row.positives)},
                       estimate_cell(row.auc),
                       estimate_cell(row.sensitivity),
                       estimate_cell(row.specificity)};
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "Small groups have wide intervals: a difference between groups is not shown by one interval that "
        "reaches chance and another that does not."};
    table.notes.insert(table.notes.end(), subgroups.notes.begin(), subgroups.notes.end());
    note_methods(table);
    return table;
}

Table checklist_table(const std::vector<ChecklistItem>& items) {
    Table table;
    table.caption = "TRIPOD+AI checklist";
    table.cards = true;
    table.columns = {{"Item"}, {"Asks for"}, {"State"}, {"Answer"}};
    std::string section;
    for (const auto& item : items) {
        if (item.section != section) table.rows.push_back({{{item.section}}, true, false});
        section = item.section;
        Cell state;
        switch (item.filled) {
            case Filled::yes:
                state = {"reported"};
                break;
            case Filled::partly:
                state = {"in part; author completes", "", Tone::caution};
                break;
            case Filled::author:
                state = {"author must write", "", Tone::caution};
                break;
            case Filled::not_applicable:
                state = {"not applicable", "", Tone::soft};
        }
        table.rows.push_back({{{item.number}, {item.topic}, state, {item.answer}}});
    }
    table.notes = {std::string(tripod_ai_source())};
    return table;
}

}  // namespace synchrony::report

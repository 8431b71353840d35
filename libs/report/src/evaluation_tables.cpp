#include <algorithm>
#include <array>

#include "evaluation_document.hpp"
#include "plot_parts.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/checklist.hpp"
#include "table_cells.hpp"

namespace synchrony::report {
namespace {

constexpr int slope_decimals = 2;
constexpr int answer_decimals = 2;

bool any_full(const EvaluationReport& report) {
    return std::any_of(report.models.begin(), report.models.end(), [](const ModelRow& row) { return row.full; });
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
                       {row.level && !row.difference ? "" : figure_text(row.difference, 2)},
                       {row.missing ? std::to_string(*row.missing)
                        : row.level ? ""
                                    : no_figure}};
        table.rows.push_back(std::move(shown));
    }
    table.notes = {"SMD: standardised mean difference, " + report.positive_name + " less " + report.negative_name +
                   "; beyond 0.1 in size is often called an imbalance."};
    table.notes.insert(table.notes.end(), report.baseline->notes.begin(), report.baseline->notes.end());
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
    return {no_figure};
}

}  // namespace

Table answer_table(const EvaluationReport& report) {
    Table table;
    table.caption = "What was reached, with 95 % intervals";
    table.cards = true;
    table.columns = {{"Decided by"}, {"AUC", true}, {"Sensitivity", true}, {"Specificity", true}};
    const bool against = std::any_of(report.differences.begin(), report.differences.end(),
                                     [](const Difference& d) { return d.difference.value; });
    if (against) table.columns.push_back({"AUC less \u201c" + short_reference(report) + "\u201d", true});
    for (const auto& row : report.models) {
        if (!row.on_page_one) continue;
        const FullFigures figures = row.full.value_or(FullFigures{});
        TableRow shown;
        shown.cells = {{name_of(row), with_choice(row.inputs == "rule" ? "" : row.inputs, row)},
                       estimate_cell(figures.auc, answer_decimals),
                       estimate_cell(figures.sensitivity, answer_decimals),
                       estimate_cell(figures.specificity, answer_decimals)};
        if (against) shown.cells.push_back(difference_cell(report, row));
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "AUC: of pairs tested in one fold, 0.5 is chance; of a rule that answers yes or no, in each fold, the mean of "
        "sensitivity and specificity. Sensitivity, specificity: all test folds together. "
        "All figures are of patients that the models had not seen. In brackets: names for --models."};
    note_methods(table);
    return table;
}

namespace {

constexpr std::array decision_figures = {&FullFigures::accuracy, &FullFigures::sensitivity, &FullFigures::specificity,
                                         &FullFigures::ppv,      &FullFigures::npv,         &FullFigures::f1};

/// A third digit says something only where all intervals are narrow.
int decision_decimals(const EvaluationReport& report) {
    constexpr double narrow = 0.02;
    for (const auto& row : report.models)
        for (const auto figure : decision_figures)
            if (row.full)
                if (const auto& ci95 = ((*row.full).*figure).ci95; ci95 && ci95->high - ci95->low >= narrow)
                    return answer_decimals;
    return figure_decimals;
}

}  // namespace

Table decisions_table(const EvaluationReport& report) {
    const bool full = any_full(report);
    const int decimals = decision_decimals(report);
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
            for (const auto figure : decision_figures) shown.cells.push_back(estimate_cell(figures.*figure, decimals));
        } else {
            shown.cells.push_back(fold_cell(row.auc));
            Cell limits{row.auc_interval ? marked_limits(*row.auc_interval, figure_decimals) : no_figure};
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
        "95 % intervals come from resampling patients (people, where some have several rows); those of "
        "shares are Clopper and Pearson's at the number of answers that the resamples' variance stands for (Korn and "
        "Graubard). TP, FP, TN, FN: true and false positives and negatives, "
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
        "AUC: of pairs tested in one fold, 0.5 is chance. Average precision: chance is the share of positives" +
            (report.patients_analysed ? ", " + draw::fixed_text(static_cast<double>(report.positives) /
                                                                    static_cast<double>(report.patients_analysed),
                                                                figure_decimals)
                                      : std::string()) +
            ". Brier: mean squared error of the probability, smaller is better. Slope and intercept of "
            "calibration: 1 and 0 are perfect; absent for rows that give no probability. No interval: the figure is "
            "the "
            "same in every resample.",
        // docs/results/evaluation.md, "When the outcome is chance"
        "Intervals resample patients and leave out the fitting, so in small cohorts they are too narrow. The best of "
        "several models with an interval just above 0.5 proves little."};
    note_methods(table);
    return table;
}

Table chance_table(const eval::ChanceTest& chance) {
    Table table;
    table.caption = "AUC where the outcome is exchanged between patients, " +
                    core::counted(static_cast<std::uint64_t>(chance.permutations), "time");
    table.columns = {{"Model"}, {"AUC", true}, {"p, this model", true}, {"p, best of all models", true}};
    for (const auto& row : chance.rows) {
        TableRow shown;
        shown.cells = {
            {row.row.label()}, {draw::fixed_text(row.auc, figure_decimals)}, {p_text(row.p)}, {p_text(row.p_best)}};
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "p, one-sided: how often a model reaches its AUC or more by chance, everything fitted anew each time; the last "
        "column: how often any of the models does, which is the right one where the best was looked for. It cannot be "
        "smaller than "
        "1 / (exchanges + 1)."};
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

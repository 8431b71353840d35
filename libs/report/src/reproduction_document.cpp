#include "synchrony/report/reproduction_report.hpp"

#include "evaluation_document.hpp"
#include "plot_parts.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "table_cells.hpp"

namespace synchrony::report {
namespace {

Cell own_cell(const OwnFigure& figure) {
    if (figure.ours.empty()) return {"\u2013", "", Tone::soft};
    const bool differs = figure.agrees && !*figure.agrees;
    return {figure.ours + (figure.spread.empty() ? "" : " " + figure.spread),
            !figure.agrees ? ""
            : differs      ? "differs"
                           : "agrees",
            differs ? Tone::caution : Tone::plain};
}

TableRow own_row(const PublishedRow& row, const OwnFigures& own) {
    const bool as_published = own.meaning.empty();
    const std::string note = own.not_run.empty() ? own.row : "not done again: " + own.not_run;
    TableRow shown;
    shown.cells = {{as_published ? row.model : "\u2026 " + own.meaning, note}};
    for (std::size_t i = 0; i < own.figures.size(); ++i) {
        shown.cells.push_back(as_published ? Cell{row.published[i]} : Cell{});
        shown.cells.push_back(own_cell(own.figures[i]));
    }
    shown.cells.push_back(
        as_published ? Cell{row.arithmetic, "", row.arithmetic == "impossible" ? Tone::caution : Tone::plain} : Cell{});
    return shown;
}

Table results_table(const ReproductionReport& report) {
    Table table;
    table.caption = "The published results beside ours";
    table.columns = {{"Published row"}};
    for (const std::string group : {"Accuracy", "Sensitivity", "Specificity"}) {
        table.columns.push_back({"published", true, group});
        table.columns.push_back({"ours", true, group});
    }
    table.columns.push_back({"Its arithmetic"});
    for (const auto& row : report.rows)
        for (const auto& own : row.own) table.rows.push_back(own_row(row, own));
    table.notes = {
        std::string("Agrees: the 95 % interval of published less ours holds 0; ") +
            (report.cohorts > 1 ? "of several cohorts by the prediction interval for one more (Student's t)."
                                : "of one cohort by Newcombe's method for two independent shares, ours by resampling "
                                  "patients.") +
            " With so few patients much agrees that is not the same. A published figure is all that rounds to it.",
        "Arithmetic: whether the row's figures can come from 46 responders and 25 non-responders, as one table of "
        "decisions or as means over five stratified folds.",
        "\u2026: other rows of ours that the published one may have meant, compared with the same figures."};
    return table;
}

// Rows that were not run stand in the table too, with the reason.
Table beside_table(const ReproductionReport& report) {
    Table table;
    table.caption = "Raw beats instead of images, and the ECG beside SPECT";
    table.columns = {{"Row"}, {"AUC", true}, {"Accuracy", true}, {"Sensitivity", true}, {"Specificity", true}};
    for (const auto& row : report.beside) {
        TableRow shown;
        shown.cells = {{row.name, row.not_run.empty() ? row.meaning : "not run: " + row.not_run}};
        for (std::size_t i = 0; i < row.figures.size(); ++i)
            shown.cells.push_back(row.figures[i].empty() ? Cell{"\u2013", "", Tone::soft}
                                                         : Cell{row.figures[i], row.limits[i]});
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        std::string("Below each figure ") +
        (report.cohorts > 1 ? "its spread (SD) between cohorts." : "its 95 % interval, by resampling patients.") +
        " The network on raw beats is a one-dimensional ResNet of the same layers, not the authors' earlier "
        "network."};
    return table;
}

Cell limits_cell(const FigureWithLimits& figure) {
    return figure.value.empty() ? Cell{no_figure, "", Tone::soft} : Cell{figure.value, figure.limits};
}

// As the study prints its rows: means over folds with their SD; beside them what it leaves out.
Table over_cohorts_table(const ReproductionReport& report) {
    const bool several = report.cohorts > 1;
    Table table;
    table.caption = "Our rows: mean \u00b1 SD over folds, counts, AUC and calibration";
    table.columns = {{"Row"}, {"AUC", true}, {"Accuracy", true}, {"Sensitivity", true}, {"Specificity", true}};
    for (const auto* head : {"TP", "FP", "TN", "FN", "Slope", "Intercept"}) table.columns.push_back({head, true});
    for (const auto& row : report.over_cohorts) {
        TableRow shown;
        shown.cells = {{row.name, row.ours}, limits_cell(row.auc)};
        for (const auto& figure : row.folds) shown.cells.push_back(fold_cell(figure));
        for (const auto count : row.counts) shown.cells.push_back({std::to_string(count)});
        shown.cells.push_back(limits_cell(row.slope));
        shown.cells.push_back(limits_cell(row.intercept));
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        std::string("Accuracy, sensitivity, specificity: mean \u00b1 SD over test folds") +
            (several ? ", averaged over cohorts. " : ". ") + "Counts: summed over test folds" +
            (several ? " and cohorts. " : ". ") + "AUC, slope and intercept of calibration: " +
            (several ? "mean over cohorts and the SD between them." : "with 95 % intervals, by resampling patients."),
        "A mean over folds is not a share of all patients where folds differ in size; the tables above compare shares "
        "of all patients."};
    return table;
}

// Published and ours of a group as two lines of a cell.
Cell both(const std::string& published, const std::string& ours) {
    return {published.empty() ? "\u2013" : published, ours.empty() ? "ours \u2013" : "ours " + ours};
}

Table variables_table(const ReproductionReport& report) {
    Table table;
    table.caption = "The published baseline table, and below each figure ours: mean \u00b1 SD or n (%)";
    table.columns = {{"Variable"},
                     {"All", true},
                     {"Responders", true},
                     {"Non-responders", true},
                     {"p, responders", true},
                     {"p, non-responders", true},
                     {"The published row itself"}};
    for (const auto& row : report.baseline) {
        const auto own_faults = core::joined(row.contradictions, "; ");
        TableRow shown;
        shown.cells = {{row.variable}};
        for (std::size_t i = 0; i < 3; ++i) shown.cells.push_back(both(row.published[i], row.ours[i]));
        for (const auto& p : row.p) shown.cells.push_back({p_text(p)});
        shown.cells.push_back(own_faults.empty() ? Cell{"follows from itself", "", Tone::soft}
                                                 : Cell{own_faults, "", Tone::caution});
        table.rows.push_back(std::move(shown));
    }
    table.notes = {
        "p: published patients against ours in one group (Welch's t test of the summaries, Fisher's exact test of "
        "counts), not corrected for the number of rows."};
    if (report.simulated)
        table.notes.emplace_back(
            "Virtual patients were made to resemble this table, so likeness proves nothing; unlikeness would show a "
            "fault "
            "of theirs.");
    return table;
}

void add_reasons(Document& document, const ReproductionReport& report) {
    ListBlock list;
    for (const auto& row : report.rows)
        if (!row.why.empty()) list.items.push_back(row.model + ": " + row.why + ".");
    if (list.items.empty()) return;
    document.sections.push_back({"Why published rows cannot be", {std::move(list)}});
}

Section answer(const ReproductionReport& report) {
    Section section{"The answer", {}};
    constexpr std::size_t strong = 2;  // sentences; the rest explains
    for (std::size_t i = 0; i < report.answer.size(); ++i)
        section.blocks.push_back(Paragraph{report.answer[i], i < strong ? Tone::strong : Tone::plain});
    section.blocks.push_back(results_table(report));
    return section;
}

// What the published tables do not have: AUC with its interval, counts, calibration, corrected differences.
Section own(const ReproductionReport& report) {
    Section section{"What the published tables do not have", {}};
    section.blocks.push_back(
        Paragraph{"All rows of the " + std::string(report.cohorts > 1 ? "first cohort" : "cohort") + ": " +
                      core::counted(report.patients, "patient") + ", " + std::to_string(report.positives) +
                      " responders. Every figure is of patients that the models had not seen.",
                  Tone::plain});
    if (!report.beside.empty()) section.blocks.push_back(beside_table(report));
    if (!report.over_cohorts.empty()) section.blocks.push_back(over_cohorts_table(report));
    if (auto shown = auc_illustration(auc_intervals(report.own))) section.blocks.push_back(std::move(*shown));
    section.blocks.push_back(decisions_table(report.own));
    if (auto table = probabilities_table(report.own)) section.blocks.push_back(std::move(*table));
    if (!report.own.differences.empty()) {
        auto differences = differences_table(report.own);
        differences.notes.emplace_back("A run is the comparison of one network with the rules on one cohort.");
        section.blocks.push_back(std::move(differences));
    }
    return section;
}

std::vector<Named> facts_of_reproduction(const ReproductionReport& report) {
    std::vector<Named> facts{{"Published", report.source}, {"Seed", std::to_string(report.seed)}};
    facts.insert(facts.end(), report.versions.begin(), report.versions.end());
    return facts;
}

Document reproduction_document(const ReproductionReport& report) {
    Document document;
    document.notice = page_notice;
    document.title = report.title;
    document.date = report.date;
    document.meta = report.date + " \u00b7 " + core::counted(report.cohorts, "cohort") + " \u00b7 seed " +
                    std::to_string(report.seed);
    document.contents = true;
    document.paper = report.paper;
    document.warnings = report.warnings;
    document.sections.push_back(answer(report));
    Section baseline{"Who the patients were", {variables_table(report)}};
    baseline.new_page = true;
    document.sections.push_back(std::move(baseline));
    add_reasons(document, report);
    if (!report.own.models.empty()) document.sections.push_back(own(report));
    document.sections.push_back(how_made(report.command, facts_of_reproduction(report)));
    number_captions(document);
    return document;
}

}  // namespace

core::Result<std::string> reproduction_html(const ReproductionReport& report) {
    return to_html(reproduction_document(report));
}

core::Result<std::string> reproduction_pdf(const ReproductionReport& report) {
    return to_pdf(reproduction_document(report));
}

}  // namespace synchrony::report

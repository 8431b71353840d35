#include "evaluation_document.hpp"

#include <algorithm>

#include "plot_parts.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/checklist.hpp"
#include "synchrony/report/evaluation_plots.hpp"
#include "synchrony/report/plots.hpp"

namespace synchrony::report {
namespace {

// Behind a caption whose plot has limits found otherwise than the caption says.
template <typename Rows, typename IntervalOf>
std::string method_words(const Rows& rows, IntervalOf interval_of) {
    const bool any =
        std::ranges::any_of(rows, [&](const auto& row) { return stats::by_other_method(interval_of(row)); });
    return any ? "; * limits by another method, as the tables say" : "";
}

void add_notes(Section& section, const std::vector<std::string>& texts, Tone tone) {
    for (const auto& text : texts) section.blocks.push_back(Paragraph{text, tone});
}

Section patients(const EvaluationReport& report) {
    Section section{"Patients", {}};
    section.blocks.push_back(
        Paragraph{core::counted(report.patients_listed, report.people_analysed > 0 ? "row" : "patient") + " listed, " +
                  std::to_string(report.patients_analysed) +
                  (report.people_analysed > 0 ? " " + rows_of(report.people_analysed) : "") +
                  " analysed: " + std::to_string(report.positives) + " " + report.positive_name + " (" +
                  (report.patients_analysed ? percent_of(report.positives, report.patients_analysed) : "\u2013") +
                  "), " + std::to_string(report.negatives) + " " + report.negative_name + "."});
    add_notes(section, report.cohort_notes, Tone::soft);
    if (report.baseline) section.blocks.push_back(baseline_table(report));
    return section;
}

// Cut-offs of one measurement as one kind of mark, any other yes-or-no rule as its own.
std::vector<RocMarks> roc_marks_of(const EvaluationReport& report) {
    std::vector<RocMarks> marks;
    for (const auto& row : report.models) {
        if (!row.point || !row.full || !row.full->sensitivity.value || !row.full->specificity.value) continue;
        const std::string name = row.point_of.empty() ? name_of(row) : "cut-offs of " + row.point_of;
        auto found = std::find_if(marks.begin(), marks.end(), [&](const RocMarks& m) { return m.name == name; });
        if (found == marks.end()) found = marks.insert(marks.end(), {name, {}});
        found->points.push_back({1.0 - *row.full->specificity.value, *row.full->sensitivity.value, 0.0});
    }
    return marks;
}

void add_discrimination(Section& section, const EvaluationReport& report) {
    std::vector<NamedRoc> curves;
    const auto marks = roc_marks_of(report);
    for (const auto& row : report.models)
        if (!row.roc.empty()) curves.push_back({label_of(row), row.roc, {}});
    if (!curves.empty())
        section.blocks.push_back(beside("ROC curves, predictions pooled over test folds", roc_plot(curves, marks)));
    if (auto shown = auc_illustration(auc_intervals(report))) section.blocks.push_back(std::move(*shown));
}

// What a page can show legibly: all of them, or those of page one's models where there are too many. The table has all.
std::vector<Difference> shown_differences(const EvaluationReport& report) {
    constexpr std::size_t most = 24;
    std::vector<Difference> shown = report.differences;
    if (shown.size() <= most) return shown;
    std::erase_if(shown, [&](const Difference& difference) {
        return std::ranges::none_of(
            report.models, [&](const ModelRow& row) { return row.on_page_one && label_of(row) == difference.first; });
    });
    return shown;
}

void add_differences(Section& section, const EvaluationReport& report) {
    if (report.differences.empty() && report.comparisons.empty()) return;
    section.blocks.push_back(Subheading{"Differences between models"});
    const auto shown = shown_differences(report);
    if (std::ranges::any_of(shown, [](const Difference& d) { return d.difference.value.has_value(); }))
        section.blocks.push_back(beside(
            "Paired differences in AUC on the same patients, 95 % interval; p corrected for all comparisons (Holm)" +
                std::string(shown.size() < report.differences.size() ? "; models of the first table, all below" : "") +
                method_words(shown, [](const Difference& d) { return d.difference.ci95; }),
            difference_plot(shown)));
    if (!report.differences.empty())
        section.blocks.push_back(differences_table(report));
    else
        section.blocks.push_back(ListBlock{report.comparisons});
}

// The same report with some of its rows.
EvaluationReport with_rows(const EvaluationReport& report, bool appendix) {
    EvaluationReport part = report;
    std::erase_if(part.models, [&](const ModelRow& row) { return row.appendix != appendix; });
    return part;
}

std::string number_words(std::size_t patients) {
    return "n = " + std::to_string(patients);
}

// Told apart on page one, whose table says the rest: "Logistic regression [fused]", of fewer patients with their number
// below the figures.
NamedInterval short_row(const ModelRow& row) {
    NamedInterval shown{row.model, *row.auc.mean, row.auc_interval};
    if (row.answered) shown.note = number_words(*row.answered);
    if (row.inputs != "rule" && !row.choice.empty()) shown.name += " [" + row.choice + "]";
    return shown;
}

// Page one: who, how well, and whether that is more than what decides today.
Section answer(const EvaluationReport& report) {
    Section section{"The answer", {}};
    for (const auto& sentence : report.answer)
        if (!sentence.empty())
            section.blocks.push_back(Paragraph{sentence, report.doubtful ? Tone::plain : Tone::strong});
    section.blocks.push_back(
        beside("Flow of patients",
               cohort_flow({report.patients_listed, report.excluded, report.patients_analysed, report.positives,
                            report.negatives, report.positive_name, report.negative_name, report.people_analysed})));
    std::vector<NamedInterval> intervals;
    bool any = false;
    for (const auto& row : report.models) {
        any = any || row.on_page_one;
        if (row.on_page_one && row.auc.mean) intervals.push_back(short_row(row));
    }
    if (auto shown = auc_illustration(intervals)) section.blocks.push_back(std::move(*shown));
    if (any) section.blocks.push_back(answer_table(report));
    return section;
}

void add_appendix(Document& document, const EvaluationReport& report) {
    const auto variants = with_rows(report, true);
    if (variants.models.empty()) return;
    Section section{"Appendix: guidelines under each definition of LBBB", {}};
    section.blocks.push_back(decisions_table(variants));
    if (report.survival)
        if (auto table = survival_table(*report.survival, report, true); !table.rows.empty())
            section.blocks.push_back(std::move(table));
    document.sections.push_back(std::move(section));
}

Section comparison(const EvaluationReport& report) {
    Section section{"Comparison", {}};
    section.blocks.push_back(paper_table(report));
    section.blocks.push_back(decisions_table(report));
    if (auto table = probabilities_table(report)) section.blocks.push_back(std::move(*table));
    if (!report.left_out.empty()) {
        section.blocks.push_back(Subheading{"Not in the tables"});
        ListBlock list;
        for (const auto& row : report.left_out) list.items.push_back(row.name + ": " + row.value);
        section.blocks.push_back(std::move(list));
    }
    add_discrimination(section, report);
    if (report.chance) {
        section.blocks.push_back(Subheading{"Better than chance?"});
        section.blocks.push_back(chance_table(*report.chance));
    }
    add_differences(section, report);
    return section;
}

void add_probabilities(Document& document, const EvaluationReport& report) {
    Section section{"Probabilities and their use", {}};
    for (const auto& curve : report.calibration)
        section.blocks.push_back(beside("Calibration of " + curve.model, calibration_plot(curve)));
    if (report.decision)
        section.blocks.push_back(
            beside("Decision curves: net benefit of deciding by each model, of treating all and of treating none, over "
                   "the probability at which one would treat; a curve ends where it falls below \u22120.05 or "
                   "fewer than one patient in twenty would be treated",
                   decision_plot(*report.decision)));
    if (report.learning)
        section.blocks.push_back(beside("Learning curves: AUC over the number of patients in training" +
                                            (report.learning->band.empty() ? "" : "; band: " + report.learning->band),
                                        learning_plot(*report.learning)));
    if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

void add_survival(Document& document, const EvaluationReport& report) {
    if (!report.survival) return;
    const auto& part = *report.survival;
    Section section{"Time to the event", {}};
    section.blocks.push_back(survival_table(part, report, false));
    for (const auto& figures : part.drawn)
        section.blocks.push_back(
            beside("Share without \u201c" + part.event + "\u201d by what " + figures.row.label() +
                       " predicted: Kaplan-Meier estimate" +
                       (report.people_analysed > 0 ? "; rows of one person, so without a band" : " with 95 % band") +
                       ", and patients at risk",
                   survival_plot(figures, part, report.positive_name, report.negative_name)));
    document.sections.push_back(std::move(section));
}

void add_subgroups(Document& document, const EvaluationReport& report) {
    if (report.subgroups.empty()) return;
    Section section{"Subgroups", {}};
    for (const auto& table : report.subgroups) {
        section.blocks.push_back(subgroup_figures(table));
        if (std::ranges::none_of(table.rows, [](const Subgroup& row) { return row.auc.value.has_value(); })) continue;
        section.blocks.push_back(beside("AUC of " + table.model + " in subgroups, 95 % interval; dashed: chance" +
                                            method_words(table.rows, [](const Subgroup& row) { return row.auc.ci95; }),
                                        subgroup_plot(table)));
    }
    document.sections.push_back(std::move(section));
}

void add_examples(Document& document, const EvaluationReport& report) {
    if (report.examples.empty()) return;
    Section section{"Examples", {}};
    for (const auto& example : report.examples) {
        Illustration shown;
        shown.caption = example.caption;
        shown.figure = example.figure;
        shown.png = example.png;
        shown.raster = true;
        if (shown.figure && shown.figure->description.empty()) shown.figure->description = example.caption;
        section.blocks.push_back(std::move(shown));
    }
    document.sections.push_back(std::move(section));
}

std::vector<Named> facts_of_making(const EvaluationReport& report) {
    std::vector<Named> facts{{"Seed", std::to_string(report.seed)}};
    if (!report.date.empty()) facts.push_back({"Date", report.date});
    facts.insert(facts.end(), report.versions.begin(), report.versions.end());
    facts.insert(facts.end(), report.data.begin(), report.data.end());
    return facts;
}

}  // namespace

std::string label_of(const ModelRow& row) {
    return row.label.empty() ? name_of(row) : row.label;
}

std::string name_of(const ModelRow& row) {
    return row.answered ? row.model + " (" + number_words(*row.answered) + ")" : row.model;
}

std::vector<NamedInterval> auc_intervals(const EvaluationReport& report) {
    std::vector<NamedInterval> intervals;
    for (const auto& row : report.models)
        if (row.auc.mean && row.point_of.empty()) intervals.push_back({label_of(row), *row.auc.mean, row.auc_interval});
    return intervals;
}

std::optional<Illustration> auc_illustration(const std::vector<NamedInterval>& intervals) {
    if (intervals.empty()) return std::nullopt;
    return beside("AUC with 95 % interval; dashed: chance" +
                      method_words(intervals, [](const NamedInterval& row) { return row.interval; }),
                  interval_plot(intervals, "AUC", chance_auc));
}

Section how_made(const std::string& command, std::vector<Named> facts) {
    Section section{"How this was made", {}};
    if (!command.empty()) section.blocks.push_back(Code{command});
    section.blocks.push_back(Terms{std::move(facts)});
    return section;
}

Document evaluation_document(const EvaluationReport& report) {
    Document document;
    document.notice = page_notice;
    document.title = report.title;
    document.summary = report.summary;
    document.date = report.date;
    document.contents = true;
    document.paper = report.paper;
    for (const auto& part : {report.date, report.design, "seed " + std::to_string(report.seed)})
        if (!part.empty()) core::append_word(document.meta, part, " \u00b7 ");
    document.warnings = report.warnings;
    document.sections.push_back(answer(report));
    const std::size_t first_after = document.sections.size();
    if (!report.design.empty()) document.sections.push_back({"Method", {Paragraph{"Design: " + report.design + "."}}});
    if (!report.conclusions.empty()) {
        Section section{"What may be concluded, and what not", {}};
        add_notes(section, report.conclusions, Tone::plain);
        document.sections.push_back(std::move(section));
    }
    document.sections.push_back(patients(report));
    document.sections[first_after].new_page = true;  // page one is the answer alone
    document.sections.push_back(comparison(with_rows(report, false)));
    add_probabilities(document, report);
    add_survival(document, report);
    add_subgroups(document, report);
    add_examples(document, report);
    if (report.checklist) {
        Section section{"Reporting checklist", {}};
        section.blocks.push_back(checklist_table(tripod_ai_checklist(report)));
        document.sections.push_back(std::move(section));
    }
    document.sections.push_back(how_made(report.command, facts_of_making(report)));
    add_appendix(document, report);
    number_captions(document);
    return document;
}

}  // namespace synchrony::report

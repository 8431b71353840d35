#include "synchrony/report/cohort_prediction_page.hpp"

#include "document.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/report/evaluation_plots.hpp"

namespace synchrony::report {
namespace {

Section likeness(const CohortPredictionReport& report) {
    Section section{"Are these patients like the training's?", {}};
    for (const auto& sentence : report.verdict)
        section.blocks.push_back(Paragraph{sentence, report.unlike ? Tone::caution : Tone::plain});
    if (report.inputs.empty()) return section;
    Table table;
    table.columns = {{"Input"},
                     {"Mean", true, "here"},
                     {"Known", true, "here"},
                     {"Mean", true, "training"},
                     {"Known", true, "training"},
                     {"Difference, SD", true},
                     {"Distance", true},
                     {"p", true}};
    for (const auto& input : report.inputs) {
        const Tone tone = input.differs ? Tone::strong : Tone::plain;
        table.rows.push_back({{{input.name, "", tone},
                               {input.here},
                               {input.known},
                               {input.training},
                               {input.training_known},
                               {input.difference},
                               {input.distance},
                               {input.p, "", tone}}});
    }
    if (!report.inputs_note.empty()) table.notes = {report.inputs_note};
    section.blocks.push_back(std::move(table));
    return section;
}

void add_curves(const JudgedCurves& curves, Section& section) {
    if (curves.calibration)
        section.blocks.push_back(
            beside("Calibration here: share of patients with the outcome over the probability that was given; on the "
                   "dashed line probabilities are right",
                   calibration_plot(*curves.calibration)));
    if (curves.decision)
        section.blocks.push_back(beside(
            "Decision curves: net benefit of treating by the model as found here, as it would be if its probabilities "
            "were right, of treating all and of treating none, over the probability at which one would treat",
            decision_plot(*curves.decision)));
}

Section worth(const CohortPredictionReport& report) {
    Section section{"What the predictions were worth", {}};
    for (const auto& sentence : report.counts) section.blocks.push_back(Paragraph{sentence});
    if (report.figures.empty()) {
        section.blocks.push_back(Paragraph{"No figures: the outcomes of both kinds are not known.", Tone::soft});
        return section;
    }
    Table table;
    table.columns = {{"Figure"},
                     {"Found here", true},
                     {"95 % CI", true},
                     {"Expected from cross-validation", true},
                     {"95 % CI", true}};
    for (const auto& f : report.figures)
        table.rows.push_back({{{f.name}, {f.found}, {f.found_interval}, {f.expected}, {f.expected_interval}}});
    table.notes = {
        "Cross-validated on the patients that the predictor was fitted on; for patients drawn as they were."};
    if (!report.figures_note.empty()) table.notes.push_back(report.figures_note);
    section.blocks.push_back(std::move(table));
    add_curves(report.curves, section);
    return section;
}

Document cohort_document(const CohortPredictionReport& report) {
    Document document;
    document.notice = page_notice;
    document.title = report.title;
    document.warnings = report.warnings;
    document.date = report.date;
    for (const auto& part : {report.date, report.model})
        if (!part.empty()) core::append_word(document.meta, part, " \u00b7 ");
    document.sections.push_back(worth(report));
    document.sections.push_back(likeness(report));
    if (!report.notes.empty()) document.sections.push_back({"Notes", {ListBlock{report.notes}}});
    Terms terms{report.model_card};
    terms.items.insert(terms.items.end(), report.versions.begin(), report.versions.end());
    if (!terms.items.empty()) document.sections.push_back({"The model", {std::move(terms)}});
    number_captions(document);
    return document;
}

}  // namespace

core::Result<std::string> cohort_prediction_page(const CohortPredictionReport& report) {
    return to_html(cohort_document(report));
}

core::Result<void> write_cohort_prediction(const CohortPredictionReport& report, const std::filesystem::path& path) {
    const auto document = cohort_document(report);
    SYNCHRONY_ASSIGN(const auto bytes, path.extension() == ".pdf" ? to_pdf(document) : to_html(document));
    return core::write_file(path, bytes);
}

}  // namespace synchrony::report

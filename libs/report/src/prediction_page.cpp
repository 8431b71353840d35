#include "synchrony/report/prediction_page.hpp"

#include <algorithm>
#include <cmath>

#include "document.hpp"
#include "plot_parts.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/sheet/ecg_sheet_picture.hpp"

namespace synchrony::report {
namespace {

bool withheld(const PredictionReport& report) {
    return std::any_of(report.cautions.begin(), report.cautions.end(), [](const Caution& c) { return c.refuse; });
}

core::Result<void> check_share(const std::optional<double>& value, const std::string& name) {
    if (!value || (*value >= 0.0 && *value <= 1.0)) return {};
    return core::fail_input("not a probability", name, std::to_string(*value), "0 to 1");
}

core::Result<void> check(const PredictionReport& report) {
    SYNCHRONY_TRY(check_share(report.probability, "probability"));
    SYNCHRONY_TRY(check_share(report.threshold, "threshold"));
    SYNCHRONY_TRY(check_share(report.base_rate, "base rate"));
    if (!report.interval) return {};
    SYNCHRONY_TRY(check_share(report.interval->low, "lower end of the interval"));
    SYNCHRONY_TRY(check_share(report.interval->high, "upper end of the interval"));
    if (report.interval->low <= report.interval->high) return {};
    return core::fail_input("an interval's ends are the wrong way round", "probability");
}

std::string of_hundred(double share) {
    return draw::fixed_text(std::round(100.0 * share), 0);
}

// A line from 0 to 1 with the probability, its interval, the threshold and the base rate.
draw::Figure probability_scale(const PredictionReport& report) {
    draw::Axes axes;
    axes.place = {4.0, 3.0, figure_width_mm - 8.0, 12.0};
    axes.x_label = "probability";
    axes.x_range = draw::Range{0.0, 1.0};
    axes.y_range = draw::Range{0.0, 1.0};
    axes.y_tick_labels = false;
    const auto line = [&](double x, const std::string& legend, const draw::Colour& colour, double dash) {
        axes.series.push_back({{x, x}, {0.0, 1.0}, legend, colour, 0.5, dash, 0.0});
    };
    if (report.threshold)
        line(*report.threshold, "threshold of the decision, " + draw::fixed_text(*report.threshold, 2), draw::black,
             0.0);
    if (report.base_rate)
        line(*report.base_rate, report.base_rate_words + ", " + draw::fixed_text(*report.base_rate, 2),
             line_of_reference, 1.0);
    draw::Series mark{{*report.probability}, {0.5}, {}, draw::line_colour(0), 0.0, 0.0, 2.2};
    mark.legend = "this patient, " + estimate_text(*report.probability, report.interval, 2);
    axes.series.push_back(mark);
    if (report.interval)
        axes.series.push_back(
            {{report.interval->low, report.interval->high}, {0.5, 0.5}, {}, draw::line_colour(0), 1.1, 0.0, 0.0});
    axes.legend_below = true;
    std::size_t legends = 0;
    for (const auto& series : axes.series) legends += !series.legend.empty();
    draw::Figure figure;
    figure.title = "Probability";
    figure.description = plain_words(report);
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 14.0 + legend_row_mm * static_cast<double>(legends)};
    figure.axes.push_back(std::move(axes));
    return figure;
}

Section prediction(const PredictionReport& report) {
    Section section{"Prediction", {}};
    if (withheld(report) || !report.probability) {
        section.blocks.push_back(Paragraph{plain_words(report), Tone::caution});
    } else {
        section.blocks.push_back(Paragraph{plain_words(report), Tone::strong});
        Illustration scale;
        scale.figure = probability_scale(report);
        scale.half = true;
        section.blocks.push_back(std::move(scale));
    }
    if (!report.cautions.empty()) {
        section.blocks.push_back(Subheading{withheld(report) ? "Why there is none" : "Reasons for caution"});
        ListBlock list;
        for (const auto& caution : report.cautions) list.items.push_back(caution.text);
        section.blocks.push_back(std::move(list));
    }
    return section;
}

void add_guidelines(Document& document, const PredictionReport& report) {
    if (report.guidelines.empty()) return;
    Section section{"What guidelines say", {}};
    Table table;
    table.cards = true;
    table.columns = {{"Guideline"}, {"Class"}, {"Why"}};
    for (const auto& guideline : report.guidelines) {
        std::string reasons;
        for (const auto& reason : guideline.reasons) reasons += (reasons.empty() ? "" : " ") + reason;
        Cell recommendation{guideline.recommendation, "", Tone::strong};
        if (guideline.recommendation.empty()) recommendation = {"cannot be said", "", Tone::soft};
        table.rows.push_back({{{guideline.guideline}, recommendation, {reasons}}});
    }
    section.blocks.push_back(std::move(table));
    document.sections.push_back(std::move(section));
}

// Columns that no value fills are left out.
void add_values(Document& document, const std::string& title, const std::string& what,
                const std::vector<MeasuredValue>& values) {
    if (values.empty()) return;
    const auto any = [&](std::string MeasuredValue::*field) {
        return std::any_of(values.begin(), values.end(), [&](const MeasuredValue& v) { return !(v.*field).empty(); });
    };
    const bool usual = any(&MeasuredValue::usual);
    const bool notes = any(&MeasuredValue::note);
    Table table;
    table.columns = {{what}, {"Value", true}};
    if (usual) table.columns.push_back({"Usual"});
    if (notes) table.columns.push_back({"Note"});
    for (const auto& value : values) {
        table.rows.push_back({{{value.name}, {value.value}}});
        auto& cells = table.rows.back().cells;
        if (usual) cells.push_back({value.usual, "", Tone::soft});
        if (notes) cells.push_back({value.note});
    }
    Section section{title, {}};
    section.blocks.push_back(std::move(table));
    document.sections.push_back(std::move(section));
}

core::Result<void> add_sheet(Document& document, const PredictionReport& report) {
    if (!report.ecg) return {};
    Illustration sheet;
    SYNCHRONY_ASSIGN(sheet.picture, sheet::ecg_sheet_picture(*report.ecg, report.sheet));
    sheet.picture->description = "Twelve leads over ten seconds on millimetre paper";
    document.sections.push_back({"Electrocardiogram", {std::move(sheet)}});
    return {};
}

void add_model(Document& document, const PredictionReport& report) {
    Section section{"The model", {}};
    Terms terms;
    if (!report.model.empty()) terms.items.push_back({"Model", report.model});
    terms.items.insert(terms.items.end(), report.model_card.begin(), report.model_card.end());
    terms.items.insert(terms.items.end(), report.versions.begin(), report.versions.end());
    if (!terms.items.empty()) section.blocks.push_back(std::move(terms));
    if (!report.command.empty()) section.blocks.push_back(Code{report.command});
    if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

core::Result<Document> prediction_document(const PredictionReport& report) {
    SYNCHRONY_TRY(check(report));
    Document document;
    document.notice = page_notice;
    document.title = report.title;
    document.date = report.date;
    for (const auto& part : {report.recording, report.date, report.model})
        if (!part.empty()) document.meta += (document.meta.empty() ? "" : " \u00b7 ") + part;
    document.sections.push_back(prediction(report));
    add_guidelines(document, report);
    add_values(document, "Measurements", "Measurement", report.measurements);
    SYNCHRONY_TRY(add_sheet(document, report));
    add_values(document, "Clinical values", "Value of", report.given);
    add_model(document, report);
    return document;
}

}  // namespace

std::string plain_words(const PredictionReport& report) {
    if (withheld(report)) return "No prediction: the model declines to answer on this recording.";
    if (!report.probability) return "No prediction was made.";
    std::string text = "Of 100 patients like this one, the model expects " + of_hundred(*report.probability) + " to " +
                       report.outcome + ".";
    if (report.interval)
        text += " Its uncertainty (" + draw::fixed_text(100.0 * report.interval_level, 0) +
                " % interval) reaches from " + of_hundred(report.interval->low) + " to " +
                of_hundred(report.interval->high) + ".";
    if (!report.threshold) return text;
    const bool unsure =
        report.interval && report.interval->low < *report.threshold && report.interval->high >= *report.threshold;
    if (unsure) return text + " That lies on both sides of the threshold: this patient could be either.";
    return text + (*report.probability >= *report.threshold ? " That is above the threshold of the model's decision."
                                                            : " That is below the threshold of the model's decision.");
}

core::Result<std::string> prediction_page(const PredictionReport& report) {
    SYNCHRONY_ASSIGN(const auto document, prediction_document(report));
    return to_html(document);
}

core::Result<std::string> prediction_pdf(const PredictionReport& report) {
    SYNCHRONY_ASSIGN(const auto document, prediction_document(report));
    return to_pdf(document);
}

core::Result<void> write_prediction(const PredictionReport& report, const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto bytes, path.extension() == ".pdf" ? prediction_pdf(report) : prediction_page(report));
    return core::write_file(path, bytes);
}

}  // namespace synchrony::report

#include "synchrony/report/prediction_page.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "document.hpp"
#include "plot_parts.hpp"
#include "reasons_plot.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/sheet/ecg_sheet_picture.hpp"

namespace synchrony::report {
namespace {

constexpr double scale_width_mm = 96.0;

bool withheld(const PredictionReport& report) {
    return std::any_of(report.cautions.begin(), report.cautions.end(), [](const Caution& c) { return c.refuse; });
}

bool refused_by(const PredictionReport& report, About about) {
    return std::any_of(report.cautions.begin(), report.cautions.end(),
                       [&](const Caution& c) { return c.refuse && c.about == about; });
}

core::Result<void> check_share(const std::optional<double>& value, const std::string& name) {
    if (!value || (*value >= 0.0 && *value <= 1.0)) return {};
    return core::fail_input("not a probability", name, core::shortest(*value), "0 to 1");
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
    axes.place = {4.0, 2.0, scale_width_mm - 8.0, 7.0};
    axes.x_range = draw::Range{0.0, 1.0};
    axes.y_range = draw::Range{0.0, 1.0};
    axes.y_tick_labels = false;
    const auto line = [&](double x, const std::string& legend, const draw::Colour& colour, double dash) {
        axes.series.push_back({{x, x}, {0.0, 1.0}, legend, colour, 0.5, dash, 0.0});
    };
    axes.series.push_back({{*report.probability}, {0.5}, {}, draw::line_colour(0), 0.0, 0.0, 2.0});
    if (report.interval)
        axes.series.push_back(
            {{report.interval->low, report.interval->high}, {0.5, 0.5}, {}, draw::line_colour(0), 1.1, 0.0, 0.0});
    if (report.threshold)
        line(*report.threshold, "threshold of the decision, " + draw::fixed_text(*report.threshold, 2), draw::black,
             0.0);
    if (report.base_rate)
        line(*report.base_rate, report.base_rate_words + ", " + draw::fixed_text(*report.base_rate, 2),
             line_of_reference, 1.0);
    axes.legend_below = true;
    std::size_t legends = 0;
    for (const auto& series : axes.series) legends += !series.legend.empty();
    draw::Figure figure;
    figure.title = "Probability";
    figure.description = plain_words(report);
    figure.size_mm = {scale_width_mm, axes.place.bottom() + 8.0 + legend_row_mm * static_cast<double>(legends)};
    figure.axes.push_back(std::move(axes));
    return figure;
}

void add_cautions(Section& section, const PredictionReport& report, About about) {
    ListBlock list;
    for (const auto& caution : report.cautions)
        if (caution.about == about) list.items.push_back(caution.text);
    if (!list.items.empty()) section.blocks.push_back(std::move(list));
}

Section judgement(const PredictionReport& report) {
    Section section{"May this ECG be judged?", {}};
    const bool no = refused_by(report, About::recording);
    section.blocks.push_back(Paragraph{judged_words(report), no ? Tone::caution : Tone::plain});
    add_cautions(section, report, About::recording);
    add_cautions(section, report, About::rhythm);
    return section;
}

void add_compared(Document& document, const PredictionReport& report) {
    if (report.compared.empty()) return;
    Table table;
    table.cards = true;
    table.columns = {{"Measurement"},  {"Before", true},        {"After", true},
                     {"Change", true}, {"Repeatability", true}, {"Beyond it"}};
    for (const auto& value : report.compared)
        table.rows.push_back({{{value.name},
                               {value.before},
                               {value.after},
                               {value.change, "", value.beyond ? Tone::strong : Tone::plain},
                               {value.limit},
                               {value.verdict, "", value.beyond ? Tone::strong : Tone::soft}}});
    if (!report.compared_note.empty()) table.notes = {report.compared_note};
    document.sections.push_back({"What changed", {std::move(table)}});
}

Section model_says(const PredictionReport& report) {
    Section section{"What the model says", {}};
    if (withheld(report) || !report.probability) {
        section.blocks.push_back(Paragraph{plain_words(report), Tone::caution});
        add_cautions(section, report, About::likeness);
    } else {
        section.blocks.push_back(Paragraph{plain_words(report), report.doubtful_model ? Tone::plain : Tone::strong});
        Illustration scale;
        scale.figure = probability_scale(report);
        scale.half = !report.reasons.empty();
        section.blocks.push_back(std::move(scale));
        if (!report.reasons.empty()) {
            Illustration bars;
            bars.figure = reasons_plot(report.reasons);
            bars.half = true;
            section.blocks.push_back(std::move(bars));
        }
        if (!report.reasons_note.empty()) section.blocks.push_back(Paragraph{report.reasons_note, Tone::soft});
        if (!report.alike.empty()) section.blocks.push_back(Paragraph{report.alike, Tone::soft});
    }
    if (!report.rests_on.empty()) section.blocks.push_back(Paragraph{report.rests_on, Tone::soft});
    return section;
}

void add_missing(Document& document, const PredictionReport& report) {
    Section section{"What is missing, and what it would change", {}};
    ListBlock list;
    for (const auto& caution : report.cautions)
        if (caution.about == About::inputs) list.items.push_back(caution.text);
    for (const auto& missing : report.missing) list.items.push_back(missing_words(report, missing));
    if (!report.missing_rest.empty()) list.items.push_back(report.missing_rest);
    if (list.items.empty()) return;
    section.blocks.push_back(std::move(list));
    document.sections.push_back(std::move(section));
}

constexpr const char* later_guidelines_title = "What guidelines say of the ECG after";

void add_guidelines(Document& document, const std::string& title, std::span<const GuidelineSays> guidelines) {
    if (guidelines.empty()) return;
    Section section{title, {}};
    Table table;
    table.cards = true;
    table.columns = {{"Guideline"}, {"Class"}, {"Why"}};
    for (const auto& guideline : guidelines) {
        Cell recommendation{guideline.recommendation, "", Tone::strong};
        if (guideline.recommendation.empty()) recommendation = {guideline.instead, "", Tone::soft};
        table.rows.push_back({{{guideline.guideline}, recommendation, {core::joined(guideline.reasons, " ")}}});
    }
    section.blocks.push_back(std::move(table));
    document.sections.push_back(std::move(section));
}

// Columns that no value fills are left out.
Table values_table(const std::string& what, std::span<const MeasuredValue> values) {
    const bool usual =
        std::any_of(values.begin(), values.end(), [](const MeasuredValue& v) { return !v.usual.empty(); });
    Table table;
    table.half = true;
    table.columns = {{what}, {"Value"}};
    if (usual) table.columns.push_back({"Usual"});
    for (const auto& value : values) {
        table.rows.push_back({{{value.name}, {value.value, value.note}}});
        if (usual) table.rows.back().cells.push_back({value.usual, "", Tone::soft});
    }
    return table;
}

// In two tables beside one another, so that a page bears them: what was measured and what was given, or halves of what
// there is.
void add_values(Document& document, const PredictionReport& report) {
    const std::span<const MeasuredValue> measured(report.measurements), given(report.given);
    const auto add = [&](const std::string& title, const Table& left, const std::optional<Table>& right) {
        Section section{title, {left}};
        if (right) section.blocks.push_back(*right);
        document.sections.push_back(std::move(section));
    };
    if (!measured.empty() && !given.empty())
        return add("Measurements and clinical values", values_table("Measurement", measured),
                   values_table("Value of", given));
    const auto all = given.empty() ? measured : given;
    if (all.empty()) return;
    const std::string what = given.empty() ? "Measurement" : "Value of";
    const std::size_t first = (all.size() + 1) / 2;
    add(given.empty() ? "Measurements" : "Clinical values", values_table(what, all.first(first)),
        first < all.size() ? std::optional(values_table(what, all.subspan(first))) : std::nullopt);
}

core::Result<void> add_sheet(Document& document, const PredictionReport& report) {
    if (!report.ecg) return {};
    Illustration sheet;
    SYNCHRONY_ASSIGN(sheet.picture, sheet::ecg_strips_picture(*report.ecg, report.sheet));
    sheet.picture->description = "Twelve leads over ten seconds on millimetre paper";
    sheet.scale_words = [speed = report.sheet.speed_mm_per_s, gain = report.sheet.gain_mm_per_mv](double drawn_at) {
        return sheet::scale_words(speed, gain, drawn_at);
    };
    document.sections.push_back({"Electrocardiogram", {std::move(sheet)}});
    return {};
}

// In small print at the foot of the last section: what made the page, and what it is not for.
void add_model(Document& document, const PredictionReport& report) {
    std::vector<Named> items;
    if (!report.model.empty()) items.push_back({"Model", report.model});
    items.insert(items.end(), report.model_card.begin(), report.model_card.end());
    items.insert(items.end(), report.versions.begin(), report.versions.end());
    if (!report.command.empty()) items.push_back({"Command", report.command});
    std::string text;
    for (const auto& item : items) {
        core::append_word(text, item.name + ": " + item.value, " ");
        if (!text.ends_with('.')) text += '.';
    }
    if (!text.empty()) document.sections.back().blocks.push_back(Paragraph{std::move(text), Tone::soft});
}

core::Result<Document> prediction_document(const PredictionReport& report) {
    SYNCHRONY_TRY(check(report));
    Document document;
    document.notice = page_notice;
    document.title = report.title;
    document.date = report.date;
    document.paper = report.paper;
    document.one_page = true;
    // Said what day it is: a bare date would be read as that of the ECG.
    const std::string made = report.date.empty() ? std::string() : "made on " + report.date;
    for (const auto& part : {report.recording, made, report.model})
        if (!part.empty()) core::append_word(document.meta, part, " \u00b7 ");
    for (const auto& caution : report.cautions)
        if (caution.about == About::model) {
            if (document.warnings.empty()) document.warnings.emplace_back();
            core::append_word(document.warnings.front(), caution.text, " ");
        }
    document.sections.push_back(judgement(report));
    add_guidelines(document, report.guidelines_title, report.guidelines);
    add_guidelines(document, later_guidelines_title, report.later_guidelines);
    if (report.with_model) document.sections.push_back(model_says(report));
    if (report.with_model) add_missing(document, report);
    add_compared(document, report);
    SYNCHRONY_TRY(add_sheet(document, report));
    add_values(document, report);
    add_model(document, report);
    return document;
}

}  // namespace

std::string plain_words(const PredictionReport& report) {
    if (refused_by(report, About::recording) || refused_by(report, About::rhythm))
        return "No prediction: the model declines to answer on this recording.";
    if (refused_by(report, About::likeness))
        return "No prediction: the model declines to answer, this ECG is unlike those that it was fitted on.";
    if (withheld(report)) return "No prediction: the model declines to answer, too little is known.";
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
    if (unsure) return text + " Undecided: the interval includes the threshold.";
    return text + (*report.probability >= *report.threshold ? " That is above the threshold of the model's decision."
                                                            : " That is below the threshold of the model's decision.");
}

std::string judged_words(const PredictionReport& report) {
    if (refused_by(report, About::recording)) return "No. Nothing should be concluded from this recording:";
    const bool any = std::any_of(report.cautions.begin(), report.cautions.end(), [](const Caution& c) {
        return c.about == About::recording || c.about == About::rhythm;
    });
    return any ? "Yes, with caution:" : "Yes: nothing was found that speaks against it.";
}

std::string missing_words(const PredictionReport& report, const MissingValue& missing) {
    const std::string low = draw::fixed_text(missing.probability_low, 2);
    const std::string high = draw::fixed_text(missing.probability_high, 2);
    std::string text = missing.name + " is not known. With " + missing.low + (missing.either ? " or " : " to ") +
                       missing.high + (missing.either ? "" : ", as in most training patients,") +
                       " the probability would be " +
                       (low == high ? low + ": it matters little." : low + " to " + high);
    if (low == high) return text;
    const bool turns = report.threshold && missing.probability_low < *report.threshold &&
                       missing.probability_high >= *report.threshold;
    return text + (turns ? ": it could turn the answer." : report.threshold ? ": it would not turn the answer." : ".");
}

core::Result<std::string> prediction_page(const PredictionReport& report) {
    SYNCHRONY_ASSIGN(const auto document, prediction_document(report));
    return to_html(document);
}

core::Result<std::string> prediction_pdf(const PredictionReport& report) {
    SYNCHRONY_ASSIGN(const auto document, prediction_document(report));
    return to_pdf(document);
}

core::Result<std::vector<draw::Picture>> prediction_pages(const PredictionReport& report) {
    SYNCHRONY_ASSIGN(const auto document, prediction_document(report));
    SYNCHRONY_ASSIGN(auto pages, to_pages(document));
    if (pages.size() == 1 || report.later_guidelines.empty()) return pages;
    auto shorter = report;
    shorter.guidelines.clear();
    SYNCHRONY_ASSIGN(const auto without_earlier, prediction_document(shorter));
    return to_pages(without_earlier);
}

core::Result<void> write_prediction(const PredictionReport& report, const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto bytes, path.extension() == ".pdf" ? prediction_pdf(report) : prediction_page(report));
    return core::write_file(path, bytes);
}

}  // namespace synchrony::report

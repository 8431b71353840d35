#include "synchrony/report/evaluation_report.hpp"

#include <kainjow/mustache.hpp>

#include "base64.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/report/plots.hpp"
#include "synchrony/report/ticks.hpp"
#include "templates.hpp"

namespace synchrony::report {
namespace {

using kainjow::mustache::data;
constexpr double example_dpi = 150.0;
constexpr double chance_auc = 0.5;
constexpr const char* nothing = "\u2013";

data estimate(const std::string& mean, const std::string& spread) {
    data item;
    item.set("mean", mean);
    item.set("spread", spread);
    return item;
}

data estimate_of(const FoldFigure& figure) {
    if (!figure.mean) return estimate(nothing, "");
    return estimate(fixed_text(*figure.mean, 3), figure.sd ? "\u00b1 " + fixed_text(*figure.sd, 3) : "");
}

std::string interval_text(const ModelRow& row) {
    if (!row.auc_interval) return nothing;
    std::string text = fixed_text(row.auc_interval->low, 3);
    text += " to ";
    text += fixed_text(row.auc_interval->high, 3);
    return text;
}

std::string share_text(std::size_t part, std::size_t whole) {
    if (whole == 0) return nothing;
    return fixed_text(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) + " %";
}

data model_data(const ModelRow& row) {
    data item;
    item.set("model", row.model);
    item.set("inputs", row.inputs);
    item.set("pretraining", row.pretraining);
    item.set("accuracy", estimate_of(row.accuracy));
    item.set("sensitivity", estimate_of(row.sensitivity));
    item.set("specificity", estimate_of(row.specificity));
    item.set("auc", estimate_of(row.auc));
    item.set("interval", interval_text(row));
    item.set("tp", std::to_string(row.tp));
    item.set("fp", std::to_string(row.fp));
    item.set("tn", std::to_string(row.tn));
    item.set("fn", std::to_string(row.fn));
    return item;
}

void set_named(data& page, const std::string& name, const std::vector<Named>& values) {
    data list{data::type::list};
    for (const auto& value : values) {
        data item;
        item.set("name", value.name);
        item.set("value", value.value);
        list.push_back(item);
    }
    page.set(name, list);
    page.set("has_" + name, !values.empty());
}

void set_texts(data& page, const std::string& name, const std::vector<std::string>& values) {
    data list{data::type::list};
    for (const auto& value : values) list.push_back(data{value});
    page.set(name, list);
    page.set("has_" + name, !values.empty());
}

// A text that is shown only when there is one: Mustache takes "" for true.
void set_optional(data& page, const std::string& name, const std::string& text) {
    if (text.empty())
        page.set(name, false);
    else
        page.set(name, text);
}

core::Result<void> set_plots(data& page, const EvaluationReport& report) {
    std::vector<NamedRoc> curves;
    std::vector<NamedInterval> intervals;
    for (const auto& row : report.models) {
        const auto& name = row.label.empty() ? row.model : row.label;
        if (!row.roc.empty()) curves.push_back({name, row.roc, {}});
        if (row.auc.mean) intervals.push_back({name, *row.auc.mean, row.auc_interval});
    }
    page.set("has_plots", !curves.empty() || !intervals.empty());
    page.set("roc", false);
    page.set("forest", false);
    if (!curves.empty()) {
        SYNCHRONY_ASSIGN(const auto svg, inline_svg(roc_plot(curves), "roc"));
        page.set("roc", svg);
    }
    if (!intervals.empty()) {
        SYNCHRONY_ASSIGN(const auto svg, inline_svg(interval_plot(intervals, "AUC", chance_auc), "forest"));
        page.set("forest", svg);
    }
    return {};
}

core::Result<void> set_examples(data& page, const std::vector<ExamplePicture>& examples) {
    data list{data::type::list};
    for (const auto& example : examples) {
        std::string bytes = example.png;
        if (example.figure) {
            SYNCHRONY_ASSIGN(bytes, png(*example.figure, example_dpi));
        }
        data item;
        item.set("caption", example.caption);
        item.set("png", base64(bytes));
        list.push_back(item);
    }
    page.set("examples", list);
    page.set("has_examples", !examples.empty());
    return {};
}

void set_cohort(data& page, const EvaluationReport& report) {
    page.set("patients_listed", std::to_string(report.patients_listed));
    page.set("patients_analysed", std::to_string(report.patients_analysed));
    page.set("positives", std::to_string(report.positives));
    page.set("negatives", std::to_string(report.negatives));
    page.set("positive_name", report.positive_name);
    page.set("negative_name", report.negative_name);
    page.set("positive_share", share_text(report.positives, report.patients_analysed));
    page.set("negative_share", share_text(report.negatives, report.patients_analysed));
    set_named(page, "excluded", report.excluded);
    set_texts(page, "cohort_notes", report.cohort_notes);
}

}  // namespace

core::Result<std::string> evaluation_html(const EvaluationReport& report) {
    data page;
    page.set("css", page_css);
    page.set("title", report.title);
    page.set("seed", std::to_string(report.seed));
    set_optional(page, "summary", report.summary);
    set_optional(page, "date", report.date);
    set_optional(page, "design", report.design);
    set_optional(page, "command", report.command);
    set_cohort(page, report);
    data models{data::type::list};
    for (const auto& row : report.models) models.push_back(model_data(row));
    page.set("models", models);
    set_named(page, "left_out", report.left_out);
    set_texts(page, "comparisons", report.comparisons);
    set_texts(page, "conclusions", report.conclusions);
    set_named(page, "versions", report.versions);
    set_named(page, "data", report.data);
    SYNCHRONY_TRY(set_plots(page, report));
    SYNCHRONY_TRY(set_examples(page, report.examples));
    kainjow::mustache::mustache page_template{evaluation_template};
    return page_template.render(page);
}

core::Result<void> write_evaluation_html(const EvaluationReport& report, const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto html, evaluation_html(report));
    return core::write_file(path, html);
}

}  // namespace synchrony::report

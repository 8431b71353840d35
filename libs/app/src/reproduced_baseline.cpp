#include "reproduced_baseline.hpp"

#include <algorithm>
#include <cmath>

#include "he_2023.hpp"
#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/cohort/printed_baseline.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/stats/contingency.hpp"

namespace synchrony::app {
namespace {

std::string printed_text(const cohort::PrintedGroup& group) {
    if (group.mean)
        return draw::fixed_text(group.mean->value, 1) + (group.sd ? " ± " + draw::fixed_text(group.sd->value, 1) : "");
    if (!group.count) return {};
    return std::to_string(*group.count) + (group.percent ? " (" + draw::fixed_text(group.percent->value, 1) + ")" : "");
}

/// Whether published and own patients of one group may be alike.
std::optional<double> p_between(const cohort::PrintedGroup& published, std::uint64_t patients,
                                const cohort::BaselineCell& ours) {
    if (published.mean && published.sd && ours.mean && ours.sd) {
        const auto test = stats::welch_t({published.mean->value, published.sd->value, patients},
                                         {*ours.mean, *ours.sd, ours.present});
        return test ? std::optional(test->p) : std::nullopt;
    }
    if (!published.count || ours.count.size() != 1 || *published.count > patients) return std::nullopt;
    return stats::fisher_exact_p(*published.count, patients - *published.count, ours.count[0],
                                 ours.present - ours.count[0]);
}

ReproducedVariable reproduced(const cohort::PrintedBaselineRow& published, const cohort::BaselineRow* ours) {
    ReproducedVariable row;
    row.variable = published.variable;
    row.published = {printed_text(published.all), printed_text(published.positive), printed_text(published.negative)};
    row.contradictions = cohort::check_printed_row(published).contradictions;
    if (ours == nullptr) return row;
    row.ours = {cohort::printed(*ours, ours->all), cohort::printed(*ours, ours->positives),
                cohort::printed(*ours, ours->negatives)};
    row.p = {p_between(published.positive, published.n_positive, ours->positives),
             p_between(published.negative, published.n_negative, ours->negatives)};
    return row;
}

std::string range_text(const eval::Agreement& agreement) {
    if (agreement.sd) return "± " + draw::fixed_text(*agreement.sd, 2);
    return {};
}

/// As printed: "0.6" is not "0.600".
std::string figure_of(const std::optional<eval::Printed>& printed) {
    if (!printed) return {};
    const int decimals = printed->half() > 0.0 ? static_cast<int>(std::lround(-std::log10(2.0 * printed->half()))) : 3;
    return draw::fixed_text(printed->value, std::clamp(decimals, 0, 6));
}

report::PublishedRow page_row(const ReproducedRow& row) {
    report::PublishedRow shown;
    shown.model = row.published.model;
    shown.ours = row.ours;
    shown.not_run = row.not_run;
    const std::array printed{row.published.accuracy, row.published.sensitivity, row.published.specificity};
    for (std::size_t i = 0; i < printed.size(); ++i) {
        auto& figure = shown.figures[i];
        figure.published = figure_of(printed[i]);
        if (!row.agreement[i]) continue;
        figure.ours = draw::fixed_text(row.agreement[i]->ours, 3);
        figure.spread = range_text(*row.agreement[i]);
        figure.agrees = row.agreement[i]->agrees;
    }
    shown.arithmetic = row.arithmetic.reading == eval::Reading::pooled       ? "possible"
                       : row.arithmetic.reading == eval::Reading::fold_means ? "only as means over folds"
                                                                             : "impossible";
    // Of several reasons the one that a reader can check in the head: accuracy against its parts.
    for (const auto& reason : row.arithmetic.against_fold_means)
        if (shown.why.empty() || reason.starts_with("accuracy")) shown.why = reason;
    return shown;
}

}  // namespace

core::Result<std::vector<ReproducedVariable>> reproduced_baseline(const std::filesystem::path& cohort_csv) {
    SYNCHRONY_ASSIGN(const auto table, cohort::parse_csv(he_2023::baseline_csv(), "baseline of He et al. 2023"));
    SYNCHRONY_ASSIGN(const auto published, cohort::read_printed_baseline(table));
    cohort::CohortOptions reading;
    reading.require_ecg = reading.check_files = false;
    SYNCHRONY_ASSIGN(const auto own, cohort::read_cohort(cohort_csv, reading));
    const auto ours = cohort::baseline_table(own);
    std::vector<ReproducedVariable> rows;
    for (const auto& row : published) {
        const auto column = std::ranges::find(he_2023::columns(), row.variable, &he_2023::Column::variable);
        const auto found = column == he_2023::columns().end()
                               ? ours.rows.end()
                               : std::ranges::find(ours.rows, column->column, &cohort::BaselineRow::name);
        rows.push_back(reproduced(row, found == ours.rows.end() ? nullptr : &*found));
    }
    return rows;
}

report::ReproductionReport reproduction_page(const Reproduction& found) {
    report::ReproductionReport page;
    page.title = "He et al. 2023, done again on " + found.cohort;
    page.source = std::string(he_2023::citation);
    if (found.simulated)
        page.warnings.emplace_back(
            "Simulated: virtual patients, not persons. What follows says nothing about persons.");
    if (found.cancelled) page.warnings.emplace_back("The run was stopped; the same line goes on.");
    page.answer = found.answer;
    page.patients = found.patients;
    page.positives = found.positives;
    page.cohorts = found.cohorts;
    page.simulated = found.simulated;
    for (const auto& row : found.rows) page.rows.push_back(page_row(row));
    for (const auto& row : found.baseline)
        page.baseline.push_back({row.variable, row.published, row.ours, row.p, row.contradictions});
    return page;
}

}  // namespace synchrony::app

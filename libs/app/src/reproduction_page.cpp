#include "reproduction_page.hpp"

#include <array>

#include "he_2023.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::app {
namespace {

std::string range_text(const eval::Agreement& agreement) {
    if (agreement.sd) return "± " + draw::fixed_text(*agreement.sd, 2);
    return {};
}

report::OwnFigures own_figures(const OwnCounterpart& own) {
    report::OwnFigures shown{own.meaning, own.ours, own.not_run, {}};
    for (std::size_t i = 0; i < own.agreement.size(); ++i) {
        if (!own.agreement[i]) continue;
        auto& figure = shown.figures[i];
        figure.ours = draw::fixed_text(own.agreement[i]->ours, 3);
        figure.spread = range_text(*own.agreement[i]);
        figure.agrees = own.agreement[i]->agrees;
    }
    return shown;
}

report::PublishedRow page_row(const ReproducedRow& row) {
    report::PublishedRow shown;
    shown.model = row.published.model;
    const std::array printed{row.published.accuracy, row.published.sensitivity, row.published.specificity};
    for (std::size_t i = 0; i < printed.size(); ++i)
        if (printed[i]) shown.published[i] = printed[i]->text();
    shown.own.push_back(own_figures(row.same));
    for (const auto& other : row.others) shown.own.push_back(own_figures(other));
    shown.arithmetic = row.arithmetic.reading == eval::Reading::pooled       ? "possible"
                       : row.arithmetic.reading == eval::Reading::fold_means ? "only as means over folds"
                                                                             : "impossible";
    // Of several reasons the one that a reader can check in the head: accuracy against its parts.
    for (const auto& reason : row.arithmetic.against_fold_means)
        if (shown.why.empty() || reason.starts_with("accuracy")) shown.why = reason;
    return shown;
}

/// With the limits of one cohort, or the spread between several.
report::FigureWithLimits over_cohorts(const FigureOverCohorts& figure) {
    if (!figure.value) return {};
    report::FigureWithLimits shown{draw::fixed_text(*figure.value, 2), {}};
    if (figure.sd)
        shown.limits = "± " + draw::fixed_text(*figure.sd, 2);
    else if (figure.ci95)
        shown.limits = draw::fixed_text(figure.ci95->low, 2) + " to " + draw::fixed_text(figure.ci95->high, 2);
    return shown;
}

report::BesideRow beside_row(const ComparatorRow& row) {
    report::BesideRow shown{row.name, row.meaning, {}, {}, row.not_run};
    constexpr std::array figures{&eval::Metrics::auc, &eval::Metrics::accuracy, &eval::Metrics::sensitivity,
                                 &eval::Metrics::specificity};
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto shown_figure = over_cohorts(row.own.of(figures[i]));
        shown.figures[i] = shown_figure.value;
        shown.limits[i] = shown_figure.limits;
    }
    return shown;
}

report::OverCohortsRow over_cohorts_row(const std::string& name, const std::string& ours, const RowOverCohorts& own) {
    report::OverCohortsRow shown{name, ours, {}, {}, {}, {}, {}};
    constexpr std::array shares{&eval::Metrics::accuracy, &eval::Metrics::sensitivity, &eval::Metrics::specificity};
    for (std::size_t i = 0; i < shares.size(); ++i)
        shown.folds[i] = {own.of(shares[i]).fold_mean, own.of(shares[i]).fold_sd};
    shown.counts = {own.pooled.tp, own.pooled.fp, own.pooled.tn, own.pooled.fn};
    shown.auc = over_cohorts(own.of(&eval::Metrics::auc));
    shown.slope = over_cohorts(own.of(&eval::Metrics::calibration_slope));
    shown.intercept = over_cohorts(own.of(&eval::Metrics::calibration_intercept));
    return shown;
}

/// All rows of ours that were run, in the order of the tables above them.
std::vector<report::OverCohortsRow> over_cohorts_rows(const Reproduction& found) {
    std::vector<report::OverCohortsRow> rows;
    const auto add = [&](const std::string& name, const std::string& ours, const RowOverCohorts& own) {
        if (!own.by_cohort.empty()) rows.push_back(over_cohorts_row(name, ours, own));
    };
    for (const auto& row : found.rows) {
        add(row.published.model, row.same.ours, row.same.own);
        for (const auto& other : row.others) add("\u2026 " + other.meaning, other.ours, other.own);
    }
    for (const auto& row : found.beside) add(row.name, row.ours, row.own);
    for (const auto& row : found.further)
        if (row.own.by_cohort.front().row.facts.choice != "guidelines") add(row.ours, "", row.own);
    return rows;
}

}  // namespace

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
    for (const auto& row : found.beside) page.beside.push_back(beside_row(row));
    page.over_cohorts = over_cohorts_rows(found);
    for (const auto& row : found.baseline)
        page.baseline.push_back({row.variable, row.published, row.ours, row.p, row.contradictions});
    return page;
}

}  // namespace synchrony::app

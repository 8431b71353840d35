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

report::BesideRow beside_row(const ComparatorRow& row) {
    report::BesideRow shown{row.name, row.meaning, {}, {}, row.not_run};
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
        const auto& figure = row.figures[i];
        if (!figure) continue;
        shown.figures[i] = draw::fixed_text(figure->value, 2);
        if (row.sd[i])
            shown.limits[i] = "± " + draw::fixed_text(*row.sd[i], 2);
        else if (figure->ci95)
            shown.limits[i] = draw::fixed_text(figure->ci95->low, 2) + " to " + draw::fixed_text(figure->ci95->high, 2);
    }
    return shown;
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
    for (const auto& row : found.baseline)
        page.baseline.push_back({row.variable, row.published, row.ours, row.p, row.contradictions});
    return page;
}

}  // namespace synchrony::app

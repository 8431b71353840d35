#include "synchrony/app/row_over_cohorts.hpp"

#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

FigureOverCohorts over_cohorts(const std::vector<RowOfCohort>& rows, eval::Figure eval::Metrics::*figure) {
    // The AUC is of pairs tested in one fold; the others count all patients.
    const auto value = figure == &eval::Metrics::auc ? &eval::Figure::mean : &eval::Figure::pooled;
    std::vector<double> values, fold_means, fold_sds;
    FigureOverCohorts over;
    for (const auto& row : rows) {
        const auto& found = row.row.metrics.*figure;
        if (found.*value) values.push_back(*(found.*value));
        if (found.mean) fold_means.push_back(*found.mean);
        if (found.sd) fold_sds.push_back(*found.sd);
        if (rows.size() == 1) over.ci95 = found.ci95;
    }
    over.value = stats::mean(values);
    if (values.size() > 1) over.sd = stats::standard_deviation(values);
    over.fold_mean = stats::mean(fold_means);
    over.fold_sd = stats::mean(fold_sds);
    return over;
}

}  // namespace

const FigureOverCohorts& RowOverCohorts::of(eval::Figure eval::Metrics::*figure) const {
    static const FigureOverCohorts none;
    const auto named = eval::named_figures();
    for (std::size_t i = 0; i < figures.size(); ++i)
        if (named[i].figure == figure) return figures[i];
    return none;
}

RowOverCohorts row_over_cohorts(std::vector<RowOfCohort> by_cohort) {
    RowOverCohorts own;
    own.by_cohort = std::move(by_cohort);
    for (const auto& row : own.by_cohort) {
        const auto& counts = row.row.metrics.pooled;
        own.pooled.tp += counts.tp, own.pooled.fp += counts.fp;
        own.pooled.tn += counts.tn, own.pooled.fn += counts.fn;
    }
    for (const auto& named : eval::named_figures()) own.figures.push_back(over_cohorts(own.by_cohort, named.figure));
    return own;
}

}  // namespace synchrony::app

#include "reproduced_baseline.hpp"

#include <algorithm>

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

}  // namespace synchrony::app

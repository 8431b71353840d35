#include "reproduced_results.hpp"

#include <algorithm>
#include <array>

#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

/// Ours on one cohort; null where it was not run.
const eval::ResultRow* row_of(const ComparedCohort& cohort, const he_2023::OwnRow& wanted) {
    for (const auto& [network, outcome] : cohort.comparisons) {
        if (!wanted.network.empty() && network != wanted.network) continue;
        for (const auto& row : outcome.results.rows)
            if (row.facts.choice == wanted.choice && (wanted.label.empty() || row.row.name == wanted.label))
                return &row;
    }
    return nullptr;
}

/// Ours of those cohorts where it was run.
std::vector<const eval::ResultRow*> rows_of(const std::vector<ComparedCohort>& cohorts, const he_2023::OwnRow& wanted) {
    std::vector<const eval::ResultRow*> found;
    for (const auto& cohort : cohorts)
        if (const auto* row = row_of(cohort, wanted)) found.push_back(row);
    return found;
}

std::string why_not(const ReproduceRequest& request, const ComparedCohort& cohort, const he_2023::OwnRow& wanted) {
    if (!wanted.network.empty()) {
        const std::string network(wanted.network);
        if (std::ranges::find(request.networks, network) == request.networks.end())
            return "not asked for: --networks " + network;
        if (wanted.choice != "scratch" && shipped_weights(network).empty())
            return "no weights of this network are shipped";
    }
    for (const auto& [network, outcome] : cohort.comparisons)
        for (const auto& left_out : outcome.results.left_out)
            if (left_out.row.name == wanted.choice || left_out.row.name == wanted.label) return left_out.reason;
    return "our comparison has no such row";
}

/// Accuracy, sensitivity or specificity with the patients that it is a share of.
struct PrintedShare {
    std::optional<eval::Printed> printed;
    std::uint64_t patients;
    eval::Figure eval::Metrics::*ours;
};

std::array<PrintedShare, 3> shares_of(const eval::PrintedResultRow& row) {
    return {PrintedShare{row.accuracy, row.n_positive + row.n_negative, &eval::Metrics::accuracy},
            PrintedShare{row.sensitivity, row.n_positive, &eval::Metrics::sensitivity},
            PrintedShare{row.specificity, row.n_negative, &eval::Metrics::specificity}};
}

OwnCounterpart own_counterpart(const ReproduceRequest& request, const std::vector<ComparedCohort>& cohorts,
                               const eval::PrintedResultRow& published, const he_2023::Counterpart& wanted) {
    OwnCounterpart own;
    own.meaning = wanted.meaning;
    std::array<std::vector<eval::OwnShare>, 3> found_shares;
    const auto shares = shares_of(published);
    for (const auto* found : rows_of(cohorts, wanted)) {
        own.ours = found->row.label();
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (const auto& figure = found->metrics.*shares[i].ours; figure.pooled)
                found_shares[i].push_back({*figure.pooled, figure.ci95});
    }
    if (own.ours.empty()) own.not_run = why_not(request, cohorts.front(), wanted);
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (shares[i].printed)
            own.agreement[i] = eval::agreement_with(*shares[i].printed, shares[i].patients, found_shares[i]);
    return own;
}

}  // namespace

core::Result<std::vector<ReproducedRow>> reproduced_rows(const ReproduceRequest& request,
                                                         const std::vector<ComparedCohort>& cohorts) {
    SYNCHRONY_ASSIGN(const auto table, cohort::parse_csv(he_2023::results_csv(), "results of He et al. 2023"));
    SYNCHRONY_ASSIGN(const auto published, eval::read_printed_results(table));
    std::vector<ReproducedRow> rows;
    for (const auto& printed : published) {
        ReproducedRow row{printed, eval::check_printed_row(printed), {}, {}};
        for (const auto& wanted : he_2023::counterparts()) {
            if (wanted.model != printed.model) continue;
            auto own = own_counterpart(request, cohorts, printed, wanted);
            if (own.meaning.empty())
                row.same = std::move(own);
            else
                row.others.push_back(std::move(own));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

ComparatorRow comparator_row(const ReproduceRequest& request, const std::vector<ComparedCohort>& cohorts,
                             const he_2023::Comparator& wanted) {
    ComparatorRow row;
    row.name = wanted.name;
    row.meaning = wanted.meaning;
    constexpr std::array figures{&eval::Metrics::auc, &eval::Metrics::accuracy, &eval::Metrics::sensitivity,
                                 &eval::Metrics::specificity};
    std::array<std::vector<double>, figures.size()> values;
    for (const auto* found : rows_of(cohorts, wanted)) {
        row.ours = found->row.label();
        for (std::size_t i = 0; i < figures.size(); ++i) {
            const auto& figure = found->metrics.*figures[i];
            // The AUC is of pairs tested in one fold; the others count all patients.
            const auto& value = figures[i] == &eval::Metrics::auc ? figure.mean : figure.pooled;
            if (!value) continue;
            values[i].push_back(*value);
            row.figures[i] = eval::OwnShare{*value, figure.ci95};
        }
    }
    if (row.ours.empty()) row.not_run = why_not(request, cohorts.front(), wanted);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (values[i].size() < 2) continue;
        row.figures[i] = eval::OwnShare{*stats::mean(values[i]), std::nullopt};
        row.sd[i] = stats::standard_deviation(values[i]);
    }
    return row;
}

std::vector<std::string> answer_of(const Reproduction& found) {
    std::size_t impossible = 0, run = 0, agree = 0;
    for (const auto& row : found.rows) {
        impossible += row.arithmetic.reading == eval::Reading::impossible ? 1 : 0;
        if (!row.same.not_run.empty()) continue;
        ++run;
        agree += std::ranges::all_of(row.same.agreement, [](const auto& a) { return !a || a->agrees; }) ? 1 : 0;
    }
    std::vector<std::string> answer;
    answer.push_back("Of " + core::counted(found.rows.size(), "published row") + ", " +
                     (impossible == found.rows.size() ? std::string("none") : "not " + std::to_string(impossible)) +
                     " can come from one set of 46 responders and 25 non-responders, nor be means over five "
                     "stratified folds of them.");
    if (run == 0)
        answer.emplace_back("No row could be done again on " + found.cohort + ".");
    else
        answer.push_back("Of the " + core::counted(run, "row") + " done again on " +
                         (found.simulated ? core::counted(found.cohorts, "virtual cohort") : found.cohort) + ", " +
                         std::to_string(agree) + (agree == 1 ? " agrees" : " agree") +
                         " with the published accuracy, sensitivity and specificity together.");
    if (found.attainable_auc)
        answer.push_back("On these virtual patients nobody could do better than an AUC of " +
                         draw::fixed_text(*found.attainable_auc, 2) +
                         "; what agrees or not says nothing of the published patients, whom nobody else has seen.");
    return answer;
}

}  // namespace synchrony::app

#include "reproduced_results.hpp"

#include <algorithm>
#include <array>

#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::app {
namespace {

/// A row of a comparison of one cohort.
struct FoundRow {
    std::size_t cohort = 0;  ///< from 0
    const std::string* network = nullptr;
    const eval::Results* results = nullptr;
    const eval::ResultRow* row = nullptr;
};

/// Ours on one cohort; nothing where it was not run.
std::optional<FoundRow> row_of(const std::vector<ComparedCohort>& cohorts, std::size_t k,
                               const he_2023::OwnRow& wanted) {
    for (const auto& [network, outcome] : cohorts[k].comparisons) {
        if (!wanted.network.empty() && network != wanted.network) continue;
        for (const auto& row : outcome.results.rows)
            if (row.facts.choice == wanted.choice && (wanted.label.empty() || row.row.name == wanted.label))
                return FoundRow{k, &network, &outcome.results, &row};
    }
    return std::nullopt;
}

/// Ours of those cohorts where it was run.
std::vector<FoundRow> rows_of(const std::vector<ComparedCohort>& cohorts, const he_2023::OwnRow& wanted) {
    std::vector<FoundRow> found;
    for (std::size_t k = 0; k < cohorts.size(); ++k)
        if (const auto row = row_of(cohorts, k, wanted)) found.push_back(*row);
    return found;
}

RowOfCohort row_of_cohort(const FoundRow& found) {
    RowOfCohort own;
    own.cohort = found.cohort + 1;
    own.comparison = comparison_folder(static_cast<int>(found.cohort), *found.network).generic_string();
    own.patients = found.results->patients - found.row->unanswered;
    own.row.row = found.row->row;
    own.row.kind = found.row->kind;
    own.row.metrics = found.row->metrics;
    own.row.facts = found.row->facts;
    for (const auto& difference : found.results->comparisons)
        if (difference.first == found.row->row || difference.second == found.row->row)
            own.differences.push_back(difference);
    return own;
}

RowOverCohorts over_cohorts(const std::vector<FoundRow>& rows) {
    std::vector<RowOfCohort> by_cohort;
    for (const auto& row : rows) by_cohort.push_back(row_of_cohort(row));
    return row_over_cohorts(std::move(by_cohort));
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
    const auto found = rows_of(cohorts, wanted);
    own.own = over_cohorts(found);
    for (const auto& one : found) {
        own.ours = one.row->row.label();
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (const auto& figure = one.row->metrics.*shares[i].ours; figure.pooled)
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
    const auto found = rows_of(cohorts, wanted);
    if (found.empty())
        row.not_run = why_not(request, cohorts.front(), wanted);
    else
        row.ours = found.back().row->row.label();
    row.own = over_cohorts(found);
    return row;
}

namespace {

/// Of the rows that stand beside published ones, and of the comparators.
std::vector<std::string> told_labels(const std::vector<ComparedCohort>& cohorts) {
    std::vector<std::string> labels;
    const auto add = [&](const he_2023::OwnRow& wanted) {
        for (const auto& found : rows_of(cohorts, wanted)) labels.push_back(found.row->row.label());
    };
    for (const auto& wanted : he_2023::counterparts()) add(wanted);
    for (const auto& wanted : he_2023::comparators()) add(wanted);
    return labels;
}

}  // namespace

std::vector<FurtherRow> further_rows(const std::vector<ComparedCohort>& cohorts) {
    const auto told = told_labels(cohorts);
    std::vector<std::pair<std::string, std::vector<FoundRow>>> rows;  // by label, in the order of the comparisons
    for (std::size_t k = 0; k < cohorts.size(); ++k)
        for (const auto& [network, outcome] : cohorts[k].comparisons)
            for (const auto& row : outcome.results.rows) {
                const FoundRow found{k, &network, &outcome.results, &row};
                const auto label = row.row.label();
                if (std::ranges::find(told, label) != told.end()) continue;
                auto at = std::ranges::find(rows, label, &std::pair<std::string, std::vector<FoundRow>>::first);
                if (at == rows.end()) at = rows.insert(rows.end(), {label, {}});
                // The rules stand in the comparison of each network: the first one's is told.
                if (at->second.empty() || at->second.back().cohort != k) at->second.push_back(found);
            }
    std::vector<FurtherRow> further;
    for (const auto& [label, found] : rows) further.push_back({label, over_cohorts(found)});
    return further;
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

#include "json_values.hpp"
#include "synchrony/app/reproduce.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::app {
namespace {

/// Of the keys below; 1, which had no number, held the compared shares alone.
constexpr int format = 2;

Json limits_json(const std::optional<stats::Interval>& interval) {
    return interval ? Json::array({interval->low, interval->high}) : Json();
}

Json counts_json(const eval::Confusion& counts) {
    return {{"tp", counts.tp}, {"fp", counts.fp}, {"tn", counts.tn}, {"fn", counts.fn}};
}

Json figure_json(const FigureOverCohorts& figure) {
    return {{"value", or_null(figure.value)},
            {"ci95", limits_json(figure.ci95)},
            {"sd_between_cohorts", or_null(figure.sd)},
            {"fold_mean", or_null(figure.fold_mean)},
            {"fold_sd", or_null(figure.fold_sd)}};
}

Json row_of_cohort_json(const RowOfCohort& row) {
    Json json{{"cohort", row.cohort}, {"comparison", row.comparison}};
    json.update(Json(eval::figures_json(row.row, row.patients)));
    json["differences"] = Json::array();
    for (const auto& difference : row.differences) json["differences"].push_back(Json(eval::to_json(difference)));
    return json;
}

/// Counts, the figures that `json` has not yet, and what each cohort gave.
void add_own(Json& json, const RowOverCohorts& own) {
    json["pooled"] = own.by_cohort.empty() ? Json() : counts_json(own.pooled);
    const auto named = eval::named_figures();
    for (std::size_t i = 0; i < own.figures.size(); ++i) {
        auto& figure = json[named[i].name];
        const auto found = figure_json(own.figures[i]);
        for (const auto& [key, value] : found.items())
            if (!figure.contains(key)) figure[key] = value;
    }
    json["by_cohort"] = Json::array();
    for (const auto& row : own.by_cohort) json["by_cohort"].push_back(row_of_cohort_json(row));
}

Json agreement_json(const std::optional<eval::Printed>& printed, const std::optional<eval::Agreement>& agreement) {
    Json json{{"published", printed ? Json(printed->value) : Json()}};
    json["ours"] = agreement ? Json(agreement->ours) : Json();
    json["sd_between_cohorts"] = agreement ? or_null(agreement->sd) : Json();
    json["difference_ci95"] = agreement ? Json::array({agreement->difference.low, agreement->difference.high}) : Json();
    json["agrees"] = agreement ? Json(agreement->agrees) : Json();
    return json;
}

/// Our row's facts are added to `json`.
void add_counterpart(Json& json, const eval::PrintedResultRow& published, const OwnCounterpart& own) {
    json["ours"] = own.ours.empty() ? Json() : Json(own.ours);
    json["not_run"] = own.not_run.empty() ? Json() : Json(own.not_run);
    json["accuracy"] = agreement_json(published.accuracy, own.agreement[0]);
    json["sensitivity"] = agreement_json(published.sensitivity, own.agreement[1]);
    json["specificity"] = agreement_json(published.specificity, own.agreement[2]);
    add_own(json, own.own);
}

Json row_json(const ReproducedRow& row) {
    Json json{{"model", row.published.model}};
    add_counterpart(json, row.published, row.same);
    json["arithmetic"] = {{"reading", eval::name_of(row.arithmetic.reading)},
                          {"against_one_matrix", row.arithmetic.against_pooled},
                          {"against_fold_means", row.arithmetic.against_fold_means}};
    json["others"] = Json::array();
    for (const auto& own : row.others) {
        Json other{{"meaning", own.meaning}};
        add_counterpart(other, row.published, own);
        json["others"].push_back(std::move(other));
    }
    return json;
}

Json comparator_json(const ComparatorRow& row) {
    Json json{{"name", row.name}, {"meaning", row.meaning}};
    json["ours"] = row.ours.empty() ? Json() : Json(row.ours);
    json["not_run"] = row.not_run.empty() ? Json() : Json(row.not_run);
    add_own(json, row.own);
    return json;
}

Json further_json(const FurtherRow& row) {
    Json json{{"ours", row.ours}};
    add_own(json, row.own);
    return json;
}

Json cohort_json(const ReproducedCohort& cohort) {
    return {{"seed", cohort.seed},   {"patients", cohort.patients}, {"positives", cohort.positives},
            {"folds", cohort.folds}, {"repeats", cohort.repeats},   {"attainable_auc", or_null(cohort.attainable_auc)}};
}

Json variable_json(const ReproducedVariable& row) {
    return {
        {"variable", row.variable},         {"published", row.published},       {"ours", row.ours},
        {"p_positives", or_null(row.p[0])}, {"p_negatives", or_null(row.p[1])}, {"contradictions", row.contradictions}};
}

}  // namespace

nlohmann::ordered_json to_json(const Reproduction& found) {
    if (found.part)
        return {{"study", "he-2023"},
                {"part", core::to_text(*found.part)},
                {"cohorts", found.cohorts},
                {"cancelled", found.cancelled}};
    Json json{{"study", "he-2023"},
              {"format", format},
              {"cohort", found.cohort},
              {"simulated", found.simulated},
              {"cohorts", found.cohorts},
              {"patients", found.patients},
              {"positives", found.positives},
              {"attainable_auc", or_null(found.attainable_auc)},
              {"each_cohort", Json::array()},
              {"answer", found.answer},
              {"results", Json::array()},
              {"beside", Json::array()},
              {"further", Json::array()},
              {"baseline", Json::array()},
              {"cancelled", found.cancelled},
              {"version", core::version()},
              {"seed", found.seed}};
    for (const auto& row : found.rows) json["results"].push_back(row_json(row));
    for (const auto& row : found.beside) json["beside"].push_back(comparator_json(row));
    for (const auto& row : found.further) json["further"].push_back(further_json(row));
    for (const auto& cohort : found.each_cohort) json["each_cohort"].push_back(cohort_json(cohort));
    for (const auto& row : found.baseline) json["baseline"].push_back(variable_json(row));
    return json;
}

}  // namespace synchrony::app

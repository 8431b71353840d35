#include "json_values.hpp"
#include "synchrony/app/reproduce.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::app {
namespace {

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
    constexpr std::array names{"auc", "accuracy", "sensitivity", "specificity"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& figure = row.figures[i];
        const bool interval = figure && figure->ci95;
        json[names[i]] = {{"value", figure ? Json(figure->value) : Json()},
                          {"ci95", interval ? Json::array({figure->ci95->low, figure->ci95->high}) : Json()},
                          {"sd_between_cohorts", or_null(row.sd[i])}};
    }
    return json;
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
              {"cohort", found.cohort},
              {"simulated", found.simulated},
              {"cohorts", found.cohorts},
              {"patients", found.patients},
              {"positives", found.positives},
              {"attainable_auc", or_null(found.attainable_auc)},
              {"answer", found.answer},
              {"results", Json::array()},
              {"beside", Json::array()},
              {"baseline", Json::array()},
              {"cancelled", found.cancelled},
              {"version", core::version()},
              {"seed", found.seed}};
    for (const auto& row : found.rows) json["results"].push_back(row_json(row));
    for (const auto& row : found.beside) json["beside"].push_back(comparator_json(row));
    for (const auto& row : found.baseline) json["baseline"].push_back(variable_json(row));
    return json;
}

}  // namespace synchrony::app

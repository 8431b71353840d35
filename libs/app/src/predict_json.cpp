// Predictions as JSON.
#include "json_values.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/eval/decision_curve.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

Json interval_json(const std::optional<stats::Interval>& interval) {
    if (!interval) return nullptr;
    return {{"low", interval->low}, {"high", interval->high}, {"level", interval_level}};
}

Json figure_json(const model::EstimatedFigure& f) {
    return {{"value", or_null(f.value)}, {"ci95", f.low && f.high ? Json{*f.low, *f.high} : Json(nullptr)}};
}

Json inputs_json(const std::vector<InputValue>& inputs) {
    Json list = Json::array();
    for (const auto& input : inputs)
        list.push_back({{"table", input.table},
                        {"name", input.column},
                        {"value", input.value},
                        {"imputed", input.imputed},
                        {"from_ecg", input.from_ecg},
                        {"training_low", input.range.low},
                        {"training_high", input.range.high},
                        {"outside", input.outside()},
                        {"used", input.counts}});
    return list;
}

Json distance_json(const model::Predictor& predictor, const std::optional<double>& distance, const char* column) {
    const auto* seen = predictor.reference ? predictor.reference->find(model::model_table, column) : nullptr;
    if (!distance || seen == nullptr) return nullptr;
    return {{"value", *distance},
            {"training_most", seen->quantiles.back()},
            {"beyond", *distance > seen->quantiles.back()}};
}

Json ecg_distance_json(const std::optional<EcgDistance>& distance) {
    if (!distance) return nullptr;
    const auto one = [](const std::optional<double>& value, const std::optional<double>& limit) -> Json {
        if (!value) return nullptr;
        return {{"value", *value}, {"limit", or_null(limit)}, {"beyond", EcgDistance::beyond(value, limit)}};
    };
    return {{"measurements", one(distance->measurements, distance->measurements_limit)},
            {"features", one(distance->features, distance->features_limit)}};
}

Json alike_json(const std::vector<AlikePatient>& alike) {
    Json list = Json::array();
    for (const auto& patient : alike)
        list.push_back({{"distance", patient.distance}, {"had_outcome", patient.had_outcome}});
    return list;
}

std::string_view about_name(report::About about) {
    switch (about) {
        case report::About::recording:
            return "recording";
        case report::About::rhythm:
            return "rhythm";
        case report::About::inputs:
            return "inputs";
        case report::About::likeness:
            return "likeness";
        case report::About::answer:
            return "answer";
        case report::About::model:
            break;
    }
    return "model";
}

Json missing_json(const std::vector<MissingInput>& missing) {
    Json list = Json::array();
    for (const auto& input : missing)
        list.push_back({{"table", input.table},
                        {"name", input.column},
                        {"from", input.range.low},
                        {"to", input.range.high},
                        {"probability_low", input.probability.low},
                        {"probability_high", input.probability.high}});
    return list;
}

}  // namespace

Json cautions_json(const std::vector<report::Caution>& cautions) {
    Json list = Json::array();
    for (const auto& caution : cautions)
        list.push_back({{"text", caution.text}, {"refuse", caution.refuse}, {"about", about_name(caution.about)}});
    return list;
}

Json card_of(const model::Predictor& p) {
    Json figures = Json::object();
    for (const auto& [name, figure] : p.cross_validated.figures) figures[name] = figure_json(figure);
    return {{"model", p.model},
            {"label", p.label},
            {"outcome", p.outcome},
            {"training",
             {{"patients", p.patients},
              {"positives", p.positives},
              {"prevalence", p.prevalence()},
              {"simulated", p.simulated},
              {"recordings_kept", p.training_recordings.size()},
              {"patients_kept", p.neighbours ? p.neighbours->size() : 0}}},
            {"doubts", doubts_of(p)},
            {"assumed_prevalence", or_null(p.assumed_prevalence)},
            {"threshold", {{"value", p.threshold}, {"rule", p.threshold_rule}}},
            {"calibration", {{"slope", p.calibration.slope}, {"intercept", p.calibration.intercept}}},
            {"members", p.ensemble.members()},
            {"cross_validation",
             {{"folds", p.cross_validated.folds},
              {"repeats", p.cross_validated.repeats},
              {"seed", p.cross_validated.seed},
              {"holds_for", holds_for},
              {"figures", figures}}},
            {"reference_columns", p.reference ? Json(p.reference->columns.size()) : Json(nullptr)},
            {"provenance",
             {{"data_sets", p.provenance.data_sets},
              {"split", p.provenance.split},
              {"command", p.provenance.command},
              {"seed", p.provenance.seed},
              {"date", p.provenance.date},
              {"program_version", p.provenance.program_version}}},
            {"notes", p.notes}};
}

Json to_json(const PatientOutcome& outcome) {
    const auto& a = outcome.prediction;
    Json json{{"abstain", a.withheld()}, {"probability", or_null(a.probability)}};
    json["interval"] = interval_json(a.interval);
    json["threshold"] = outcome.predictor.threshold;
    json["responds"] = a.probability ? Json(*a.probability >= outcome.predictor.threshold) : Json(nullptr);
    json["outcome"] = outcome.predictor.outcome;
    json["cautions"] = cautions_json(a.cautions);
    json["inputs"] = inputs_json(a.inputs);
    json["distance"] = distance_json(outcome.predictor, a.distance, model::distance_column);
    json["deep_distance"] = distance_json(outcome.predictor, a.deep_distance, model::deep_distance_column);
    json["missing"] = missing_json(a.missing);
    json["explanation"] = to_json(a.explanation);
    json["ecg_distance"] = ecg_distance_json(a.ecg_distance);
    json["alike"] = outcome.predictor.neighbours ? alike_json(a.alike) : Json(nullptr);
    json["trained_on_this_recording"] = outcome.trained_on;
    json["simulated"] = outcome.simulated;
    json["guidelines"] = Json::array();
    for (const auto& answer : outcome.measurements.guidelines) json["guidelines"].push_back(to_json(answer));
    json["measurements"] = to_json(outcome.measurements);
    json["measurements"].erase("guidelines");
    json["model"] = card_of(outcome.predictor);
    json["version"] = core::version();
    json["notice"] = core::disclaimer;
    return json;
}

Json to_json(const CohortOutcome& outcome) {
    Json json{{"patients", outcome.predictions.size()}};
    json["shard"] = outcome.part ? Json(core::to_text(*outcome.part)) : Json(nullptr);
    std::size_t excluded = 0;
    for (const auto& patient : outcome.predictions) excluded += patient.excluded.empty() ? 0 : 1;
    json["excluded"] = excluded;
    json["abstained"] = outcome.withheld;
    json["trained_on"] = outcome.trained_on;
    json["training_table"] = outcome.same_table;
    json["simulated"] = outcome.simulated;
    json["judged"] = outcome.part ? Json(nullptr) : Json(outcome.judged);
    json["positives"] = outcome.part ? Json(nullptr) : Json(outcome.positives);
    json["figures"] = nullptr;
    if (outcome.metrics) {
        json["figures"] = Json::object();
        for (const auto& [name, figure] : eval::named_figures()) {
            const auto& f = (*outcome.metrics).*figure;
            json["figures"][name] = {{"value", or_null(f.pooled ? f.pooled : f.mean)},
                                     {"ci95", f.ci95 ? Json{f.ci95->low, f.ci95->high} : Json(nullptr)},
                                     {"ci95_method", f.ci95 ? Json(stats::name_of(f.ci95->method)) : Json(nullptr)}};
        }
    }
    json["decision_curve"] = nullptr;
    if (outcome.metrics)
        json["decision_curve"] = {{"thresholds", eval::decision_thresholds()},
                                  {"net_benefit", eval::decision_curve(outcome.judged_predictions)},
                                  {"expected", eval::expected_decision_curve(outcome.judged_predictions)},
                                  {"treat_all", eval::decision_curve_of_all(outcome.positives, outcome.judged)}};
    json["shift"] = outcome.part ? Json(nullptr) : to_json(outcome.shift);
    json["notes"] = outcome.notes;
    json["model"] = card_of(outcome.predictor);
    json["version"] = core::version();
    json["notice"] = core::disclaimer;
    return json;
}

}  // namespace synchrony::app

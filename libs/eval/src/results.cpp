#include "synchrony/eval/results.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/rows_of_people.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json_null.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/eval/arithmetic.hpp"
#include "synchrony/eval/best_rule.hpp"
#include "synchrony/eval/decision_curve.hpp"
#include "synchrony/stats/bootstrap.hpp"

namespace synchrony::eval {
namespace {

using nlohmann::json;

/// The first of named_figures() that a brief measurement has: accuracy, sensitivity, specificity, AUC.
constexpr std::size_t brief_figures = 4;

json or_null(const std::optional<double>& value) {
    return core::or_null<json>(value);
}
json or_null(const std::optional<stats::Interval>& value) {
    return value ? json::array({value->low, value->high}) : json(nullptr);
}

json method_or_null(const std::optional<stats::Interval>& interval) {
    return interval ? json(stats::name_of(interval->method)) : json(nullptr);
}

json to_json(const Figure& figure) {
    return {{"mean", or_null(figure.mean)},
            {"sd", or_null(figure.sd)},
            {"ci95", or_null(figure.ci95)},
            {"ci95_method", method_or_null(figure.ci95)},
            {"pooled", or_null(figure.pooled)}};
}

json to_json(const RowName& row) {
    return {{"name", row.name}, {"features", row.features}, {"pretraining", row.pretraining}};
}

json to_json(const SubgroupFigures& group) {
    json item = {{"name", group.name}, {"patients", group.patients}, {"positives", group.positives}};
    for (const auto& [name, figure] : named_figures().first(brief_figures)) item[name] = to_json(group.metrics.*figure);
    return item;
}

json to_json(const LearningPoint& point) {
    json item = to_json(point.row);
    item["share"] = point.share;
    item["training_patients"] = point.training_patients;
    item["auc"] = or_null(point.auc);
    item["sd"] = or_null(point.sd);
    return item;
}

json to_json(const PredictedGroup& group) {
    return {{"patients", group.patients}, {"events", group.events}, {"median", or_null(group.median)}};
}

json to_json(const SurvivalFigures& figures, EarlyScores early) {
    json item = to_json(figures.row);
    const auto& cox = figures.per_sd;
    item["patients"] = figures.patients;
    item["events"] = figures.events;
    item["c_index"] = or_null(figures.c_index);
    item["c_index_ci95"] = or_null(figures.c_interval);
    item["early_scores"] = early == EarlyScores::high ? "high" : "low";
    item["hazard_ratio_per_sd"] = cox ? json(cox->hazard_ratio()) : json(nullptr);
    item["hazard_ratio_ci95"] = cox ? or_null(std::optional(cox->hazard_ratio_interval())) : json(nullptr);
    item["hazard_ratio_p"] = cox ? json(cox->wald_p()) : json(nullptr);
    item["log_rank_p"] = figures.log_rank ? json(figures.log_rank->p) : json(nullptr);
    item["predicted_negative"] = to_json(figures.groups[0]);
    item["predicted_positive"] = to_json(figures.groups[1]);
    return item;
}

const char* name_of(RowKind kind) {
    switch (kind) {
        case RowKind::baseline:
            return "baseline";
        case RowKind::rule:
            return "rule";
        case RowKind::model:
            return "model";
    }
    return "";
}

json to_json(const ResultRow& row, const Results& results, const WriteOptions& options) {
    json item = figures_json(row, results.patients - row.unanswered);
    item["decision_curve"] = row.decision_curve;
    item["subgroups"] = json::array();
    for (const auto& group : row.subgroups) item["subgroups"].push_back(to_json(group));
    auto& predictions = item["predictions"] = json::array();
    for (const auto& p : row.predictions) {
        const json patient = options.patient_ids && p.patient < results.patient_ids.size()
                                 ? json(results.patient_ids[p.patient].value())
                                 : json(p.patient);
        predictions.push_back({{"patient", patient},
                               {"repeat", p.repeat},
                               {"fold", p.fold},
                               {"score", p.score},
                               {"responds", p.responds},
                               {"outcome", p.outcome}});
    }
    return item;
}

json to_json(const ChanceTest& test) {
    json item = {{"permutations", test.permutations}, {"stopped", test.stopped}, {"models", json::array()}};
    for (const auto& row : test.rows) {
        auto& model = item["models"].emplace_back(to_json(row.row));
        model["auc"] = row.auc;
        model["p"] = row.p;
        model["p_best"] = row.p_best;
    }
    return item;
}

std::string number(const std::optional<double>& value) {
    return value ? core::shortest(*value) : "";
}

/// Behind the rules that it was chosen from.
void add_best_rule(CrossValidation& run, std::vector<std::string>& notes) {
    auto best = best_simple_rule(run);
    if (!best) {
        if (std::ranges::count_if(run.models, is_rule_that_answered) > 1)
            notes.push_back(
                std::string(best_rule_name) +
                ": there is no such row, since in some training part no rule answers for nearly all patients "
                "and tells a tenth or more of either group right");
        return;
    }
    notes.push_back(std::string(best_rule_name) + ", chosen in the training parts: " + best->chosen);
    auto place = run.models.begin();
    for (auto at = run.models.begin(); at != run.models.end(); ++at)
        if (at->kind == RowKind::rule) place = at + 1;
    run.models.insert(place, std::move(best->row));
}

/// A model answers for all, so that it has their outcomes in every repeat; a rule for those whom it can be read off
/// for.
std::vector<std::string> contradictions_of(const ResultRow& row, const Results& results) {
    const auto repeats = static_cast<std::size_t>(results.repeats);
    if (row.kind != RowKind::rule || row.predictions.size() == results.patients * repeats)
        return contradictions(row.metrics, results.positives, results.negatives, repeats);
    const auto positives =
        static_cast<std::size_t>(std::ranges::count(row.predictions, std::uint8_t{1}, &PatientPrediction::outcome));
    return contradictions(row.metrics, positives, row.predictions.size() - positives, 1);
}

/// Rows that leave patients out, in one sentence.
void note_gaps(Results& results) {
    std::size_t rows = 0, fewest = results.patients, most = 0;
    for (const auto& row : results.rows) {
        if (row.unanswered == 0) continue;
        ++rows;
        fewest = std::min(fewest, results.patients - row.unanswered);
        most = std::max(most, results.patients - row.unanswered);
    }
    if (rows == 0) return;
    results.notes.push_back(core::counted(rows, "row") + (rows == 1 ? " is" : " are") + " of " +
                            std::to_string(fewest) + (fewest < most ? " to " + std::to_string(most) : "") + " of the " +
                            core::counted(results.patients, "patient") +
                            " (n beside the name): the others lack a value that a rule or guideline needs; two rows "
                            "are compared on those whom both answer for");
}

/// Within folds a single repeat compares one pair in `folds`; the differences among them are known less well.
void note_repeats(Results& results) {
    if (results.repeats > 1 || results.comparisons.empty()) return;
    results.notes.push_back("one repeat compares each patient with those of the same fold alone, about 1 in " +
                            std::to_string(results.folds) +
                            ": --repeats 10 tells differences between rows that a single one leaves open");
}

/// What the numbers of people mean for what follows.
void note_people(Results& results, const model::PatientSet& set) {
    const auto people = set.people();
    const auto of_outcome = [&](bool outcome) { return stats::units_with(outcome, set.response, people); };
    results.people = stats::unit_count(people);
    results.person_of = people;
    results.rarer_people = std::min(of_outcome(false), of_outcome(true));
    if (results.several_rows_a_person())
        results.notes.push_back(cohort::rows_of_people(set.size(), results.people) +
                                ": all rows of one are tested together, and intervals are over people");
    for (const bool outcome : {true, false})
        if (const auto few = of_outcome(outcome); few < few_people)
            results.notes.push_back("only " + core::counted(few, "person has", "people have") + " outcome " +
                                    (outcome ? "1" : "0") +
                                    ": intervals by resampling so few are too narrow, and a good row may be luck");
}

void add_figure(std::vector<std::string>& cells, const Figure& f) {
    const auto low = f.ci95 ? std::optional(f.ci95->low) : std::nullopt;
    const auto high = f.ci95 ? std::optional(f.ci95->high) : std::nullopt;
    for (const auto& value : {f.mean, f.sd, low, high, f.pooled}) cells.push_back(number(value));
}

}  // namespace

core::Result<Results> evaluate(const model::PatientSet& set, CrossValidation run, const MetricOptions& given,
                               std::span<const Subgroup> subgroups) {
    auto options = given;
    options.people = set.people();
    // The smallest p that resamples give, times the number of models, must leave room for a finding.
    const auto models =
        static_cast<std::size_t>(std::ranges::count(run.models, RowKind::model, &ModelPredictions::kind));
    options.resamples = std::max(options.resamples, models * resamples_a_comparison);
    Results results;
    results.outcome = set.outcome_name;
    results.patients = set.size();
    results.positives = static_cast<std::size_t>(std::ranges::count(set.response, std::uint8_t{1}));
    results.negatives = results.patients - results.positives;
    results.folds = run.folds.folds;
    results.repeats = run.folds.repeats;
    results.seed = run.folds.seed;
    results.patient_ids = set.patients;
    results.cancelled = run.cancelled;
    add_best_rule(run, results.notes);
    results.comparisons = compare(run, set.size(), options);
    for (auto& row : run.models) {
        ResultRow result{
            row.row, row.kind, score_predictions(row.predictions, set.size(), options), std::move(row.predictions), {},
            {},      row.facts};
        result.unanswered = results.patients - patients_in(result.predictions);
        if (row.kind != RowKind::model)  // a share of responders or a yes is no prediction to be calibrated
            result.metrics.calibration_slope = result.metrics.calibration_intercept = {};
        result.decision_curve = decision_curve(result.predictions);
        result.subgroups = measure_subgroups(result.predictions, subgroups, options);
        const auto wrong = contradictions_of(result, results);
        if (!wrong.empty())
            return core::fail_input("the row is arithmetically impossible: " + wrong.front(), row.row.label());
        if (result.facts.chosen)  // scores of several rules: comparable within a fold only
            result.metrics.auc.pooled = std::nullopt, result.metrics.average_precision = {};
        results.rows.push_back(std::move(result));
    }
    note_gaps(results);
    note_people(results, set);
    note_repeats(results);
    results.left_out = std::move(run.left_out);
    return results;
}

json figures_json(const ResultRow& row, std::size_t patients) {
    json item = to_json(row.row);
    const auto& m = row.metrics;
    item["kind"] = name_of(row.kind);
    item["choice"] = row.facts.choice;
    item["point"] = row.facts.point;
    item["point_of"] = row.facts.point_of;
    item["patients"] = patients;
    item["pooled"] = {{"tp", m.pooled.tp}, {"fp", m.pooled.fp}, {"tn", m.pooled.tn}, {"fn", m.pooled.fn}};
    for (const auto& [name, figure] : named_figures()) item[name] = to_json(m.*figure);
    item["auc"]["p_chance"] = or_null(m.auc_p);
    return item;
}

json to_json(const Comparison& c) {
    return {{"first", to_json(c.first)},
            {"second", to_json(c.second)},
            {"question", c.question},
            {"metric", "auc"},
            {"difference", c.difference},
            {"ci95", or_null(c.ci95)},
            {"ci95_method", method_or_null(c.ci95)},
            {"p", or_null(c.p)},
            {"p_holm", or_null(c.p_holm)},
            {"delong_difference", or_null(c.delong_difference)},
            {"delong_p", or_null(c.delong_p)},
            {"delong_p_holm", or_null(c.delong_p_holm)},
            {"patients", c.patients}};
}

json to_json(const Results& r, const WriteOptions& options) {
    json document = {{"cohort",
                      {{"name", r.cohort_name},
                       {"patients", r.patients},
                       {"positives", r.positives},
                       {"negatives", r.negatives},
                       {"people", r.people},
                       {"outcome", r.outcome},
                       {"simulated", r.simulated},
                       {"notes", r.notes}}},
                     {"folds", r.folds},
                     {"repeats", r.repeats},
                     {"models", json::array()},
                     {"left_out", json::array()},
                     {"comparisons", json::array()},
                     {"command", r.command},
                     {"seed", r.seed},
                     {"version", r.version},
                     {"cancelled", r.cancelled}};
    for (const auto& row : r.rows) document["models"].push_back(to_json(row, r, options));
    for (const auto& left : r.left_out) {
        json item = to_json(left.row);
        item["reason"] = left.reason;
        item["failed"] = left.failed;
        document["left_out"].push_back(std::move(item));
    }
    for (const auto& c : r.comparisons) document["comparisons"].push_back(to_json(c));
    document["chance"] = r.chance ? to_json(*r.chance) : json(nullptr);
    document["decision_curve"] = {{"thresholds", decision_thresholds()},
                                  {"treat_all", decision_curve_of_all(r.positives, r.patients)}};
    document["learning_curve"] = json::array();
    for (const auto& point : r.learning_curve) document["learning_curve"].push_back(to_json(point));
    for (const auto& figures : r.survival) document["survival"].push_back(to_json(figures, r.early_scores));
    return document;
}

core::Result<void> write_survival_csv(const Results& results, const std::filesystem::path& path) {
    const std::vector<std::string> header{"name",    "features", "pretraining", "predicted", "time",
                                          "at_risk", "events",   "survival",    "ci95_low",  "ci95_high"};
    std::vector<std::vector<std::string>> rows;
    for (const auto& figures : results.survival)
        for (std::size_t group = 0; group < figures.groups.size(); ++group)
            for (const auto& step : figures.groups[group].curve) {
                const std::string low = step.interval ? core::shortest(step.interval->low) : "";
                const std::string high = step.interval ? core::shortest(step.interval->high) : "";
                rows.push_back({figures.row.name, figures.row.features, figures.row.pretraining, std::to_string(group),
                                core::shortest(step.time), std::to_string(step.at_risk), std::to_string(step.events),
                                core::shortest(step.survival), low, high});
            }
    return cohort::write_csv(path, header, rows);
}

core::Result<void> write_results_json(const Results& results, const std::filesystem::path& path,
                                      const WriteOptions& options) {
    return core::write_file(path, core::json_text(to_json(results, options), 1) + "\n");
}

core::Result<void> write_results_csv(const Results& results, const std::filesystem::path& path) {
    std::vector<std::string> header{"name", "features", "pretraining", "kind", "patients", "tp", "fp", "tn", "fn"};
    for (const auto& named : named_figures())
        for (const auto* part : {"_mean", "_sd", "_ci95_low", "_ci95_high", "_pooled"})
            header.push_back(std::string(named.name) + part);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : results.rows) {
        const auto& m = row.metrics;
        std::vector<std::string> cells{row.row.name, row.row.features, row.row.pretraining, name_of(row.kind),
                                       std::to_string(results.patients - row.unanswered)};
        for (const auto count : {m.pooled.tp, m.pooled.fp, m.pooled.tn, m.pooled.fn})
            cells.push_back(std::to_string(count));
        for (const auto& named : named_figures()) add_figure(cells, m.*named.figure);
        rows.push_back(std::move(cells));
    }
    return cohort::write_csv(path, header, rows);
}

}  // namespace synchrony::eval

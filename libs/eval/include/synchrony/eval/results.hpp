// The files of a comparison: results.json with everything, results.csv with one row a model.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/eval/chance_test.hpp"
#include "synchrony/eval/compare.hpp"
#include "synchrony/eval/learning_curve.hpp"
#include "synchrony/eval/subgroups.hpp"
#include "synchrony/eval/survival.hpp"

namespace synchrony::eval {

/// A row with its figures.
struct ResultRow {
    RowName row;
    RowKind kind = RowKind::model;
    Metrics metrics;
    std::vector<PatientPrediction> predictions;
    std::vector<double> decision_curve;  ///< net benefit at decision_thresholds()
    std::vector<SubgroupFigures> subgroups;
    RowFacts facts{};
    std::size_t unanswered = 0;  ///< patients whom a rule could not be read off for; its figures are of the others
};

/// Fewer people than these of an outcome: resampling draws the same few again and again, and limits are too narrow.
inline constexpr std::size_t few_people = 10;

/// All that a table, a report and a file need.
struct Results {
    std::string cohort_name;  ///< name for people, no path
    std::string outcome;      ///< "response", ...
    std::size_t patients = 0;
    std::size_t positives = 0;
    std::size_t negatives = 0;
    std::size_t people = 0;                     ///< whose rows these are; 0: not counted
    std::vector<std::size_t> person_of{};       ///< of each row, numbered from 0; empty: every row its own
    std::optional<std::size_t> rarer_people{};  ///< of the outcome that fewer people have
    int folds = 0;
    int repeats = 0;
    std::uint64_t seed = 0;
    std::string command;  ///< as it was typed
    std::string version;
    bool simulated = false;          ///< the patients are virtual, no persons
    std::vector<std::string> notes;  ///< of the cohort, and what follows from it
    std::vector<ResultRow> rows;
    std::vector<LeftOut> left_out;
    std::vector<Comparison> comparisons;
    std::optional<ChanceTest> chance{};           ///< where it was asked for
    std::vector<LearningPoint> learning_curve;    ///< where it was asked for
    std::vector<SurvivalFigures> survival;        ///< where it was asked for, one a row with scores
    EarlyScores early_scores = EarlyScores::low;  ///< the direction of its C index
    std::string time_column;                      ///< of the survival figures
    std::string event_column;
    std::vector<record::PatientId> patient_ids;  ///< by patient index; written only when asked for
    bool cancelled = false;
    /// Whether some people have several rows, so that "patients" are rows.
    [[nodiscard]] bool several_rows_a_person() const { return people > 0 && people < patients; }
};

/// Measures and compares a cross-validation, in all patients and in each subgroup; the best simple rule gets a row of
/// its own behind the rules. Rows that are arithmetically impossible are a bug and become an error.
[[nodiscard]] core::Result<Results> evaluate(const model::PatientSet& set, CrossValidation run,
                                             const MetricOptions& options = {},
                                             std::span<const Subgroup> subgroups = {});

struct WriteOptions {
    bool patient_ids = false;  ///< predictions name patients by id; else by index in the cohort's order
};
/// {"cohort", "models": [{"name", "features", "pretraining", "kind", "choice", "point", "patients", "pooled": {"tp",
/// "fp", "tn", "fn"}, "accuracy":
/// {"mean", "sd", "ci95": [low, high], "ci95_method": "bootstrap", "korn-graubard" (shares), "clopper-pearson",
/// "newcombe-score" or "recovered", "pooled"} ("auc" with "p_chance"), and so every other of named_figures(),
/// "decision_curve": [net benefit], "subgroups": [{"name", "patients", "positives", "accuracy", "sensitivity",
/// "specificity", "auc"}], "predictions":
/// [{"patient", "repeat", "fold", "score", "responds", "outcome"}]}], "left_out", "comparisons": [{"first", "second",
/// "question", "metric", "difference", "ci95", "ci95_method": "bootstrap" or "recovered", "p", "p_holm",
/// "delong_difference", "delong_p", "delong_p_holm", "patients"}], "chance": null or {"permutations", "stopped",
/// "models": [{"name", "features", "pretraining", "auc", "p", "p_best"}]}, "decision_curve":
/// {"thresholds", "treat_all"}, "learning_curve": [{"name", "features", "pretraining", "share", "training_patients",
/// "auc", "sd"}], "survival": where it was asked for [{"name", "features", "pretraining", "patients", "events",
/// "c_index", "c_index_ci95", "early_scores", "hazard_ratio_per_sd", "hazard_ratio_ci95", "hazard_ratio_p",
/// "log_rank_p", "predicted_negative", "predicted_positive": {"patients", "events", "median"}}], "command", "seed",
/// "version"}; undefined is null.
[[nodiscard]] nlohmann::json to_json(const Results& results, const WriteOptions& options = {});
/// What to_json says of a row up to its figures: no curves, subgroups and predictions. `patients`: those it answers
/// for.
[[nodiscard]] nlohmann::json figures_json(const ResultRow& row, std::size_t patients);
/// One of the "comparisons" of to_json.
[[nodiscard]] nlohmann::json to_json(const Comparison& comparison);
[[nodiscard]] core::Result<void> write_results_json(const Results& results, const std::filesystem::path& path,
                                                    const WriteOptions& options = {});
/// The curves: a row for each model, predicted group and time with an event.
[[nodiscard]] core::Result<void> write_survival_csv(const Results& results, const std::filesystem::path& path);
[[nodiscard]] core::Result<void> write_results_csv(const Results& results, const std::filesystem::path& path);

}  // namespace synchrony::eval

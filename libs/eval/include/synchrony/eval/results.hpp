// The files of a comparison: results.json with everything, results.csv with one row a model.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "synchrony/eval/compare.hpp"

namespace synchrony::eval {

/// A row with its figures.
struct ResultRow {
    RowName row;
    RowKind kind = RowKind::model;
    Metrics metrics;
    std::vector<PatientPrediction> predictions;
};

/// All that a table, a report and a file need.
struct Results {
    std::string cohort_name;  ///< name for people, no path
    std::string outcome;      ///< "response", ...
    std::size_t patients = 0;
    std::size_t positives = 0;
    std::size_t negatives = 0;
    int folds = 0;
    int repeats = 0;
    std::uint64_t seed = 0;
    std::string command;  ///< as it was typed
    std::string version;
    std::vector<std::string> notes;  ///< of the cohort, and what follows from it
    std::vector<ResultRow> rows;
    std::vector<LeftOut> left_out;
    std::vector<Comparison> comparisons;
    std::vector<record::PatientId> patient_ids;  ///< by patient index; written only when asked for
    bool cancelled = false;
};

/// Measures and compares a cross-validation. Rows that are arithmetically impossible are a bug and become an error.
[[nodiscard]] core::Result<Results> evaluate(const model::PatientSet& set, CrossValidation run,
                                             const MetricOptions& options = {});

struct WriteOptions {
    bool patient_ids = false;  ///< predictions name patients by id; else by index in the cohort's order
};
/// {"cohort", "models": [{"name", "features", "pretraining", "kind", "pooled": {"tp", "fp", "tn", "fn"}, "accuracy":
/// {"mean", "sd", "ci95": [low, high], "pooled"}, "sensitivity", "specificity", "auc", "brier", "predictions":
/// [{"patient", "repeat", "fold", "score", "responds", "outcome"}]}], "left_out", "comparisons", "command", "seed",
/// "version"}; undefined is null.
[[nodiscard]] nlohmann::json to_json(const Results& results, const WriteOptions& options = {});
[[nodiscard]] core::Result<void> write_results_json(const Results& results, const std::filesystem::path& path,
                                                    const WriteOptions& options = {});
[[nodiscard]] core::Result<void> write_results_csv(const Results& results, const std::filesystem::path& path);

}  // namespace synchrony::eval

// Someone else's table of results: can the figures of a row come from one set of patients?
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/cohort/printed_baseline.hpp"

namespace synchrony::eval {

using cohort::Printed;

/// A row as printed; shares from 0 to 1.
struct PrintedResultRow {
    std::string model;
    std::uint64_t n_positive = 0;
    std::uint64_t n_negative = 0;
    int folds = 5;  ///< of the cross-validation, for the reading "means over folds"
    std::optional<Printed> accuracy, sensitivity, specificity, ppv, npv, f1;
    std::optional<std::uint64_t> tp, fp, tn, fn;
};

/// How a row may have come about.
enum class Reading : std::uint8_t {
    pooled,      ///< every patient counted once, one confusion matrix
    fold_means,  ///< not one confusion matrix, but means over stratified folds may round to this
    impossible   ///< neither
};
[[nodiscard]] const char* name_of(Reading reading);

struct PrintedResultVerdict {
    std::string model;
    Reading reading = Reading::pooled;
    std::vector<std::string> against_pooled;      ///< why not one confusion matrix
    std::vector<std::string> against_fold_means;  ///< why not means over stratified folds
    std::optional<double> implied_accuracy;       ///< (sensitivity x positives + specificity x negatives) / patients
    /// How far a mean of fold accuracies may lie from that, because stratified folds differ in their share of positives
    /// by whole patients: the largest difference of a fold's share from the whole's.
    double fold_slack = 0.0;
};

[[nodiscard]] PrintedResultVerdict check_printed_row(const PrintedResultRow& row);

/// A CSV with the columns model, n_pos, n_neg and, where they apply, folds, accuracy, sensitivity, specificity, ppv,
/// npv, f1 (shares, or percentages with a % sign), tp, fp, tn, fn. Errors say line and column.
[[nodiscard]] core::Result<std::vector<PrintedResultRow>> read_printed_results(const cohort::CsvTable& table);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<PrintedResultVerdict>& verdicts);

}  // namespace synchrony::eval

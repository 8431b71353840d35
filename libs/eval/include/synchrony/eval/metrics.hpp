// How good a row is: fold means and deviations, pooled counts, and intervals with the person as the unit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/stats/bootstrap.hpp"

namespace synchrony::eval {

/// How many different patients these are of.
[[nodiscard]] std::size_t patients_in(std::span<const PatientPrediction> predictions);

/// How many different people have a row of each outcome; `people`: the person of each patient's row.
struct PeopleOfClasses {
    std::size_t positive = 0;
    std::size_t negative = 0;
};
[[nodiscard]] PeopleOfClasses people_of_classes(std::span<const PatientPrediction> predictions,
                                                std::span<const std::size_t> people);

/// Decisions against truths; a responder is positive.
struct Confusion {
    std::uint64_t tp = 0;
    std::uint64_t fp = 0;
    std::uint64_t tn = 0;
    std::uint64_t fn = 0;
    void add(bool responds, bool outcome);
    [[nodiscard]] std::uint64_t total() const { return tp + fp + tn + fn; }
    [[nodiscard]] std::optional<double> accuracy() const;
    [[nodiscard]] std::optional<double> sensitivity() const;  ///< nothing without positives
    [[nodiscard]] std::optional<double> specificity() const;  ///< nothing without negatives
    [[nodiscard]] std::optional<double> ppv() const;          ///< nothing where nobody was called a responder
    [[nodiscard]] std::optional<double> npv() const;          ///< nothing where everybody was
    [[nodiscard]] std::optional<double> f1() const;           ///< 2 tp / (2 tp + fp + fn)
};

/// One column of the comparison table for one row. Undefined values are absent, never 0.
struct Figure {
    std::optional<double> mean;    ///< over all folds of all repeats (see below for AUC)
    std::optional<double> sd;      ///< over the same, divisor n - 1; a spread of folds, not a confidence interval
    std::optional<double> pooled;  ///< from all predictions together (see below for AUC)
    /// Bootstrap over people: percentiles, of shares Korn and Graubard's limits at the number of answers that its
    /// variance stands for. Where every resample gives the same value there is no spread to be read off: a share of 0
    /// or 1 then has Clopper and Pearson's limits over people, an AUC of 0 or 1 Newcombe's score limits
    /// (Interval::method says so), any other figure none. The AUC of a rule that answers yes or no has limits recovered
    /// from such a sensitivity or specificity.
    std::optional<stats::Interval> ci95;
};

/// Intervals resample people with their predictions of all repeats; the models are not refitted, so the intervals say
/// how far these patients are from others like them, not how far another training set would have led.
struct Metrics {
    Confusion pooled;  ///< summed over folds and repeats
    Figure accuracy;
    Figure sensitivity;
    Figure specificity;
    /// `mean`: the share of concordant pairs among all pairs tested in one fold, the mean over folds where each counts
    /// by its pairs: a fold of three pairs counts less than one of sixty. `ci95` is of that. `sd`: over folds.
    /// `pooled`: AUC over all patients of a repeat, averaged over repeats; it compares scores of different folds'
    /// models.
    Figure auc;
    /// Two-sided, of an AUC of 0.5, from the resamples of `auc.ci95`; like it without the fitting (see chance_test).
    std::optional<double> auc_p;
    /// Mean squared distance of probability and outcome; absent for rows whose scores are not all in [0, 1].
    Figure brier;
    Figure ppv;
    Figure npv;
    Figure f1;
    /// `pooled`: over all patients of a repeat, averaged over repeats; `ci95` is of that.
    Figure average_precision;
    /// Logistic recalibration of all predictions together (stats::calibration): only `pooled` and `ci95`; folds of tens
    /// of patients have none worth a mean. Absent where scores are no probabilities or only 0 and 1.
    Figure calibration_slope;
    Figure calibration_intercept;
};

/// A figure by the name it bears in the files.
struct NamedFigure {
    const char* name;
    Figure Metrics::*figure;
};
/// All of them, in the files' order.
[[nodiscard]] std::span<const NamedFigure> named_figures();

struct MetricOptions {
    std::size_t resamples = 2000;
    int threads = 1;
    std::uint64_t seed = 1;
    bool brief = false;  ///< only accuracy, sensitivity, specificity and AUC
    /// The person of each patient's row (model::PatientSet::people): one person's rows are drawn and tested together.
    /// Empty: every row its own.
    std::vector<std::size_t> people{};
};

/// `patients`: size of the set that was predicted.
[[nodiscard]] Metrics score_predictions(std::span<const PatientPrediction> predictions, std::size_t patients,
                                        const MetricOptions& options = {});

}  // namespace synchrony::eval

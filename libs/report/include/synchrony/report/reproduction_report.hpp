// The page of a published study done again: its figures beside ours, and which of them may be believed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/report/evaluation_report.hpp"

namespace synchrony::report {

struct OwnFigure {
    std::string ours;            ///< empty: none
    std::string spread;          ///< of ours between cohorts: "± 0.05"; empty: of one cohort
    std::optional<bool> agrees;  ///< with the published figure; nothing: not compared
};

/// One of our rows beside a published one.
struct OwnFigures {
    std::string meaning;               ///< "on pixels"; empty: as published
    std::string row;                   ///< its label
    std::string not_run;               ///< why there is none
    std::array<OwnFigure, 3> figures;  ///< accuracy, sensitivity, specificity
};

/// A published row of results.
struct PublishedRow {
    std::string model;
    std::array<std::string, 3> published;  ///< accuracy, sensitivity, specificity: "0.721"
    std::vector<OwnFigures> own;           ///< the row as published first; one at least
    std::string arithmetic;                ///< "impossible", "possible", "only as means over folds"
    std::string why;                       ///< the reason in a few words
};

/// A variable of the baseline table: all, positives, negatives.
struct PublishedVariable {
    std::string variable;
    std::array<std::string, 3> published;
    std::array<std::string, 3> ours;
    std::array<std::optional<double>, 2> p;  ///< published against ours, positives and negatives
    std::vector<std::string> contradictions;
};

/// A row that the published tables do not have: AUC, accuracy, sensitivity, specificity with their limits.
struct BesideRow {
    std::string name;
    std::string meaning;
    std::array<std::string, 4> figures;  ///< "0.72", empty: none
    std::array<std::string, 4> limits;   ///< "0.60 to 0.83", "± 0.05" between cohorts; empty: none
    std::string not_run;
};

struct FigureWithLimits {
    std::string value;   ///< "0.72", empty: none
    std::string limits;  ///< "0.60 to 0.83", "± 0.05" between cohorts; empty: none
};

/// One of our rows over all cohorts.
struct OverCohortsRow {
    std::string name;
    std::string ours;                       ///< its label, where the name is another; may be empty
    std::array<FoldFigure, 3> folds;        ///< accuracy, sensitivity, specificity
    std::array<std::uint64_t, 4> counts{};  ///< TP, FP, TN, FN, summed over folds and cohorts
    FigureWithLimits auc;
    FigureWithLimits slope, intercept;  ///< of calibration
};

struct ReproductionReport {
    std::string title;
    std::string source;  ///< the study, as one cites it
    std::vector<std::string> warnings;
    std::vector<std::string> answer;
    std::size_t patients = 0, positives = 0;  ///< of the first cohort
    std::size_t cohorts = 1;
    bool simulated = true;
    std::vector<PublishedRow> rows;
    std::vector<BesideRow> beside;
    std::vector<OverCohortsRow> over_cohorts;  ///< all of ours that were run
    std::vector<PublishedVariable> baseline;
    EvaluationReport own;  ///< the first cohort's comparison: what the published tables do not have
    Paper paper = Paper::a4;
    std::string date;
    std::string command;
    std::uint64_t seed = 0;
    std::vector<Named> versions;
};

[[nodiscard]] core::Result<std::string> reproduction_html(const ReproductionReport& report);
/// The bytes of a PDF file.
[[nodiscard]] core::Result<std::string> reproduction_pdf(const ReproductionReport& report);

}  // namespace synchrony::report

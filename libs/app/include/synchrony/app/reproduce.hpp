// Use case: a published study done again, its tables beside the published ones.
#pragma once

#include <array>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/eval/agreement.hpp"
#include "synchrony/eval/printed_results.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/nn/transfer.hpp"
#include "synchrony/report/paper.hpp"

namespace synchrony::app {

struct ReproduceRequest {
    std::filesystem::path out;         ///< folder: reproduction.json, report.html, report.pdf, cohorts, comparisons
    std::filesystem::path cohort_csv;  ///< the user's own; empty: virtual patients like the published ones
    io::ReadOptions reading;           ///< of its ECGs
    std::vector<std::string> networks{"resnet18"};  ///< resnet18, resnet50, resnet101; empty: none is trained
    int cohorts = 1;                                ///< virtual cohorts of 71, of seeds that follow one another
    nn::TransferOptions transfer;                   ///< how networks are trained
    int bootstrap_resamples = 2000;
    report::Paper paper = report::Paper::a4;
    std::string command_line;
};

/// A row of the published results with ours beside it.
struct ReproducedRow {
    eval::PrintedResultRow published;
    eval::PrintedResultVerdict arithmetic;
    /// Accuracy, sensitivity, specificity; nothing where ours was not run or is not defined.
    std::array<std::optional<eval::Agreement>, 3> agreement;
    std::string ours;     ///< our row's label
    std::string not_run;  ///< why there is none of ours
};

/// A variable of the published baseline table beside ours, of the first cohort.
struct ReproducedVariable {
    std::string variable;
    std::array<std::string, 3> published;  ///< all, positives, negatives: "172.0 ± 23.4", "57 (80.2)"
    std::array<std::string, 3> ours;       ///< empty: ours has no such column
    /// Of the same value in published and our patients, positives and negatives: Welch's t of the printed summaries, or
    /// Fisher's exact test of the counts. Not corrected for the number of rows.
    std::array<std::optional<double>, 2> p;
    std::vector<std::string> contradictions;  ///< within the published row
};

struct Reproduction {
    std::string cohort;  ///< "virtual patients", or the file's name
    bool simulated = true;
    std::size_t cohorts = 1;
    std::size_t patients = 0, positives = 0;  ///< of the first cohort
    std::optional<double> attainable_auc;     ///< of virtual patients, mean over cohorts
    std::vector<ReproducedVariable> baseline;
    std::vector<ReproducedRow> rows;
    std::vector<std::string> answer;  ///< what may be believed, in sentences
    bool cancelled = false;
};

/// The study of He et al. 2023. Comparisons are those of `evaluate`, one folder a cohort and network, and go on where a
/// run was stopped. Errors: usage (unknown network, no cohort), input, io, cancelled.
[[nodiscard]] core::Result<Reproduction> reproduce_he_2023(const ReproduceRequest& request,
                                                           const core::RunContext& context);

[[nodiscard]] nlohmann::ordered_json to_json(const Reproduction& reproduction);

}  // namespace synchrony::app

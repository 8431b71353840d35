// Use case: a published study done again, its tables beside the published ones.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/app/row_over_cohorts.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/shard.hpp"
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
    std::vector<std::string> networks{"resnet18",
                                      "resnet18-1d"};  ///< model::Architecture::names(); empty: none is trained
    int cohorts = 1;                                   ///< virtual cohorts of 71, of seeds that follow one another
    nn::TransferOptions transfer;                      ///< how networks are trained
    nn::Device device = nn::Device::cpu;               ///< where they learn and answer
    /// The cohorts of this part alone, their predictions kept in `out`, and no report: the same request without a part
    /// takes them up.
    std::optional<core::Shard> shard;
    int bootstrap_resamples = 2000;
    report::Paper paper = report::Paper::a4;
    std::string command_line;
};

/// One of our rows beside a published one.
struct OwnCounterpart {
    std::string meaning;  ///< "on pixels"; empty: as published
    std::string ours;     ///< our row's label
    std::string not_run;  ///< why there is none of ours
    /// Accuracy, sensitivity, specificity; nothing where ours was not run or is not defined.
    std::array<std::optional<eval::Agreement>, 3> agreement;
    RowOverCohorts own;  ///< all figures of ours
};

/// A row of the published results with ours beside it.
struct ReproducedRow {
    eval::PrintedResultRow published;
    eval::PrintedResultVerdict arithmetic;
    OwnCounterpart same;                 ///< what the study says that it did
    std::vector<OwnCounterpart> others;  ///< what it may have meant: other inputs of one model, the guidelines by name
};

/// A row that the published tables do not have and ours need: the network on raw beats, ECG and SPECT.
struct ComparatorRow {
    std::string name;     ///< "cnn1d-scratch", "ecg-spect"
    std::string meaning;  ///< in a few words
    std::string ours;     ///< our row's label
    std::string not_run;  ///< why there is none of ours
    RowOverCohorts own;   ///< its figures
};

/// A row of ours that stands beside no published one: a rule, a model of the cohort's own columns.
struct FurtherRow {
    std::string ours;  ///< its label
    RowOverCohorts own;
};

/// A cohort that was compared.
struct ReproducedCohort {
    std::uint64_t seed = 0;
    std::size_t patients = 0, positives = 0;
    int folds = 0, repeats = 0;
    std::optional<double> attainable_auc;  ///< of virtual patients
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
    std::vector<ComparatorRow> beside;
    std::vector<FurtherRow> further;            ///< all others of ours
    std::vector<ReproducedCohort> each_cohort;  ///< in their order
    std::vector<std::string> answer;            ///< what may be believed, in sentences
    std::uint64_t seed = 0;                     ///< of the first cohort
    bool cancelled = false;
    std::optional<core::Shard> part;  ///< done alone: nothing above is filled but the number of its cohorts
};

/// The study of He et al. 2023. Comparisons are those of `evaluate`, one folder a cohort and network, and go on where a
/// run was stopped. Errors: usage (unknown network, no cohort), input, io, cancelled.
[[nodiscard]] core::Result<Reproduction> reproduce_he_2023(const ReproduceRequest& request,
                                                           const core::RunContext& context);

[[nodiscard]] nlohmann::ordered_json to_json(const Reproduction& reproduction);

}  // namespace synchrony::app

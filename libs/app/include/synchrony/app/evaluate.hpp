// Use case: compare rules, classical models and networks on one cohort, by patient, and write the comparison.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/nn/transfer.hpp"
#include "synchrony/report/paper.hpp"

namespace synchrony::app {

/// What a model asks of networks: to run one as it was pre-trained, or to train one (or draw its weights), which takes
/// libtorch.
enum class NetworkUse : std::uint8_t { none, runs, trains };

/// A kind of row that a comparison may have.
struct ModelChoice {
    std::string_view name;  ///< the word on the command line
    std::string_view meaning;
    bool needs_pretrained = false;
    NetworkUse network = NetworkUse::none;
    bool on_request = false;         ///< only where it is named
    std::string_view not_kept = {};  ///< why `train` cannot keep it in a file; empty: it can
};
/// Every kind, in the order of the table.
[[nodiscard]] std::span<const ModelChoice> model_choices();
/// Errors (usage): a name that is neither of model_choices() nor "usual" nor "all".
[[nodiscard]] core::Result<void> check_models(const std::vector<std::string>& names);

struct EvaluateRequest {
    std::filesystem::path cohort_csv;
    cohort::CohortOptions cohort;
    std::vector<std::string> inputs;  ///< more columns as inputs, or "-name": fewer (cohort::chosen_inputs)
    io::ReadOptions reading;          ///< of the ECGs
    /// Names of model_choices(), "usual" (all that can be run and are not on request) or "all"; empty: usual.
    std::vector<std::string> models;
    std::filesystem::path pretrained;  ///< model bundle; empty: rows that need one are left out
    std::string recipe = "fine";       ///< without a bundle; with one, its own recipe is used
    int folds = 5;
    int repeats = 1;
    int bootstrap_resamples = 2000;
    int permutations = 0;              ///< the models again on so many exchanged outcomes (eval::chance_test)
    std::string time_column;           ///< with event_column: survival by prediction is looked at too
    std::string event_column;          ///< 1: the event came at that time, 0: followed until then
    bool learning_curve = false;       ///< fit the classical models on growing shares of the training parts too
    std::vector<std::string> scratch;  ///< networks from scratch: resnet18, resnet50, resnet101; empty: as pre-trained
    nn::TransferOptions transfer;      ///< how the network rows are trained
    nn::Device device = nn::Device::cpu;  ///< where networks learn and answer
    std::filesystem::path out_folder;     ///< results.json, results.csv, report.html, report.pdf, images
    double worth_keeping_s = 1.0;         ///< parts that took as long are kept in out_folder/finished for a later run
    bool patient_ids = false;             ///< name patients in results.json
    std::string title;                    ///< of the report; empty: made from outcome and cohort
    std::string positive_name;            ///< what outcome 1 means ("LVH"); empty: "responders" for `response`
    std::string negative_name;
    report::Paper paper = report::Paper::a4;  ///< of report.pdf
    std::string command_line;
};

struct EvaluateOutcome {
    eval::Results results;
    std::vector<std::pair<std::string, std::size_t>> excluded;  ///< reason, patients
    std::filesystem::path report;
    std::vector<std::string> answer;  ///< the report's two sentences
    /// Models of the request, called by name, without a row: why stands in `results.left_out`.
    std::vector<std::string> asked_in_vain;
};

[[nodiscard]] core::Result<EvaluateOutcome> evaluate(const EvaluateRequest& request, const core::RunContext& context);

}  // namespace synchrony::app

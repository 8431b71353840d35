// Use case: fit one model on all patients of a cohort and keep it in a file, with calibration, threshold, interval and
// cross-validated estimates, which come from patients the model had not seen.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/app/evaluate.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// Fewer members than this give no percentile interval.
inline constexpr int fewest_members = 100;

struct TrainRequest {
    std::filesystem::path cohort_csv;
    cohort::CohortOptions cohort;
    std::vector<std::string> inputs;   ///< more columns as inputs, or "-name": fewer (cohort::chosen_inputs)
    io::ReadOptions reading;           ///< of the ECGs
    std::string model = "fused";       ///< a name of model_choices() that can be kept
    std::filesystem::path pretrained;  ///< model file of `synchrony pretrain`, where the model needs one
    std::string recipe = "fine";       ///< of a network from scratch; else the pre-trained file's
    int folds = 5;
    int repeats = 0;               ///< of the cross-validation; 0: 5, of a network 1
    int members = 200;             ///< bootstrap resamples for the interval, fewest_members or more
    bool keep_neighbours = false;  ///< the training patients' scaled inputs and outcomes stay in the file
    std::string threshold;         ///< "half", "prevalence" or "youden"; empty: as `evaluate` decides with that model
    nn::TransferOptions transfer;  ///< how a network is trained
    nn::Device device = nn::Device::cpu;  ///< where networks learn and answer
    std::filesystem::path out;            ///< the predictor's file
    std::string command_line;
};

struct TrainOutcome {
    model::Predictor predictor;
    std::vector<std::pair<std::string, std::size_t>> excluded;  ///< reason, patients
};

/// Cross-validates by patient (the folds of `evaluate` with that seed), fits calibration and threshold to the
/// predictions on unseen patients, fits the model on all, refits it on bootstrap resamples, writes the file. Errors:
/// usage (a model that cannot be kept, options out of range), those of the cohort, the ECGs and the model; cancelled.
[[nodiscard]] core::Result<TrainOutcome> train(const TrainRequest& request, const core::RunContext& context);

}  // namespace synchrony::app

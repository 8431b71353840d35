// Use case: pre-train a network on the beats of MIT-BIH and write it as a model bundle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "synchrony/app/class_scores.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/inputs/beat_images.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::app {

/// How many virtual patients a network may learn from: fewer leave a part of the split or a class empty.
inline constexpr std::uint64_t least_virtual_patients = 20, most_virtual_patients = 200'000;

struct PretrainRequest {
    inputs::BeatImagesRequest images;
    std::filesystem::path unlabelled;  ///< cohort CSV whose recordings join the contrastive loss
                                       ///< (unlabelled_images.hpp); empty: none
    std::filesystem::path init;        ///< model bundle that training begins with, whose network, channels and recipe
                                       ///< are then the options' and images' own; empty: none
    std::filesystem::path targets;     ///< CSV of numbers of each patient (numeric_targets.hpp); empty: none
    std::vector<std::string> target_columns;  ///< empty: all
    /// Learns from so many virtual patients in place of images.database: their kind of conduction is the class and,
    /// unless `targets` are given, what simulation knows of them the numbers. 0: none.
    std::uint64_t virtual_patients = 0;
    /// Beside images.database instead, both at once: its beats are the labelled set, virtual patients an auxiliary
    /// source of the same recipe and channels (nn::AuxiliarySource).
    bool virtual_beside = false;
    double virtual_share = 0.5;  ///< of each batch, beside a database
    nn::PretrainOptions options;
    nn::Device device = nn::Device::cpu;           ///< where the network learns, and answers for its scores
    std::filesystem::path out;                     ///< model bundle
    std::filesystem::path report;                  ///< JSON with all figures; empty: none
    std::filesystem::path validation_predictions;  ///< CSV with the probabilities of every validation beat; empty: none
    model::WeightStorage storage = model::WeightStorage::f16;
    std::string command_line;   ///< for provenance
    bool noise = true;          ///< adds recorded noise in training, where data_folder("noise") is at hand
    bool test_detected = true;  ///< scores the test part also on beats from our detector (inter-patient only)
};

/// Where the time went, s. The options' limit of time holds for training and its validations.
struct PretrainSeconds {
    double images = 0;    ///< reading recordings and making images
    double training = 0;  ///< with validations
    double test = 0;      ///< with the validation of the best weights and the measuring of this machine's speed
    double detected = 0;  ///< the test once more, on beats that the detector finds
};

struct PretrainOutcome {
    nn::PretrainReport report;
    ClassScores test;  ///< report.test with its limits, record by record
    model::Bundle bundle;
    std::string engine;  ///< "libtorch 1.13.1"
    PretrainSeconds seconds;
};

/// The report's JSON, the test with its limits and record by record.
[[nodiscard]] nlohmann::json to_json(const PretrainOutcome& outcome);

[[nodiscard]] core::Result<PretrainOutcome> pretrain(const PretrainRequest& request, const core::RunContext& context);

}  // namespace synchrony::app

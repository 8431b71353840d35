// The rows of a comparison and the feature tables they read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/app/evaluate.hpp"
#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/classifier.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {

/// Everything that rows are made from.
struct ComparisonInputs {
    model::PatientSet* set = nullptr;    ///< feature tables are added to it; without images only table rows can be made
    nn::Engine* engine = nullptr;        ///< trains; null: rows that need it are left out
    nn::Inference* inference = nullptr;  ///< runs pre-trained weights; null: rows that need it are left out
    std::shared_ptr<const model::Bundle> pretrained;  ///< null: none
    nn::TransferOptions transfer;
    bool rules_as_taught = false;        ///< the outcome is not response, which rules were made for
    std::vector<std::string> scratch{};  ///< networks of the row "scratch"; empty: that of `pretrained`, else resnet18
};

struct ComparisonRows {
    std::vector<eval::ModelRow> rows;
    std::vector<eval::LeftOut> left_out;  ///< asked for or usual, but cannot be made
};

/// True for the models that read more than the cohort's own columns.
[[nodiscard]] bool model_reads_ecg(std::string_view model);

/// True for the models that are networks themselves, trained on the cohort's images.
[[nodiscard]] bool is_network(std::string_view model);

/// True for the models that need the engine that trains: networks, and random weights, which it draws.
[[nodiscard]] bool trains_network(std::string_view model);

/// True for the models that run the pre-trained network as it is.
[[nodiscard]] bool runs_network(std::string_view model);

/// Where the features of that table are read in the pre-trained network; nothing for a table that is not of it.
[[nodiscard]] std::optional<nn::FeaturePlace> feature_place(std::string_view table);

/// The pixels of each patient's median beats, lead by lead, as one row of numbers.
[[nodiscard]] core::Result<model::FeatureTable> pixel_table(const features::ImageSet& images,
                                                            std::span<const record::PatientId> patients);

/// Makes the rows of those names (of model_choices()) and adds the tables they need to the set.
[[nodiscard]] core::Result<ComparisonRows> comparison_rows(const std::vector<std::string>& names,
                                                           const ComparisonInputs& inputs,
                                                           const core::RunContext& context);

}  // namespace synchrony::app

// What logistic regression is shown of a patient in a transfer experiment, and which showing is chosen on which half.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/ml/kernel_logistic.hpp"
#include "synchrony/study/transfer_draws.hpp"

namespace synchrony::study {

/// Blocks of features of the same patients by name, e.g. "median/kept/layer2:2x2/side". Values are [patient, column].
using FeatureBank = std::map<std::string, Eigen::MatrixXf>;

/// One way of showing a patient: some blocks of a bank, each weighing the same.
struct GainSetting {
    std::string name;
    std::vector<std::string> blocks;
    ml::ColumnScaling scaling = ml::ColumnScaling::each;
    [[nodiscard]] core::Key key() const;
    friend bool operator==(const GainSetting&, const GainSetting&) = default;
};

/// Settings of features of a network's layers: layers 1 to 4 and several joined; maps averaged whole or over 2 x 2
/// cells; leads side by side, their mean, or their mean, spread and largest; of the median beat, of all beats, or of
/// the median beat with every patient's amplitude made the same; the same with the pixels joined is a list of its own;
/// columns scaled each or all together.
[[nodiscard]] std::vector<GainSetting> layer_settings(bool pixels_joined);
/// Settings of pixels: all, or means over 8 x 8 cells; leads and beats as above.
[[nodiscard]] std::vector<GainSetting> pixel_settings();

/// Which part of a feature is read where (see layer_settings).
[[nodiscard]] std::string block_name(const std::string& beats, const std::string& place, const std::string& leads);

/// Log-odds that logistic regression gives each row of `test`, fitted on `training`. Rows are patients of the bank;
/// `labels` has one entry a patient of the bank. Errors: a block that the bank lacks (usage), one class in training.
/// Of several settings: the mean of their log-odds.
[[nodiscard]] core::Result<std::vector<double>> setting_scores(const FeatureBank& bank,
                                                               std::span<const GainSetting> settings,
                                                               std::span<const std::uint8_t> labels,
                                                               std::span<const std::size_t> training,
                                                               std::span<const std::size_t> test, std::uint64_t seed);

/// A question asked of the bank's patients.
struct GainTask {
    std::string name;
    std::vector<std::size_t> rows;     ///< patients of the bank whose label is known, rising
    std::vector<std::uint8_t> labels;  ///< one a patient of the bank; 0 where unknown
    [[nodiscard]] core::Key key() const;
};

/// AUC of every setting on one half: repeated five-fold cross-validation by patient inside that half.
struct HalfTrial {
    std::vector<std::vector<double>> auc;  ///< [setting][bank], mean over repeats
    /// Of a setting, over banks (random nets of several seeds).
    [[nodiscard]] double mean(std::size_t setting) const;
};
struct TrialOptions {
    int folds = 5;
    int repeats = 3;
};
/// Tries every setting on the task's patients of `half` only; labels of other patients are not read.
[[nodiscard]] core::Result<HalfTrial> try_settings(std::span<const FeatureBank* const> banks,
                                                   std::span<const GainSetting> settings, const GainTask& task,
                                                   std::span<const Half> halves, Half half, const TrialOptions& options,
                                                   const core::RunContext& context);

/// The settings with the best mean AUC over the trials (tasks), best first, the first of equals first; `count` of them
/// or all.
[[nodiscard]] std::vector<std::size_t> best_settings(std::span<const HalfTrial> trials, std::size_t count);

}  // namespace synchrony::study

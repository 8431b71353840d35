// Networks of the transfer experiment: the ways of training that were asked for, which is chosen on which half, and
// what they say of a draw's patients.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synchrony/study/transfer_gain.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {

/// One way of training a network.
struct NetworkSetting {
    std::string name;  ///< "30 epochs, rate 0.0005, mean of leads"
    nn::TransferOptions options;
};
/// Every combination of the grid's values for finetuned or scratch, in the grid's order; what only a pre-trained
/// network has does not multiply scratch's.
[[nodiscard]] std::vector<NetworkSetting> network_settings(const TransferGainRequest& request,
                                                           std::shared_ptr<const model::Bundle> pretrained,
                                                           const std::string& method);

/// That every setting can be trained: before images are made. Errors (usage): those of TransferOptions::check.
[[nodiscard]] core::Result<void> check_networks(const GainContext& gain);

using ChosenNetworks = ChosenOf<NetworkSetting>;
/// One entry a task, by method: of several settings the best by cross-validation inside the half that chooses, by the
/// mean AUC over tasks or by each task's own. A single setting is not tried. Adds rows of settings.csv to `lines`. A
/// method is left out where another part has still to make a trial of its.
[[nodiscard]] core::Result<std::map<std::string, std::vector<ChosenNetworks>>> choose_networks(
    const GainContext& gain, const std::vector<TaskScores>& tasks, std::vector<std::string>& lines);

/// Fills in the log-odds of networks trained in each fold of the first draws: each half's patients by its settings.
[[nodiscard]] core::Result<void> score_networks(const GainContext& gain, std::vector<TaskScores>& tasks,
                                                const std::map<std::string, std::vector<ChosenNetworks>>& chosen);

}  // namespace synchrony::study

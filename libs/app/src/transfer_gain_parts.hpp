// What the parts of the transfer experiment pass to one another.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "piece_store.hpp"
#include "synchrony/app/transfer_gain.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/report/figure.hpp"
#include "transfer_features.hpp"

namespace synchrony::app {

/// Log-odds of one method on one draw: [member][row of the draw]. Random nets have a member a seed.
using MemberScores = std::vector<std::vector<double>>;

/// A task with everything that was predicted for it.
struct TaskScores {
    GainTask task;
    std::string meaning;
    DrawSize size;
    std::vector<Draw> draws;
    std::map<std::string, std::map<std::size_t, MemberScores>> scores;  ///< [method][draw]
};

struct GainWorld;

/// Feature banks by method, a bank a member, each made when it is first asked for. Layers alone and layers with pixels
/// share theirs.
class GainBanks {
  public:
    /// Keeps a reference to `images`.
    explicit GainBanks(const GainImages& images) : images_(images) {}
    /// Of pixels, random, frozen, random_pixels or frozen_pixels; valid as long as this is. Errors: of the network module.
    [[nodiscard]] core::Result<const std::vector<FeatureBank>*> of(const GainWorld& world, const std::string& method);

  private:
    core::Result<const std::vector<FeatureBank>*> pixels();
    static core::Result<std::shared_ptr<const model::Bundle>> random_net(const GainWorld& world, int number);

    const GainImages& images_;
    std::vector<FeatureBank> pixels_, random_, frozen_;
};

/// Everything that stays the same over tasks and draws.
struct GainWorld {
    const TransferGainRequest& request;
    const core::RunContext& context;
    nn::Engine* engine = nullptr;
    std::shared_ptr<const model::Bundle> pretrained;
    std::shared_ptr<const features::ImageSet> images;
    std::vector<record::PatientId> patients;
    std::vector<Half> halves;    ///< one a patient
    GainBanks* banks = nullptr;  ///< only while features are scored
    std::string identity;        ///< of model, recipe, images and seed, for fingerprints
    PieceStore store;
    [[nodiscard]] bool asked(std::string_view method) const;
};

/// Settings of the method for patients of each half, the best first; log-odds of several are averaged.
struct ChosenSettings {
    std::array<std::vector<GainSetting>, 2> of_half;
    [[nodiscard]] std::vector<std::string> names(Half half) const;
};
/// "layer 3, 2x2, all beats; layers 1-4, ...".
[[nodiscard]] std::string in_line(const std::vector<std::string>& settings);
/// Tries all settings of the method on the half that chooses, for every task, and chooses. Writes what was found to
/// `lines` (a row of settings.csv each).
[[nodiscard]] core::Result<std::vector<ChosenSettings>> choose_settings(const GainWorld& world,
                                                                        const std::string& method,
                                                                        const std::vector<TaskScores>& tasks,
                                                                        std::vector<std::string>& lines);

/// Log-odds of logistic regression on features, for all patients of the draw: each half with its own setting.
[[nodiscard]] core::Result<MemberScores> feature_scores(const GainWorld& world, const std::string& method,
                                                        const TaskScores& task, std::size_t draw,
                                                        const ChosenSettings& settings);
/// Log-odds of networks trained in each fold.
[[nodiscard]] core::Result<MemberScores> network_scores(const GainWorld& world, const std::string& method,
                                                        const TaskScores& task, std::size_t draw);

/// AUCs and their differences.
[[nodiscard]] TaskOutcome summarise(const TaskScores& task, std::span<const Half> halves,
                                    const std::vector<bool>& reported, std::size_t resamples,
                                    const core::RunContext& context);

[[nodiscard]] report::Figure gain_figure(const TransferGainOutcome& outcome);

}  // namespace synchrony::app

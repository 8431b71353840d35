// What the parts of the transfer experiment pass to one another.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "synchrony/core/result_cache.hpp"
#include "synchrony/draw/figure.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/study/transfer_gain.hpp"
#include "transfer_features.hpp"

namespace synchrony::study {

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

/// Names of a method's settings by their mean AUC over tasks and halves, the best first; equals in the run's order.
using KnownSettings = std::map<std::string, std::vector<std::string>>;

struct GainContext;

/// Feature banks by method, a bank a member, each made when it is first asked for. Layers alone and layers with pixels
/// share theirs.
class GainBanks {
  public:
    /// Keeps a reference to `images`.
    explicit GainBanks(const GainImages& images) : images_(images) {}
    /// Of pixels, random, frozen, random_pixels or frozen_pixels; valid as long as this is. Errors: of the network
    /// module.
    [[nodiscard]] core::Result<const std::vector<FeatureBank>*> of(const GainContext& gain, const std::string& method);

  private:
    core::Result<const std::vector<FeatureBank>*> pixels();
    static core::Result<std::shared_ptr<const model::Bundle>> random_net(const GainContext& gain, int number);

    const GainImages& images_;
    std::vector<FeatureBank> pixels_, random_, frozen_;
};

/// Everything that stays the same over tasks and draws.
struct GainContext {
    const TransferGainRequest& request;
    const core::RunContext& context;
    nn::Engine* engine = nullptr;
    std::shared_ptr<const model::Bundle> pretrained;
    std::shared_ptr<const features::ImageSet> images;
    std::vector<record::PatientId> patients;
    std::vector<Half> halves;    ///< one a patient
    GainBanks* banks = nullptr;  ///< only while features are scored
    core::Key key;               ///< model, images, seed and what computes: part of every key below
    core::ResultCache cache;
    std::optional<KnownSettings> known = {};  ///< settings of a finished run
    /// Which of so many trials or draws this run makes: those of its part. Of the others it knows what is in the cache.
    [[nodiscard]] core::IndexRange mine(std::size_t items) const;
    /// By the request, which names all where it names none.
    [[nodiscard]] bool named(std::string_view method) const;
    /// Named, or part of a joined method that is.
    [[nodiscard]] bool asked(std::string_view method) const;
};

/// Settings of a method for patients of each half, the best first; log-odds of several are averaged.
template <typename Setting>
struct ChosenOf {
    std::array<std::vector<Setting>, 2> of_half;
    [[nodiscard]] std::vector<std::string> names(Half half) const {
        std::vector<std::string> names;
        for (const auto& setting : of_half[static_cast<std::size_t>(half)]) names.push_back(setting.name);
        return names;
    }
};
using ChosenSettings = ChosenOf<GainSetting>;

/// What every setting reached, [half][task].
using HalfTrials = std::array<std::vector<HalfTrial>, 2>;

/// Of each task, for each half the settings that did best on the other half.
template <typename Setting>
[[nodiscard]] std::vector<ChosenOf<Setting>> chosen_from(const std::vector<Setting>& settings, const HalfTrials& trials,
                                                         const TransferGainRequest& request) {
    std::vector<ChosenOf<Setting>> chosen(trials.front().size());
    for (const Half reported : {Half::a, Half::b}) {
        const auto& made = trials[static_cast<std::size_t>(other(reported))];
        for (std::size_t t = 0; t < chosen.size(); ++t) {
            const auto asked = request.choose_by_task ? std::span(made).subspan(t, 1) : std::span(made);
            for (const auto best : best_settings(asked, request.settings_averaged))
                chosen[t].of_half[static_cast<std::size_t>(reported)].push_back(settings[best]);
        }
    }
    return chosen;
}

/// Rows of settings.csv.
template <typename Setting>
void add_lines(std::vector<std::string>& lines, const std::string& method, const std::vector<TaskScores>& tasks,
               const std::vector<Setting>& settings, const HalfTrials& trials) {
    for (std::size_t t = 0; t < tasks.size(); ++t)
        for (std::size_t s = 0; s < settings.size(); ++s)
            lines.push_back(method + "," + tasks[t].task.name + ",\"" + settings[s].name + "\"," +
                            std::to_string(trials[0][t].mean(s)) + "," + std::to_string(trials[1][t].mean(s)));
}

/// Scores as the cache gives them: members of `rows` numbers each; nothing where they are something else.
[[nodiscard]] std::optional<MemberScores> scores_in(const nlohmann::json& cached, std::size_t rows);
/// What a method's scores of one draw depend on: the gain, the task, who is drawn, their folds, the settings.
[[nodiscard]] core::Key scores_key(const GainContext& gain, const std::string& method, const GainTask& task,
                                   const Draw& draw, const ChosenSettings& settings);
/// What the trial of those settings on one half depends on.
[[nodiscard]] core::Key trial_key(const GainContext& gain, const std::string& method, const GainTask& task,
                                  std::span<const GainSetting> settings, Half half);

/// "layer 3, 2x2, all beats; layers 1-4, ...".
[[nodiscard]] std::string in_line(const std::vector<std::string>& settings);
/// Tries all settings of the method on the half that chooses, for every task, and chooses. Writes what was found to
/// `lines` (a row of settings.csv each). Empty where another part has still to make a trial.
[[nodiscard]] core::Result<std::vector<ChosenSettings>> choose_settings(const GainContext& gain,
                                                                        const std::string& method,
                                                                        const std::vector<TaskScores>& tasks,
                                                                        std::vector<std::string>& lines);

/// Log-odds of logistic regression on features, for all patients of the draw: each half with its own setting.
[[nodiscard]] core::Result<MemberScores> feature_scores(const GainContext& gain, const std::string& method,
                                                        const TaskScores& task, std::size_t draw,
                                                        const ChosenSettings& settings);
/// Adds the joined method's log-odds on the draws that both its parts have: of every member their mean. A part of one
/// member goes with each of the other's.
void join_scores(TaskScores& task, const GainMethod& method);

/// AUCs and their differences.
[[nodiscard]] TaskOutcome summarise(const TaskScores& task, std::span<const Half> halves,
                                    const std::vector<bool>& reported, std::size_t resamples,
                                    const core::RunContext& context);

/// Means over tasks of what `outcomes` compare, in the order of the first that asks; `outcomes` are of `tasks`.
[[nodiscard]] std::vector<MeanGain> mean_over_tasks(std::span<const TaskScores> tasks,
                                                    std::span<const TaskOutcome> outcomes, std::span<const Half> halves,
                                                    const std::vector<bool>& reported, std::size_t resamples,
                                                    const core::RunContext& context);

/// transfer-gain.svg and .png in `folder`; gives the former's place. Where nothing is compared there is nothing to
/// draw: those of an earlier run are removed, and the place is empty.
[[nodiscard]] core::Result<std::filesystem::path> save_gain_figure(const TransferGainOutcome& outcome,
                                                                   const std::filesystem::path& folder);

}  // namespace synchrony::study

// Use case: what does pre-training give to a small 12-lead cohort? Many small cohorts are drawn from a larger labelled
// set, and the same patients in the same folds are predicted from pixels, from features of random and of pre-trained
// networks, and by networks that are fine-tuned or trained from scratch.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/shard.hpp"
#include "synchrony/nn/transfer.hpp"
#include "synchrony/stats/confidence_intervals.hpp"
#include "synchrony/stats/meta_analysis.hpp"
#include "synchrony/stats/paired.hpp"
#include "synchrony/study/transfer_draws.hpp"
#include "synchrony/study/transfer_settings.hpp"

namespace synchrony::study {

/// A way of predicting in the experiment.
struct GainMethod {
    std::string_view name;  ///< the word on the command line
    std::string_view meaning;
    bool network = false;                     ///< a network is trained for every fold: minutes a draw, on fewer draws
    bool pretrained = false;                  ///< uses the model file
    std::array<std::string_view, 2> parts{};  ///< the methods whose log-odds it averages; empty: it stands alone
    [[nodiscard]] constexpr bool joined() const { return !parts[0].empty(); }
};
/// pixels, random, frozen, random_pixels, frozen_pixels, finetuned, scratch, frozen_finetuned, random_scratch.
[[nodiscard]] std::span<const GainMethod> gain_methods();

/// Which patients choose the settings; the others are reported.
enum class SelectHalf : std::uint8_t { a, b, all };
[[nodiscard]] core::Result<SelectHalf> select_half_named(std::string_view name);

/// How networks are trained. Of several combinations of these values one is chosen, for each method and half of the
/// patients, on the other half.
struct NetworkGrid {
    std::vector<int> epochs{nn::TransferOptions{}.epochs};  ///< passes over the training patients
    std::vector<double> learning_rates{nn::TransferOptions{}.optimizer.learning_rate};  ///< the highest of the schedule
    std::vector<model::LeadPooling> poolings{nn::TransferOptions{}.pooling};
    std::vector<double> layer_decays{nn::TransferOptions{}.layer_decay};  ///< finetuned only, as `head_starts`
    std::vector<nn::HeadStart> head_starts{nn::TransferOptions{}.head_start};
};

/// Databases that small cohorts are drawn from.
inline constexpr std::array<std::string_view, 2> gain_databases{"ludb", "ptbxl"};
/// Tasks that both classes of the database are enough for.
[[nodiscard]] std::vector<std::string> default_tasks(std::string_view database);

struct TransferGainRequest {
    std::filesystem::path model;       ///< pre-trained bundle
    std::string database = "ludb";     ///< or "ptbxl", of which each person's first recording counts
    std::filesystem::path data;        ///< its folder; empty: datasets::data_folder(database)
    std::vector<std::string> tasks;    ///< of its tasks; empty: default_tasks(database)
    std::vector<std::string> methods;  ///< names of gain_methods(); empty: all
    std::size_t draws = 20;
    std::size_t network_draws = 4;        ///< draws on which finetuned and scratch are trained, the first ones
    DrawOptions draw;                     ///< its seed is the run's
    SelectHalf select = SelectHalf::all;  ///< all: each half's settings are chosen on the other
    /// Folder of a finished run, on another database: its best settings, one of each method for all its tasks and
    /// patients, are used here for everybody, and nothing is chosen here. Empty: halves choose for one another.
    std::filesystem::path settings_from;
    /// Folders of finished runs on other databases: their gains and this run's are joined (random effects).
    std::vector<std::filesystem::path> joined_with;
    bool choose_by_task = false;        ///< false: one setting for all tasks, by its mean AUC over them
    std::size_t settings_averaged = 1;  ///< so many of the best settings are used, the mean of their log-odds counts
    int random_nets = 3;                ///< seeds of random weights, whose AUCs are averaged
    TrialOptions trials;
    NetworkGrid networks;          ///< of finetuned and scratch
    nn::TransferOptions transfer;  ///< what the grid does not name; init and architecture come from the model. From
                                   ///< random weights all layers learn alike, whatever its `train` says
    nn::Device device = nn::Device::cpu;  ///< where networks learn and answer
    std::size_t resamples = 2000;         ///< of patients
    std::filesystem::path out;            ///< folder
    /// This part alone of the trials and draws, kept in `out`, and no results: the same request without a part takes
    /// them up. Where settings are to be chosen, draws follow in a second run of the part, once all trials are in
    /// `out`.
    std::optional<core::Shard> shard;
    std::string command_line;
};

/// AUC of one method on one draw.
struct DrawAuc {
    std::size_t draw = 0;
    std::array<double, 2> half{};  ///< A, B; of reported halves
    double auc = 0.0;              ///< mean over the reported halves
};

struct MethodOutcome {
    std::string method;
    std::array<std::vector<std::string>, 2> settings;  ///< used for patients of half A, B, best first; empty: none
    std::vector<DrawAuc> draws;
    double mean_auc = 0.0;  ///< over draws
    std::optional<double> sd;
    /// AUC of each patient's mean log-odds over draws, mean over the reported halves.
    double averaged_auc = 0.0;
};

/// first - second, in AUC.
struct GainComparison {
    std::string first, second;
    stats::PairedDifference over_draws;       ///< draws share patients: not what other patients would give
    double averaged = 0.0;                    ///< of the patients' mean log-odds over the common draws
    std::optional<stats::Interval> patients;  ///< of `averaged`, bootstrap over patients
    std::optional<double> patients_se;        ///< SD of the same resamples
    std::array<double, 2> half{};             ///< `averaged` in half A, B
    std::array<std::optional<stats::Interval>, 2> half_patients;
};

/// `averaged` of one question, its mean over all tasks that ask it: patients are drawn for all tasks together, so that
/// the interval knows that tasks share them.
struct MeanGain {
    std::string first, second;
    std::size_t tasks = 0;
    double averaged = 0.0;
    std::optional<stats::Interval> patients;
    std::optional<double> patients_se;
};

/// The same question in several databases.
struct PooledGain {
    std::string task, first, second;     ///< no task: the mean over each database's tasks
    std::vector<std::string> databases;  ///< this run's first
    std::vector<double> averaged;        ///< one a database
    stats::RandomEffects over_databases;
};

inline constexpr std::string_view mean_over_tasks_name = "mean over tasks";
/// The gain's task, or those words.
[[nodiscard]] std::string task_name(const PooledGain& gain);

struct TaskOutcome {
    std::string task, meaning;
    std::size_t positives = 0, negatives = 0;
    DrawSize size;
    std::vector<MethodOutcome> methods;
    std::vector<GainComparison> comparisons;
};

struct TransferGainOutcome {
    std::vector<TaskOutcome> tasks;
    std::vector<MeanGain> over_tasks;  ///< of questions that two tasks or more ask
    std::vector<PooledGain> pooled;    ///< with the runs of `joined_with`
    std::vector<bool> reported;        ///< half A, half B
    std::string engine, model_sha256, recipe;
    std::vector<std::pair<std::string, std::size_t>> excluded;  ///< reason, patients
    std::filesystem::path figure;                               ///< empty: nothing is compared
    std::filesystem::path results;
    double seconds = 0.0;
    std::optional<core::Shard> part;           ///< done alone: nothing above is filled but engine and recipe
    std::vector<std::string> without_setting;  ///< of a part: methods whose trials other parts have still to make
};

/// Runs the experiment. Scores of each draw and trials of settings are kept in `out`; a second run with the same model,
/// data and options goes on where the first one stopped. Writes results.json, settings.csv, transfer-gain.svg and .png;
/// a part writes none of them. Errors: unknown names (usage), a model or data that cannot be read, cancelled (what was
/// done is kept).
[[nodiscard]] core::Result<TransferGainOutcome> transfer_gain(const TransferGainRequest& request,
                                                              const core::RunContext& context);

[[nodiscard]] nlohmann::ordered_json to_json(const TransferGainOutcome& outcome, const TransferGainRequest& request,
                                             const core::RunContext& context);

}  // namespace synchrony::study

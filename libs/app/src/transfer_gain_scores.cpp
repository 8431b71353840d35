// Scores of every method on a draw, and the choice of settings; finished pieces are kept on disk.
#include <algorithm>
#include <cmath>

#include "synchrony/core/files.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/eval/cross_validate.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::app {
namespace {

/// Probabilities are kept this far from 0 and 1 before they become log-odds.
constexpr double sure = 1e-6;

std::string table_key(const GainTask& task) {
    std::string key = task.name;
    for (const auto row : task.rows) key += " " + std::to_string(row) + (task.labels[row] != 0 ? "+" : "-");
    return key;
}

// How many networks a method averages: random ones have a member a seed.
std::string members_key(const GainWorld& world, const std::string& method) {
    return method.starts_with("random") ? method + " x" + std::to_string(world.request.random_nets) : method;
}

double log_odds(double probability) {
    const double p = std::clamp(probability, sure, 1.0 - sure);
    return std::log(p / (1.0 - p));
}

std::vector<GainSetting> settings_of(const std::string& method) {
    return method == "pixels" ? pixel_settings() : layer_settings(method.ends_with("_pixels"));
}

core::Result<HalfTrial> trial_of(const GainWorld& world, const std::string& method, const GainTask& task,
                                 std::span<const GainSetting> settings, Half half) {
    std::string key = "trial " + world.identity + table_key(task) + std::string(name_of(half)) + members_key(world, method);
    for (const auto& setting : settings) key += "\n" + setting.name;
    key += "\n" + std::to_string(world.request.trials.folds) + "x" + std::to_string(world.request.trials.repeats);
    const std::string file = "settings/" + task.name + "-" + std::string(name_of(half)) + "-" + method;
    if (const auto known = world.store.find(file, key))
        return HalfTrial{known->get<std::vector<std::vector<double>>>()};
    std::vector<const FeatureBank*> banks;
    SYNCHRONY_ASSIGN(const auto* made, world.banks->of(world, method));
    for (const auto& bank : *made) banks.push_back(&bank);
    SYNCHRONY_ASSIGN(auto trial,
                     try_settings(banks, settings, task, world.halves, half, world.request.trials, world.context));
    SYNCHRONY_TRY(world.store.keep(file, key, trial.auc));
    return trial;
}

}  // namespace

std::vector<std::string> ChosenSettings::names(Half half) const {
    std::vector<std::string> names;
    for (const auto& setting : of_half[static_cast<std::size_t>(half)]) names.push_back(setting.name);
    return names;
}

std::string in_line(const std::vector<std::string>& settings) {
    std::string line;
    for (const auto& name : settings) line += (line.empty() ? "" : "; ") + name;
    return line;
}

bool GainWorld::asked(std::string_view method) const {
    return request.methods.empty() || std::ranges::find(request.methods, method) != request.methods.end();
}

core::Result<std::vector<ChosenSettings>> choose_settings(const GainWorld& world, const std::string& method,
                                                          const std::vector<TaskScores>& tasks,
                                                          std::vector<std::string>& lines) {
    const auto settings = settings_of(method);
    std::vector<ChosenSettings> chosen(tasks.size());
    // All trials are made, also where the half is not asked to choose: what worked where is part of the answer.
    std::array<std::vector<HalfTrial>, 2> trials;
    const std::size_t members = method.starts_with("random") ? static_cast<std::size_t>(world.request.random_nets) : 1;
    world.context.progress->begin("settings of " + method, 2 * tasks.size() * members * static_cast<std::size_t>(world.request.trials.repeats));
    for (const Half half : {Half::a, Half::b})
        for (const auto& task : tasks) {
            SYNCHRONY_ASSIGN(auto trial, trial_of(world, method, task.task, settings, half));
            trials[static_cast<std::size_t>(half)].push_back(std::move(trial));
        }
    world.context.progress->end();
    for (const Half reported : {Half::a, Half::b}) {
        const auto& made = trials[static_cast<std::size_t>(other(reported))];
        for (std::size_t t = 0; t < tasks.size(); ++t) {
            const auto asked = world.request.choose_by_task ? std::span(made).subspan(t, 1) : std::span(made);
            for (const auto best : best_settings(asked, world.request.settings_averaged))
                chosen[t].of_half[static_cast<std::size_t>(reported)].push_back(settings[best]);
        }
    }
    for (std::size_t t = 0; t < tasks.size(); ++t)
        for (std::size_t s = 0; s < settings.size(); ++s)
            lines.push_back(method + "," + tasks[t].task.name + ",\"" + settings[s].name + "\"," +
                            std::to_string(trials[0][t].mean(s)) + "," + std::to_string(trials[1][t].mean(s)));
    return chosen;
}

core::Result<MemberScores> feature_scores(const GainWorld& world, const std::string& method, const TaskScores& task,
                                          std::size_t number, const ChosenSettings& settings) {
    const auto& draw = task.draws[number];
    const std::string key = "scores " + world.identity + table_key(task.task) + members_key(world, method) +
                            std::to_string(number) + std::to_string(draw.folds.seed) + in_line(settings.names(Half::a)) + "\n" +
                            in_line(settings.names(Half::b));
    const std::string file = "draws/" + task.task.name + "-" + std::to_string(number) + "-" + method;
    if (const auto known = world.store.find(file, key)) return known->get<MemberScores>();
    SYNCHRONY_ASSIGN(const auto* made, world.banks->of(world, method));
    const auto& banks = *made;
    MemberScores scores(banks.size(), std::vector<double>(draw.rows.size(), 0.0));
    for (int fold = 0; fold < draw.folds.folds; ++fold) {
        std::vector<std::size_t> training;
        for (const auto row : draw.folds.training_rows(0, fold)) training.push_back(draw.rows[row]);
        for (const Half half : {Half::a, Half::b}) {
            std::vector<std::size_t> test, test_at;
            for (const auto row : draw.folds.test_rows(0, fold))
                if (world.halves[draw.rows[row]] == half) {
                    test.push_back(draw.rows[row]);
                    test_at.push_back(row);
                }
            if (test.empty()) continue;
            for (std::size_t b = 0; b < banks.size(); ++b) {
                SYNCHRONY_ASSIGN(const auto odds,
                                 setting_scores(banks[b], settings.of_half[static_cast<std::size_t>(half)],
                                                task.task.labels, training, test, draw.folds.seed));
                for (std::size_t i = 0; i < test.size(); ++i) scores[b][test_at[i]] = odds[i];
            }
        }
    }
    SYNCHRONY_TRY(world.store.keep(file, key, scores));
    return scores;
}

core::Result<MemberScores> network_scores(const GainWorld& world, const std::string& method, const TaskScores& task,
                                          std::size_t number) {
    const auto& draw = task.draws[number];
    auto options = world.request.transfer;
    options.architecture = world.pretrained->architecture;
    options.init = method == "scratch" ? nullptr : world.pretrained;
    if (method == "scratch") {  // all its layers learn alike, so its pieces stay valid when fine-tuning changes
        options.train = nn::Trainable::all;
        options.layer_decay = nn::TransferOptions{}.layer_decay;
    }
    options.beats = nn::BeatChoice::median;
    std::string key = "scores " + world.identity + table_key(task.task) + method + std::to_string(number) +
                      std::to_string(draw.folds.seed) + " " + std::to_string(options.epochs) + " " +
                            std::to_string(options.batch) + " " + std::to_string(options.optimizer.learning_rate) +
                            " " + std::to_string(options.layer_decay) + " " + std::string(nn::name_of(options.train)) +
                            " " + std::string(model::name_of(options.pooling)) + " " + std::to_string(options.members);
    // Only where it is on, so that pieces from before the option was part of the key stay valid.
    if (options.averaging > 0) key += " averaging " + std::to_string(options.averaging);
    const std::string file = "draws/" + task.task.name + "-" + std::to_string(number) + "-" + method;
    if (const auto known = world.store.find(file, key)) return known->get<MemberScores>();

    model::PatientSet set;
    for (const auto row : draw.rows) {
        set.patients.push_back(world.patients[row]);
        set.response.push_back(task.task.labels[row]);
    }
    set.images = world.images;
    eval::ModelRow row;
    row.row = {method, "spectrograms", method == "scratch" ? "none" : "mitbih"};
    std::optional<core::Error> fault;
    row.make = [&]() -> std::unique_ptr<model::Classifier> {
        auto classifier = world.engine->transfer(options);
        if (classifier) return std::move(*classifier);
        fault = classifier.error();
        return nullptr;
    };
    SYNCHRONY_TRY(options.check());
    if (!world.engine->transfer(options)) return core::fail(world.engine->transfer(options).error());
    auto context = world.context;
    context.progress = &core::no_progress();
    context.seed = draw.folds.seed;
    SYNCHRONY_ASSIGN(const auto run, eval::cross_validate(set, draw.folds, std::span(&row, 1), context));
    if (run.cancelled)
        return core::fail({core::ErrorKind::cancelled, "stopped while networks were trained", {}, {}, {}, {}});
    if (run.models.empty())
        return core::fail_input("the networks could not be trained", method,
                                run.left_out.empty() ? "" : run.left_out.front().reason);
    MemberScores scores(1, std::vector<double>(draw.rows.size(), 0.0));
    for (const auto& prediction : run.models.front().predictions)
        scores[0][prediction.patient] = log_odds(prediction.score);
    SYNCHRONY_TRY(world.store.keep(file, key, scores));
    return scores;
}

}  // namespace synchrony::app

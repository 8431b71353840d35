// Scores of every method on a draw, and the choice of settings; what is finished is kept on disk.
#include <algorithm>

#include "known_settings.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {
namespace {

// How many networks a method averages: random ones have a member a seed.
std::size_t members_of(const GainContext& gain, const std::string& method) {
    return method.starts_with("random") ? static_cast<std::size_t>(gain.request.random_nets) : 1;
}

core::Key method_key(const GainContext& gain, const std::string& method, const GainTask& task) {
    core::Key key = gain.key;
    return key.add("method", method).add("members", members_of(gain, method)).add("task", task.key());
}

std::vector<GainSetting> settings_of(const std::string& method) {
    return method == "pixels" ? pixel_settings() : layer_settings(method.ends_with("_pixels"));
}

/// Nothing where it is neither known nor to be made here.
core::Result<std::optional<HalfTrial>> trial_of(const GainContext& gain, const std::string& method,
                                                const GainTask& task, std::span<const GainSetting> settings, Half half,
                                                bool mine) {
    const auto key = trial_key(gain, method, task, settings, half);
    const std::string file = "settings/" + task.name + "-" + std::string(name_of(half)) + "-" + method;
    if (const auto known = gain.cache.find(file, key))
        if (auto auc = scores_in(*known, members_of(gain, method)); auc && auc->size() == settings.size())
            return std::optional(HalfTrial{std::move(*auc)});
    if (!mine) return std::optional<HalfTrial>();
    std::vector<const FeatureBank*> banks;
    SYNCHRONY_ASSIGN(const auto* made, gain.banks->of(gain, method));
    for (const auto& bank : *made) banks.push_back(&bank);
    SYNCHRONY_ASSIGN(auto trial,
                     try_settings(banks, settings, task, gain.halves, half, gain.request.trials, gain.context));
    SYNCHRONY_TRY(gain.cache.keep(file, key, trial.auc));
    return std::optional(std::move(trial));
}

}  // namespace

std::optional<MemberScores> scores_in(const nlohmann::json& cached, std::size_t rows) {
    if (!cached.is_array() || cached.empty()) return std::nullopt;
    for (const auto& member : cached)
        if (!member.is_array() || member.size() != rows ||
            !std::ranges::all_of(member, [](const auto& value) { return value.is_number(); }))
            return std::nullopt;
    return cached.get<MemberScores>();
}

core::Key scores_key(const GainContext& gain, const std::string& method, const GainTask& task, const Draw& draw,
                     const ChosenSettings& settings) {
    auto key = method_key(gain, method, task).add("work", "scores of a draw").add("draw", draw.key());
    for (const Half half : {Half::a, Half::b}) {
        const auto& chosen = settings.of_half[static_cast<std::size_t>(half)];
        key.add("settings of half", name_of(half)).add("count", chosen.size());
        for (const auto& setting : chosen) key.add("setting", setting.key());
    }
    return key;
}

core::Key trial_key(const GainContext& gain, const std::string& method, const GainTask& task,
                    std::span<const GainSetting> settings, Half half) {
    auto key = method_key(gain, method, task).add("work", "trial of settings").add("half", name_of(half));
    for (const auto& setting : settings) key.add("setting", setting.key());
    return key.add("folds", gain.request.trials.folds).add("repeats", gain.request.trials.repeats);
}

std::string in_line(const std::vector<std::string>& settings) {
    std::string line;
    for (const auto& name : settings) line += (line.empty() ? "" : "; ") + name;
    return line;
}

core::IndexRange GainContext::mine(std::size_t items) const {
    return request.shard ? core::part_of(*request.shard, items) : core::IndexRange{0, items};
}

bool GainContext::named(std::string_view method) const {
    return request.methods.empty() || std::ranges::find(request.methods, method) != request.methods.end();
}

bool GainContext::asked(std::string_view method) const {
    return named(method) || std::ranges::any_of(gain_methods(), [&](const GainMethod& whole) {
               return std::ranges::find(whole.parts, method) != whole.parts.end() && named(whole.name);
           });
}

void join_scores(TaskScores& task, const GainMethod& method) {
    const auto first = task.scores.find(std::string(method.parts[0]));
    const auto second = task.scores.find(std::string(method.parts[1]));
    if (first == task.scores.end() || second == task.scores.end()) return;
    auto& joined = task.scores[std::string(method.name)];
    for (const auto& [draw, one] : first->second) {
        const auto found = second->second.find(draw);
        if (found == second->second.end()) continue;
        const auto& two = found->second;
        auto& members = joined[draw];
        members.resize(std::max(one.size(), two.size()));
        for (std::size_t m = 0; m < members.size(); ++m) {
            const auto &a = one[one.size() == 1 ? 0 : m], &b = two[two.size() == 1 ? 0 : m];
            for (std::size_t i = 0; i < a.size(); ++i) members[m].push_back((a[i] + b[i]) / 2);
        }
    }
}

core::Result<std::vector<ChosenSettings>> choose_settings(const GainContext& gain, const std::string& method,
                                                          const std::vector<TaskScores>& tasks,
                                                          std::vector<std::string>& lines) {
    const auto settings = settings_of(method);
    if (gain.known) return chosen_as_known(*gain.known, method, settings, tasks.size(), gain.request.settings_averaged);
    // All trials are made, also where the half is not asked to choose: what worked where is part of the answer.
    HalfTrials trials;
    const std::size_t members = members_of(gain, method);
    gain.context.progress->begin("settings of " + method,
                                 2 * tasks.size() * members * static_cast<std::size_t>(gain.request.trials.repeats));
    const auto mine = gain.mine(2 * tasks.size());
    std::size_t item = 0;
    bool all = true;
    for (const Half half : {Half::a, Half::b})
        for (const auto& task : tasks) {
            SYNCHRONY_ASSIGN(auto trial, trial_of(gain, method, task.task, settings, half, mine.holds(item++)));
            all = all && trial;
            if (trial) trials[static_cast<std::size_t>(half)].push_back(std::move(*trial));
        }
    gain.context.progress->end();
    if (!all) return std::vector<ChosenSettings>();
    add_lines(lines, method, tasks, settings, trials);
    return chosen_from(settings, trials, gain.request);
}

core::Result<MemberScores> feature_scores(const GainContext& gain, const std::string& method, const TaskScores& task,
                                          std::size_t number, const ChosenSettings& settings) {
    const auto& draw = task.draws[number];
    const auto key = scores_key(gain, method, task.task, draw, settings);
    const std::string file = "draws/" + task.task.name + "-" + std::to_string(number) + "-" + method;
    if (const auto known = gain.cache.find(file, key))
        if (auto scores = scores_in(*known, draw.rows.size()); scores && scores->size() == members_of(gain, method))
            return std::move(*scores);
    SYNCHRONY_ASSIGN(const auto* made, gain.banks->of(gain, method));
    const auto& banks = *made;
    MemberScores scores(banks.size(), std::vector<double>(draw.rows.size(), 0.0));
    for (int fold = 0; fold < draw.folds.folds; ++fold) {
        std::vector<std::size_t> training;
        for (const auto row : draw.folds.training_rows(0, fold)) training.push_back(draw.rows[row]);
        for (const Half half : {Half::a, Half::b}) {
            std::vector<std::size_t> test, test_at;
            for (const auto row : draw.folds.test_rows(0, fold))
                if (gain.halves[draw.rows[row]] == half) {
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
    SYNCHRONY_TRY(gain.cache.keep(file, key, scores));
    return scores;
}

}  // namespace synchrony::study

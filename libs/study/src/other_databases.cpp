#include "other_databases.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "synchrony/core/files.hpp"
#include "synchrony/core/json.hpp"

namespace synchrony::study {
namespace {

/// A member that is a list of objects; empty where it is not.
std::vector<const nlohmann::json*> objects_in(const nlohmann::json& parent, const char* name) {
    std::vector<const nlohmann::json*> found;
    if (const auto list = parent.find(name); list != parent.end() && list->is_array())
        for (const auto& item : *list)
            if (item.is_object()) found.push_back(&item);
    return found;
}

void add_gain(FinishedGains& found, const std::string& task, const nlohmann::json& gain) {
    const auto averaged = gain.find("averaged_difference"), se = gain.find("se_over_patients");
    if (averaged == gain.end() || se == gain.end() || !averaged->is_number() || !se->is_number()) return;
    found.gains.push_back({task, core::word_of(gain, "first"), core::word_of(gain, "second"), averaged->get<double>(),
                           se->get<double>()});
}

}  // namespace

std::string task_name(const PooledGain& gain) {
    return gain.task.empty() ? std::string(mean_over_tasks_name) : gain.task;
}

core::Result<FinishedGains> read_finished_gains(const std::filesystem::path& folder) {
    const auto file = folder / "results.json";
    SYNCHRONY_ASSIGN(const auto text, core::read_file(file));
    SYNCHRONY_ASSIGN(const auto results, core::parse_json(text, file.string()));
    if (!results.is_object() || core::word_of(results, "kind") != "transfer gain")
        return core::fail_input("not the results of transfer-gain", file.string(), core::word_of(results, "kind"),
                                "a folder that `synchrony transfer-gain --out` has finished");
    FinishedGains found{core::word_of(results, "database"), {}};
    for (const auto* task : objects_in(results, "tasks"))
        for (const auto* gain : objects_in(*task, "comparisons")) add_gain(found, core::word_of(*task, "task"), *gain);
    for (const auto* gain : objects_in(results, "mean_over_tasks")) add_gain(found, "", *gain);
    if (found.gains.empty())
        return core::fail({core::ErrorKind::input, "no gain with its standard error over patients", file.string(),
                           "none", "one or more", "run it again into the same folder: what is kept there is used"});
    return found;
}

FinishedGains gains_of(const TransferGainOutcome& outcome, std::string database) {
    FinishedGains own{std::move(database), {}};
    for (const auto& task : outcome.tasks)
        for (const auto& gain : task.comparisons)
            if (gain.patients_se)
                own.gains.push_back({task.task, gain.first, gain.second, gain.averaged, *gain.patients_se});
    for (const auto& gain : outcome.over_tasks)
        if (gain.patients_se) own.gains.push_back({"", gain.first, gain.second, gain.averaged, *gain.patients_se});
    return own;
}

core::Result<std::vector<PooledGain>> pool(const FinishedGains& own, std::span<const FinishedGains> others) {
    std::set<std::string> databases{own.database};
    for (const auto& other : others)
        if (!databases.insert(other.database).second)
            return core::fail({core::ErrorKind::usage,
                               "two runs on one database share their patients",
                               "--join",
                               other.database,
                               "runs on different databases",
                               {}});
    std::vector<PooledGain> all;
    for (const auto& gain : own.gains) {
        PooledGain pooled{gain.task, gain.first, gain.second, {own.database}, {gain.averaged}, {}};
        std::vector<double> errors{gain.se};
        for (const auto& other : others) {
            const auto same = std::ranges::find_if(other.gains, [&](const FinishedGains::Gain& g) {
                return g.task == gain.task && g.first == gain.first && g.second == gain.second;
            });
            if (same == other.gains.end()) continue;
            pooled.databases.push_back(other.database);
            pooled.averaged.push_back(same->averaged);
            errors.push_back(same->se);
        }
        if (const auto found = stats::random_effects(pooled.averaged, errors)) {
            pooled.over_databases = *found;
            all.push_back(std::move(pooled));
        }
    }
    return all;
}

}  // namespace synchrony::study

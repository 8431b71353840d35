// Settings that a finished run chose: what another database's patients are shown without choosing on them.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {

/// Of `run`/settings.csv. Errors: no such file, a column that is missing, an AUC that is no number.
[[nodiscard]] core::Result<KnownSettings> read_known_settings(const std::filesystem::path& run);

/// The best `count` of those known for every task and half. Errors (input): none known of this method, or one that is
/// not among `settings`.
template <typename Setting>
[[nodiscard]] core::Result<std::vector<ChosenOf<Setting>>> chosen_as_known(const KnownSettings& known,
                                                                           const std::string& method,
                                                                           const std::vector<Setting>& settings,
                                                                           std::size_t tasks, std::size_t count) {
    const auto found = known.find(method);
    if (found == known.end())
        return core::fail_input("the finished run chose no settings of this method", {}, method,
                                "a run with that method", "Run it there, or leave the method out with --methods");
    std::vector<Setting> best;
    for (const auto& name : found->second) {
        if (best.size() == count) break;
        const auto setting = std::ranges::find(settings, name, &Setting::name);
        if (setting == settings.end())
            return core::fail_input("a setting of the finished run is none here", method, name,
                                    "the same options of networks");
        best.push_back(*setting);
    }
    return std::vector<ChosenOf<Setting>>(tasks, ChosenOf<Setting>{{best, best}});
}

}  // namespace synchrony::study

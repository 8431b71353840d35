// What other databases' finished runs found, joined with this run's.
#pragma once

#include <filesystem>
#include <span>

#include "synchrony/study/transfer_gain.hpp"

namespace synchrony::study {

/// Gains over patients of a finished run.
struct FinishedGains {
    std::string database;
    struct Gain {
        std::string task;  ///< empty: mean over tasks
        std::string first, second;
        double averaged = 0.0, se = 0.0;
    };
    std::vector<Gain> gains;
};

/// Reads results.json of a folder that `transfer_gain` has finished. Errors (input): none there, another kind of file,
/// or without standard errors, as runs before November 28, 2026 have.
[[nodiscard]] core::Result<FinishedGains> read_finished_gains(const std::filesystem::path& folder);

/// This run's gains in that form; what has no spread over patients is left out.
[[nodiscard]] FinishedGains gains_of(const TransferGainOutcome& outcome, std::string database);

/// Every question and task of `own` that another has too. Errors (usage): two runs on one database.
[[nodiscard]] core::Result<std::vector<PooledGain>> pool(const FinishedGains& own,
                                                         std::span<const FinishedGains> others);

}  // namespace synchrony::study

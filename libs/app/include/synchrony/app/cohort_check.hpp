// Use case: everything that can be said of a cohort before work begins on it.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {

struct CohortCheckRequest {
    std::filesystem::path csv;
    cohort::CohortOptions options;
    io::ReadOptions reading;
    bool open_ecgs = true;  ///< read and measure each recording
};

struct CohortCheckReport {
    cohort::CohortCheck check;
    std::size_t ecgs_opened = 0;
    std::size_t ecgs_used = 0;                                                    ///< read, with twelve leads and beats
    std::vector<std::pair<std::string, std::vector<std::size_t>>> ecgs_not_used;  ///< reason, rows of the cohort
    std::vector<cohort::Finding> findings;
    std::optional<core::Error> not_evaluable;  ///< why `evaluate` could do nothing with it
    /// Whether any of it names a row of the file.
    [[nodiscard]] bool names_rows() const;
};

/// Errors: cancelled. What is wrong with the file stands in `check`.
[[nodiscard]] core::Result<CohortCheckReport> check_cohort_and_ecgs(const CohortCheckRequest& request,
                                                                    const core::RunContext& context);

[[nodiscard]] nlohmann::ordered_json to_json(const CohortCheckReport& report);

/// A column that a cohort may have: name, meaning, unit, kind, min, max, after_implant.
[[nodiscard]] nlohmann::ordered_json rule_json(const cohort::ColumnRule& rule);
/// All of them.
[[nodiscard]] nlohmann::ordered_json known_columns_json();

}  // namespace synchrony::app

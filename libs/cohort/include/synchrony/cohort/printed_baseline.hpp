// Someone else's baseline table: do its p values, percentages and "all" columns follow from its own group summaries?
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/printed_cells.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::cohort {

/// One group's part of a row; a row has means and SDs, or counts.
struct PrintedGroup {
    std::optional<Printed> mean, sd;
    std::optional<std::uint64_t> count;
    std::optional<Printed> percent;  ///< of the group, 0 to 100
};

struct PrintedBaselineRow {
    std::string variable;
    std::uint64_t n_positive = 0;
    std::uint64_t n_negative = 0;
    PrintedGroup all, positive, negative;
    std::optional<Printed> p;
};

/// A test's p value over everything that rounds to the printed summaries.
struct RecomputedP {
    std::string test;  ///< "Welch t", "Student t", "chi-squared", "chi-squared with Yates", "Fisher exact", ...
    double value = 1.0;
    double low = 1.0;
    double high = 1.0;
    bool reproduces = false;  ///< some of it rounds to the printed p
};

struct PrintedBaselineVerdict {
    std::string variable;
    std::vector<RecomputedP> recomputed;
    std::vector<std::string> contradictions;  ///< empty: the row follows from itself
    [[nodiscard]] bool p_reproduced() const;
};

[[nodiscard]] PrintedBaselineVerdict check_printed_row(const PrintedBaselineRow& row);

/// A CSV with the columns variable, n_pos, n_neg and, where they apply, mean_pos, sd_pos, mean_neg, sd_neg, mean_all,
/// sd_all, count_pos, count_neg, count_all, pct_pos, pct_neg, pct_all, p. Errors say line and column.
[[nodiscard]] core::Result<std::vector<PrintedBaselineRow>> read_printed_baseline(const CsvTable& table);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<PrintedBaselineVerdict>& verdicts);

}  // namespace synchrony::cohort

// Use case: how many patients a study of response to CRT needs, by simulation.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::app {

/// What the study is about. Scores of the model and of the rule are binormal (Hanley, Med Decis Making 1988;8:197):
/// normal in each group with equal spread, shifted so that the AUC is as given.
struct PowerRequest {
    double auc = 0.80;               ///< true AUC of the model, above 0.5
    std::optional<double> rule_auc;  ///< true AUC of the rule to beat; empty: only the interval's width is asked for
    double correlation = 0.5;        ///< of the two scores within a group, 0 <= r < 1
    double responders = 0.648;       ///< share
    double width = 0.20;             ///< wanted: 95 % interval of the AUC no wider than this in `power` of the studies
    double power = 0.80;             ///< wanted: share of studies
    /// Two-sided, for the comparison: DeLong's test, all patients' scores of one model. Pairs within folds, as
    /// eval::compare takes them, win as often where there are ten repeats, less often with one.
    double alpha = 0.05;
    std::size_t studies = 1000;      ///< simulated at each size
    std::vector<std::size_t> sizes;  ///< numbers of patients tried; empty: 40 to 2000
    std::filesystem::path plot;      ///< .svg, .pdf or .png; empty: none
};

/// What happened in the studies of one size.
struct PowerPoint {
    std::size_t patients = 0;
    double median_width = 0.0;    ///< of the interval of the AUC
    double narrow_enough = 0.0;   ///< share of studies whose interval is no wider than wanted
    std::optional<double> beats;  ///< share of studies in which the model is better with p < alpha
};

struct PowerReport {
    std::vector<PowerPoint> points;                 ///< by size, ascending
    std::optional<std::size_t> patients_for_width;  ///< least size tried that reaches `power`
    std::optional<std::size_t> patients_to_beat;
};

/// The largest size tried that was too few, where `needed` is an answer of the report; nothing where the smallest size
/// tried is the answer (fewer may do) or none reached it.
[[nodiscard]] std::optional<std::size_t> too_few(const PowerReport& report, std::optional<std::size_t> needed);
/// "71 patients (50 are too few)", "40 patients or fewer (the smallest size tried)", "more than 2000 patients (the
/// largest size tried)".
[[nodiscard]] std::string needed_words(const PowerReport& report, std::optional<std::size_t> needed);

/// Errors: usage (a number out of its range, a rule as good as the model, a size below 10 or above 100,000), io (plot).
[[nodiscard]] core::Result<PowerReport> power(const PowerRequest& request, const core::RunContext& context);

}  // namespace synchrony::app

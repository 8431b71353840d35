// What predictions on unseen patients say of the time to an event: the C index, the hazard ratio of the score, and
// survival in those predicted to respond and not.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/eval/metrics.hpp"
#include "synchrony/stats/survival.hpp"

namespace synchrony::eval {

/// The patients that a model predicted 0, or 1.
struct PredictedGroup {
    std::size_t patients = 0;
    std::size_t events = 0;
    std::vector<stats::SurvivalStep> curve;
    std::optional<double> median;  ///< time until half had the event
    std::vector<double> followed;  ///< until when, each patient, ascending: who is at risk at any time
};

struct SurvivalFigures {
    RowName row;
    std::size_t patients = 0;  ///< with a score and a follow-up
    std::size_t events = 0;
    std::optional<double> c_index;              ///< Harrell's; above 0.5: right in the direction of `early_scores`
    std::optional<stats::Interval> c_interval;  ///< percentiles of a bootstrap over people
    std::optional<stats::CoxFit> per_sd;        ///< Cox model in the score, in its standard deviations
    std::array<PredictedGroup, 2> groups;       ///< [0] predicted negative, [1] positive
    std::optional<stats::LogRank> log_rank;     ///< between them
};

/// Which scores should have the event early.
enum class EarlyScores {
    low,  ///< of a good outcome: responders live longer
    high  ///< of the event itself
};

/// Where people have several rows (`options.people`), the standard error of the hazard ratio and the p of the log-rank
/// test come from a bootstrap over people, no smaller than those that take each row for a person, and survival has no
/// limits. Of one row's predictions, each patient's scores averaged over the repeats and decisions by majority;
/// `follow_up` has an entry a patient of the set, nothing where it is not known. A row that gives all patients of a
/// fold one score ranks nobody: it has groups and no other figure. A row whose folds have scores of several scales
/// (`one_scale` false: milliseconds beside yes and no) ranks nobody over folds: it has groups and their test.
[[nodiscard]] SurvivalFigures survival_figures(const RowName& row, std::span<const PatientPrediction> predictions,
                                               std::span<const std::optional<stats::FollowUp>> follow_up,
                                               EarlyScores early, const MetricOptions& options = {},
                                               bool one_scale = true);

}  // namespace synchrony::eval

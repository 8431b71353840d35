// The parts of a report that an evaluation's results hold beyond the tables of published papers.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "synchrony/eval/results.hpp"
#include "synchrony/report/evaluation_parts.hpp"

namespace synchrony::report {

/// Every figure of the row: pooled over all test patients with its interval; the AUC is that of pairs tested in one
/// fold, which its interval belongs to.
[[nodiscard]] FullFigures full_figures(const eval::ResultRow& row);

/// The curves of the best models and of what they are compared with, seven at most; nothing where there is none.
/// The row's decision curve, NaN where it would treat next to nobody: there a curve is a few patients' steps.
[[nodiscard]] std::vector<double> without_few_treated(const eval::ResultRow& row,
                                                      const std::vector<double>& thresholds);
[[nodiscard]] std::optional<DecisionCurves> decision_curves(const eval::Results& results);

/// The four models that end highest. Band: mean -+ SD over test folds, within [0, 1].
[[nodiscard]] std::optional<LearningCurves> learning_curves(const eval::Results& results);

/// Of the best model and the best rule, where the run had subgroups.
[[nodiscard]] std::vector<SubgroupTable> subgroup_tables(const eval::Results& results);

/// Survival by prediction, where it was asked for; drawn: the rows of `first_page`, four at most.
[[nodiscard]] std::optional<SurvivalPart> survival_part(const eval::Results& results,
                                                        const std::set<const eval::ResultRow*>& first_page);

/// What models are compared with: the rows that readers expect, the guideline first, and the best simple rule; where a
/// run has none of them, its rules by falling AUC.
[[nodiscard]] std::vector<const eval::ResultRow*> references_of(const eval::Results& results);

/// Rows of that kind that rank patients, by falling AUC (mean over folds); rows without an AUC last, in their own
/// order.
[[nodiscard]] std::vector<const eval::ResultRow*> by_auc(const eval::Results& results, eval::RowKind kind);

}  // namespace synchrony::report

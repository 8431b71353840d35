// The best of the simple rules, found without looking at the patients that it is then tested on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {

/// A rule that tells fewer than this share of either class right has no operating point that anybody would use: QRS >=
/// 120 ms where all patients have a wide QRS says yes to everybody.
inline constexpr double least_share_right = 0.1;

inline constexpr const char* best_rule_name = "Best simple rule";

/// A simple rule that answered for somebody: one of those that the best is chosen from.
[[nodiscard]] bool is_rule_that_answered(const ModelPredictions& row);

struct BestRule {
    ModelPredictions row;
    std::string chosen;  ///< in words: "QRS area in 4 of 5 parts, LBBB in 1"
};

/// In each part the rule with the largest AUC on that part's training patients among those with a sensible operating
/// point there; its answers for the part are the row's. A rule that learns which way it points is judged as it was
/// fitted there: its answers in other parts may point by outcomes of this one. Scores of several rules stand side by
/// side, so that the row is comparable within a part only: it has no AUC over folds together. A rule that answers for
/// less than nine in ten of those whom another answers for is no choice. Nothing where fewer than two rules were run or
/// a part has none that is sensible.
[[nodiscard]] std::optional<BestRule> best_simple_rule(const CrossValidation& run);

}  // namespace synchrony::eval

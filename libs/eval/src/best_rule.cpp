#include "synchrony/eval/best_rule.hpp"

#include <algorithm>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::eval {
namespace {

/// The AUC on the part's training patients; nothing without a sensible operating point there.
std::optional<double> worth_in_training(const ModelPredictions& rule, int repeat, int fold) {
    const auto found = std::ranges::find_if(
        rule.in_training, [&](const TrainingResult& r) { return r.repeat == repeat && r.fold == fold; });
    if (found == rule.in_training.end()) return std::nullopt;
    if (found->sensitivity.value_or(0.0) < least_share_right) return std::nullopt;
    if (found->specificity.value_or(0.0) < least_share_right) return std::nullopt;
    return found->auc;
}

const ModelPredictions* best_in_training(const std::vector<const ModelPredictions*>& rules, int repeat, int fold) {
    const ModelPredictions* best = nullptr;
    double best_worth = 0.0;
    for (const auto* rule : rules) {
        const auto worth = worth_in_training(*rule, repeat, fold);
        if (worth && (best == nullptr || *worth > best_worth)) best = rule, best_worth = *worth;
    }
    return best;
}

/// Whether the rule answers for about as many as the one that answers for most: among those few whom one rule can be
/// read off for, it may look better than it is.
bool answers_for_nearly_all(const ModelPredictions& rule, std::size_t most) {
    constexpr double nearly_all = 0.9;
    return static_cast<double>(rule.predictions.size()) >= nearly_all * static_cast<double>(most);
}

/// How often each was chosen, the most frequent first.
std::string in_words(std::vector<std::pair<const ModelPredictions*, int>> counts, int parts) {
    std::ranges::stable_sort(counts, [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string words;
    for (const auto& [rule, count] : counts) {
        if (count == 0) continue;
        const bool first = words.empty();
        core::append_word(words, rule->row.name + " in " + std::to_string(count) +
                                     (first ? " of " + core::counted(static_cast<std::uint64_t>(parts), "part") : ""));
    }
    return words;
}

}  // namespace

bool is_rule_that_answered(const ModelPredictions& row) {
    return row.kind == RowKind::rule && !row.predictions.empty();
}

std::optional<BestRule> best_simple_rule(const CrossValidation& run) {
    std::vector<const ModelPredictions*> rules;
    for (const auto& row : run.models)
        if (is_rule_that_answered(row)) rules.push_back(&row);
    std::size_t most = 0;
    for (const auto* rule : rules) most = std::max(most, rule->predictions.size());
    std::erase_if(rules, [&](const auto* rule) { return !answers_for_nearly_all(*rule, most); });
    if (rules.size() < 2) return std::nullopt;
    BestRule best{{{best_rule_name, "chosen in the training parts", "none"}, RowKind::rule, {}, {}, {}}, {}};
    best.row.facts.chosen = true;
    std::vector<std::pair<const ModelPredictions*, int>> counts;
    for (const auto* rule : rules) counts.emplace_back(rule, 0);
    for (int repeat = 0; repeat < run.folds.repeats; ++repeat)
        for (int fold = 0; fold < run.folds.folds; ++fold) {
            const auto* chosen = best_in_training(rules, repeat, fold);
            if (chosen == nullptr) return std::nullopt;
            ++std::ranges::find(counts, chosen, &std::pair<const ModelPredictions*, int>::first)->second;
            for (const auto& p : chosen->predictions)
                if (p.repeat == repeat && p.fold == fold) best.row.predictions.push_back(p);
        }
    best.chosen = in_words(std::move(counts), run.folds.repeats * run.folds.folds);
    return best;
}

}  // namespace synchrony::eval

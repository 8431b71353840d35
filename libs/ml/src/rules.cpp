#include "synchrony/ml/rules.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/text.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::ml {
namespace {

/// The patient's value in the first of the tables that has the column.
const model::FeatureTable* find_table(const model::PatientSet& set, const RuleOptions& options,
                                      const std::string& column) {
    for (const auto& name : options.tables)
        if (const auto found = set.tables.find(name); found != set.tables.end() && found->second.column(column))
            return &found->second;
    return nullptr;
}

std::optional<double> value_of(const model::FeatureTable& table, const std::string& column, std::size_t row) {
    return table.at(row, *table.column(column));
}

}  // namespace

bool Condition::met(double x) const {
    switch (comparison) {
        case Comparison::less:
            return x < value;
        case Comparison::at_most:
            return x <= value;
        case Comparison::equal:
            return x == value;
        case Comparison::at_least:
            return x >= value;
        case Comparison::greater:
            return x > value;
    }
    return false;
}

core::Result<void> ThresholdRule::check(const model::PatientSet& set) const {
    const auto refuse = [&](std::string what, std::string got, std::string expected) {
        return core::fail({core::ErrorKind::refused,
                           std::move(what),
                           "rule '" + options_.name + "'",
                           std::move(got),
                           std::move(expected),
                           {}});
    };
    if (options_.conditions.empty()) return refuse("the rule has no condition", "none", "one or more");
    for (const auto& condition : options_.conditions) {
        const auto* table = find_table(set, options_, condition.column);
        if (table == nullptr)
            return refuse("the rule cannot be applied: its column is missing", "no such column", condition.column);
    }
    std::size_t missing = 0;
    for (std::size_t row = 0; row < set.size(); ++row) missing += answer(set, row).answered ? 0 : 1;
    if (static_cast<double>(missing) > options_.most_missing * static_cast<double>(set.size())) {
        const auto names = core::joined(options_.conditions, " or ", [](const auto& c) { return c.column; });
        const auto least = static_cast<int>(std::lround(100.0 * (1.0 - options_.most_missing)));
        return refuse("the rule cannot be applied: values are missing",
                      std::to_string(missing) + " of " + std::to_string(set.size()) + " patients without " + names,
                      options_.most_missing > 0.0 ? "a value for at least " + std::to_string(least) + " % of them"
                                                  : "a value for every patient");
    }
    return {};
}

core::Result<void> ThresholdRule::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                      const core::RunContext&) {
    SYNCHRONY_TRY(check(set));
    fitted_ = true;
    turned_ = false;
    if (!options_.as_taught) return {};
    std::vector<double> scores;
    std::vector<std::uint8_t> outcomes;
    for (const auto row : rows) {
        const auto given = answer(set, row);
        if (!given.answered) continue;
        scores.push_back(given.score);
        outcomes.push_back(set.response[row]);
    }
    turned_ = stats::auc(scores, outcomes).value_or(0.5) < 0.5;
    return {};
}

model::Prediction ThresholdRule::answer(const model::PatientSet& set, std::size_t row) const {
    constexpr model::Prediction none{0.0, false, false};
    bool responds = true;
    for (const auto& condition : options_.conditions) {
        const auto value = value_of(*find_table(set, options_, condition.column), condition.column, row);
        if (!value) return none;
        responds = responds && condition.met(*value);
    }
    const auto& first = options_.conditions.front();
    const bool ordered = options_.ranks && options_.conditions.size() == 1 && first.comparison != Comparison::equal;
    if (turned_) responds = !responds;
    if (!ordered) return {responds ? 1.0 : 0.0, responds};
    const bool low_responds = first.comparison == Comparison::less || first.comparison == Comparison::at_most;
    const double score = *value_of(*find_table(set, options_, first.column), first.column, row);
    return {low_responds != turned_ ? -score : score, responds};
}

core::Result<std::vector<model::Prediction>> ThresholdRule::predict(const model::PatientSet& set,
                                                                    std::span<const std::size_t> rows) {
    SYNCHRONY_TRY(check(set));
    if (!fitted_)
        return core::fail(
            {core::ErrorKind::usage, "the rule was not fitted", "rule '" + options_.name + "'", {}, {}, {}});
    std::vector<model::Prediction> answers;
    answers.reserve(rows.size());
    for (const auto row : rows) answers.push_back(answer(set, row));
    return answers;
}

std::span<const NamedRule> standard_rules() {
    const auto qrs = [](double ms) { return Condition{"qrs_duration_ms", Comparison::at_least, ms}; };
    static const Condition lbbb{"lbbb", Comparison::equal, 1.0};
    const auto area = [](double uvs) { return Condition{"qrs_area_uvs", Comparison::at_least, uvs}; };
    constexpr const char* duration = "QRS duration";
    constexpr const char* qrs_area = "QRS area";
    static const std::vector<NamedRule> rules{
        {duration, {qrs(150.0)}, true, {}, duration},
        {qrs_area, {area(109.0)}, true},
        {"LBBB", {lbbb}},
        {"QRS >= 120 ms", {qrs(120.0)}, false, duration},
        {"QRS >= 130 ms", {qrs(130.0)}, false, duration},
        {"QRS >= 150 ms", {qrs(150.0)}, false, duration},
        {"QRS area >= 102 uVs", {area(102.0)}, false, qrs_area},
        {"QRS area >= 109 uVs", {area(109.0)}, false, qrs_area},
        {"LBBB and QRS >= 150 ms", {lbbb, qrs(150.0)}},
        {"LVEF <= 35 %, QRS >= 150 ms and LBBB", {{"lvef_pct", Comparison::at_most, 35.0}, qrs(150.0), lbbb}}};
    return rules;
}

}  // namespace synchrony::ml

#include "results_parts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "synchrony/eval/decision_curve.hpp"

namespace synchrony::report {
namespace {

// As many lines as a plot bears; models come first because the question is about them.
constexpr std::size_t most_decision_curves = 7;
constexpr std::size_t most_models_decided = 4;
constexpr double least_treated = 0.05;  // share of the patients
constexpr std::size_t most_survival_plots = 4;
constexpr std::size_t most_learning_curves = 4;  // bands of more hide one another

Estimate pooled(const eval::Figure& figure) {
    return {figure.pooled, figure.ci95};
}

Estimate over_folds(const eval::Figure& figure) {
    return {figure.mean, figure.ci95};
}

void add_decisions(DecisionCurves& curves, const std::vector<const eval::ResultRow*>& rows, std::size_t most) {
    for (const auto* row : rows)
        if (curves.models.size() < most && row->decision_curve.size() == curves.thresholds.size())
            curves.models.push_back({row->row.label(), without_few_treated(*row, curves.thresholds)});
}

Curve& curve_of(LearningCurves& curves, const std::string& name) {
    const auto found = std::ranges::find(curves.models, name, &Curve::name);
    if (found != curves.models.end()) return *found;
    curves.models.push_back({name, {}, {}});
    return curves.models.back();
}

// "women" and "men" say it all; the group's variable stays empty.
Subgroup subgroup_of(const eval::SubgroupFigures& figures) {
    Subgroup shown;
    shown.group = figures.name;
    shown.patients = figures.patients;
    shown.positives = figures.positives;
    shown.auc = over_folds(figures.metrics.auc);
    shown.sensitivity = pooled(figures.metrics.sensitivity);
    shown.specificity = pooled(figures.metrics.specificity);
    return shown;
}

}  // namespace

std::vector<const eval::ResultRow*> by_auc(const eval::Results& results, eval::RowKind kind) {
    std::vector<const eval::ResultRow*> rows;
    for (const auto& row : results.rows)
        if (row.kind == kind && !row.facts.point) rows.push_back(&row);
    std::stable_sort(rows.begin(), rows.end(), [](const eval::ResultRow* a, const eval::ResultRow* b) {
        return a->metrics.auc.mean.value_or(0.0) > b->metrics.auc.mean.value_or(0.0);
    });
    return rows;
}

std::vector<const eval::ResultRow*> references_of(const eval::Results& results) {
    std::vector<const eval::ResultRow*> rows;
    for (const bool point : {true, false})  // the guideline before the measurement
        for (const auto& row : results.rows)
            if (!row.facts.expected.empty() && row.facts.point == point) rows.push_back(&row);
    for (const auto& row : results.rows)
        if (row.facts.chosen) rows.push_back(&row);
    return rows.empty() ? by_auc(results, eval::RowKind::rule) : rows;
}

FullFigures full_figures(const eval::ResultRow& row) {
    const auto& m = row.metrics;
    return {pooled(m.accuracy),
            pooled(m.sensitivity),
            pooled(m.specificity),
            pooled(m.ppv),
            pooled(m.npv),
            pooled(m.f1),
            over_folds(m.auc),
            pooled(m.average_precision),
            pooled(m.brier),
            pooled(m.calibration_slope),
            pooled(m.calibration_intercept)};
}

std::vector<double> without_few_treated(const eval::ResultRow& row, const std::vector<double>& thresholds) {
    auto curve = row.decision_curve;
    if (!row.metrics.brier.pooled || row.facts.point)
        return curve;  // its score is no probability: treats as many at all
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const auto treated = std::ranges::count_if(
            row.predictions, [&](const eval::PatientPrediction& p) { return p.score >= thresholds[i]; });
        if (static_cast<double>(treated) < least_treated * static_cast<double>(row.predictions.size()))
            curve[i] = std::numeric_limits<double>::quiet_NaN();
    }
    // A rare outcome's probabilities hardly reach the first threshold: then the curve is treating none's, and stays.
    const auto left = std::ranges::count_if(curve, [](double value) { return std::isfinite(value); });
    return left < 2 ? row.decision_curve : curve;
}

std::optional<DecisionCurves> decision_curves(const eval::Results& results) {
    DecisionCurves curves;
    const auto thresholds = eval::decision_thresholds();
    curves.thresholds.assign(thresholds.begin(), thresholds.end());
    add_decisions(curves, by_auc(results, eval::RowKind::model), most_models_decided);
    add_decisions(curves, references_of(results), most_decision_curves);
    if (curves.models.empty() || results.patients == 0) return std::nullopt;
    curves.treat_all = eval::decision_curve_of_all(results.positives, results.patients);
    return curves;
}

std::optional<LearningCurves> learning_curves(const eval::Results& results) {
    LearningCurves curves;
    for (const auto& point : results.learning_curve) {
        if (!point.auc) continue;
        auto& curve = curve_of(curves, point.row.label());
        const double sd = point.sd.value_or(0.0);
        curve.x.push_back(point.training_patients);
        curve.y.push_back(*point.auc);
        curve.low.push_back(std::max(*point.auc - sd, 0.0));
        curve.high.push_back(std::min(*point.auc + sd, 1.0));
    }
    if (curves.models.empty()) return std::nullopt;
    std::ranges::stable_sort(curves.models, std::greater(), [](const Curve& curve) { return curve.y.back(); });
    if (curves.models.size() > most_learning_curves) curves.models.resize(most_learning_curves);
    curves.band = "mean and SD over test folds; no confidence interval";
    return curves;
}

std::optional<SurvivalPart> survival_part(const eval::Results& results,
                                          const std::set<const eval::ResultRow*>& first_page) {
    if (results.survival.empty()) return std::nullopt;
    SurvivalPart part{results.time_column, results.event_column, results.early_scores, results.survival, {}};
    for (const auto& figures : results.survival) {
        const bool shown = std::ranges::any_of(
            first_page, [&](const eval::ResultRow* row) { return row->row.label() == figures.row.label(); });
        const bool both = figures.groups[0].patients > 0 && figures.groups[1].patients > 0;
        if (shown && both && figures.events > 0 && part.drawn.size() < most_survival_plots)
            part.drawn.push_back(figures);
    }
    return part;
}

std::vector<SubgroupTable> subgroup_tables(const eval::Results& results) {
    std::vector<SubgroupTable> tables;
    for (const auto kind : {eval::RowKind::model, eval::RowKind::rule}) {
        const auto rows = by_auc(results, kind);
        if (rows.empty() || rows.front()->subgroups.empty()) continue;
        SubgroupTable table;
        table.model = rows.front()->row.label();
        for (const auto& figures : rows.front()->subgroups) table.rows.push_back(subgroup_of(figures));
        table.notes = {"Groups with fewer than " + std::to_string(eval::least_of_a_class) +
                       " of either class show counts only. This is the " +
                       (kind == eval::RowKind::model ? "model" : "rule") + " with the largest AUC in all patients."};
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace synchrony::report

#include "synchrony/eval/metrics.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "pair_auc.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::eval {
namespace {

std::optional<double> ratio(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

double squared_error(const PatientPrediction& p) {
    const double distance = p.score - static_cast<double>(p.outcome);
    return distance * distance;
}

void set_spread(Figure& figure, const std::vector<double>& of_folds) {
    figure.mean = stats::mean(of_folds);
    figure.sd = stats::standard_deviation(of_folds);
}

/// The values of one fold, where defined, appended to each figure's list.
struct FoldValues {
    std::vector<double> accuracy;
    std::vector<double> sensitivity;
    std::vector<double> specificity;
    std::vector<double> brier;
};

FoldValues fold_values(std::span<const PatientPrediction> predictions) {
    std::map<std::pair<int, int>, std::pair<Confusion, std::vector<double>>> parts;
    for (const auto& p : predictions) {
        auto& [confusion, errors] = parts[{p.repeat, p.fold}];
        confusion.add(p.responds, p.outcome != 0);
        errors.push_back(squared_error(p));
    }
    FoldValues values;
    for (const auto& [part, content] : parts) {
        const auto& [confusion, errors] = content;
        if (const auto v = confusion.accuracy()) values.accuracy.push_back(*v);
        if (const auto v = confusion.sensitivity()) values.sensitivity.push_back(*v);
        if (const auto v = confusion.specificity()) values.specificity.push_back(*v);
        values.brier.push_back(*stats::mean(errors));
    }
    return values;
}

std::optional<double> mean_auc_of_repeats(std::span<const PatientPrediction> predictions) {
    std::map<int, std::pair<std::vector<double>, std::vector<std::uint8_t>>> repeats;
    for (const auto& p : predictions) {
        repeats[p.repeat].first.push_back(p.score);
        repeats[p.repeat].second.push_back(p.outcome);
    }
    std::vector<double> areas;
    for (const auto& [repeat, content] : repeats)
        if (const auto area = stats::auc(content.first, content.second)) areas.push_back(*area);
    return stats::mean(areas);
}

/// Sums over a patient's predictions, so that a resample is a weighted sum over patients.
struct PatientSums {
    std::vector<double> right;
    std::vector<double> errors;
    std::vector<double> count;
    std::vector<std::uint8_t> outcome;
};

PatientSums patient_sums(std::span<const PatientPrediction> predictions, std::size_t patients) {
    PatientSums sums{std::vector<double>(patients, 0.0), std::vector<double>(patients, 0.0),
                     std::vector<double>(patients, 0.0), std::vector<std::uint8_t>(patients, 0)};
    for (const auto& p : predictions) {
        sums.right[p.patient] += p.responds == (p.outcome != 0) ? 1.0 : 0.0;
        sums.errors[p.patient] += squared_error(p);
        sums.count[p.patient] += 1.0;
        sums.outcome[p.patient] = p.outcome;
    }
    return sums;
}

enum class Among { all, positives, negatives };

/// Weighted mean of `values` per prediction among those patients.
stats::WeightedStatistic share(const PatientSums& sums, const std::vector<double>& values, Among among) {
    return [&sums, &values, among](std::span<const double> weights) -> std::optional<double> {
        double top = 0.0;
        double bottom = 0.0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (among != Among::all && (sums.outcome[i] != 0) != (among == Among::positives)) continue;
            top += weights[i] * values[i];
            bottom += weights[i] * sums.count[i];
        }
        if (bottom <= 0.0) return std::nullopt;
        return top / bottom;
    };
}

}  // namespace

void Confusion::add(bool responds, bool outcome) {
    if (outcome)
        ++(responds ? tp : fn);
    else
        ++(responds ? fp : tn);
}
std::optional<double> Confusion::accuracy() const {
    return ratio(tp + tn, total());
}
std::optional<double> Confusion::sensitivity() const {
    return ratio(tp, tp + fn);
}
std::optional<double> Confusion::specificity() const {
    return ratio(tn, tn + fp);
}

Metrics measure(std::span<const PatientPrediction> predictions, std::size_t patients, const MetricOptions& options) {
    Metrics m;
    for (const auto& p : predictions) m.pooled.add(p.responds, p.outcome != 0);
    const auto folds = fold_values(predictions);
    const PairAuc pairs(predictions);
    const auto sums = patient_sums(predictions, patients);
    const core::RandomStream random = core::RandomStream(options.seed).child("metrics");
    const auto interval = [&](const stats::WeightedStatistic& statistic) {
        return stats::percentile_interval(
            stats::bootstrap(patients, statistic, random, {options.resamples, options.threads}));
    };

    set_spread(m.accuracy, folds.accuracy);
    m.accuracy.pooled = m.pooled.accuracy();
    m.accuracy.ci95 = interval(share(sums, sums.right, Among::all));
    set_spread(m.sensitivity, folds.sensitivity);
    m.sensitivity.pooled = m.pooled.sensitivity();
    m.sensitivity.ci95 = interval(share(sums, sums.right, Among::positives));
    set_spread(m.specificity, folds.specificity);
    m.specificity.pooled = m.pooled.specificity();
    m.specificity.ci95 = interval(share(sums, sums.right, Among::negatives));
    set_spread(m.auc, pairs.of_folds());
    m.auc.pooled = mean_auc_of_repeats(predictions);
    m.auc.ci95 = interval([&](std::span<const double> weights) { return pairs.weighted(weights); });

    const bool probabilities =
        std::ranges::all_of(predictions, [](const auto& p) { return p.score >= 0.0 && p.score <= 1.0; });
    if (!probabilities || predictions.empty()) return m;
    set_spread(m.brier, folds.brier);
    m.brier.pooled = share(sums, sums.errors, Among::all)(std::vector<double>(patients, 1.0));
    m.brier.ci95 = interval(share(sums, sums.errors, Among::all));
    return m;
}

}  // namespace synchrony::eval

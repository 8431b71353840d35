#include "synchrony/eval/metrics.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "pair_auc.hpp"
#include "patient_counts.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/probability.hpp"

namespace synchrony::eval {
namespace {

void set_spread(Figure& figure, const std::vector<double>& of_folds) {
    figure.mean = stats::mean(of_folds);
    figure.sd = stats::standard_deviation(of_folds);
}

/// A share of a confusion matrix, in one fold or in all.
using ShareOf = std::optional<double> (Confusion::*)() const;
struct SharedFigure {
    Figure Metrics::*figure;
    ShareOf share;
};
constexpr std::array shares{SharedFigure{&Metrics::accuracy, &Confusion::accuracy},
                            SharedFigure{&Metrics::sensitivity, &Confusion::sensitivity},
                            SharedFigure{&Metrics::specificity, &Confusion::specificity},
                            SharedFigure{&Metrics::ppv, &Confusion::ppv},
                            SharedFigure{&Metrics::npv, &Confusion::npv},
                            SharedFigure{&Metrics::f1, &Confusion::f1}};
constexpr std::size_t brief_shares = 3;

/// What one fold holds.
struct FoldContent {
    Confusion confusion;
    std::vector<double> errors;
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
};

std::vector<FoldContent> fold_contents(std::span<const PatientPrediction> predictions) {
    std::map<std::pair<int, int>, FoldContent> parts;
    for (const auto& p : predictions) {
        auto& part = parts[{p.repeat, p.fold}];
        part.confusion.add(p.responds, p.outcome != 0);
        part.errors.push_back(squared_error(p));
        part.scores.push_back(p.score);
        part.labels.push_back(p.outcome);
    }
    std::vector<FoldContent> contents;
    for (auto& [part, content] : parts) contents.push_back(std::move(content));
    return contents;
}

template <typename Value>
void set_fold_spread(Figure& figure, const std::vector<FoldContent>& folds, Value value) {
    std::vector<double> values;
    for (const auto& fold : folds)
        if (const std::optional<double> v = value(fold)) values.push_back(*v);
    set_spread(figure, values);
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

/// Scores and labels as they stand in the predictions, with each prediction's patient.
struct Flat {
    explicit Flat(std::span<const PatientPrediction> predictions) {
        for (const auto& p : predictions) {
            scores.push_back(p.score);
            labels.push_back(p.outcome);
            patients.push_back(p.patient);
        }
        order = stats::ascending_order(scores);
    }
    [[nodiscard]] std::vector<double> spread(std::span<const double> of_patients) const {
        std::vector<double> weights;
        weights.reserve(patients.size());
        for (const auto patient : patients) weights.push_back(of_patients[patient]);
        return weights;
    }
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    std::vector<std::size_t> patients;
    std::vector<std::size_t> order;
};

std::vector<Flat> by_repeat(std::span<const PatientPrediction> predictions) {
    std::map<int, std::vector<PatientPrediction>> repeats;
    for (const auto& p : predictions) repeats[p.repeat].push_back(p);
    std::vector<Flat> flat;
    for (const auto& [repeat, content] : repeats) flat.emplace_back(content);
    return flat;
}

std::optional<double> mean_precision(const std::vector<Flat>& repeats, std::span<const double> weights) {
    std::vector<double> values;
    for (const auto& r : repeats)
        if (const auto v = stats::average_precision(r.scores, r.labels, r.order, r.spread(weights)))
            values.push_back(*v);
    return stats::mean(values);
}

/// Both calibration figures and their intervals from the same resamples.
template <typename Interval>
void set_calibration(Metrics& m, std::span<const PatientPrediction> predictions, std::size_t patients,
                     Interval interval) {
    const Flat flat(predictions);
    if (std::ranges::none_of(flat.scores, [](double s) { return s > 0.0 && s < 1.0; })) return;
    const auto at = [&](std::span<const double> weights) {
        return stats::calibration(flat.scores, flat.labels, flat.spread(weights));
    };
    const auto all = at(std::vector<double>(patients, 1.0));
    if (!all) return;
    m.calibration_slope.pooled = all->slope;
    m.calibration_intercept.pooled = all->intercept;
    const auto part = [&](double stats::Calibration::*value) {
        return [&at, value](std::span<const double> weights) -> std::optional<double> {
            const auto drawn = at(weights);
            return drawn ? std::optional((*drawn).*value) : std::nullopt;
        };
    };
    m.calibration_slope.ci95 = interval(part(&stats::Calibration::slope));
    m.calibration_intercept.ci95 = interval(part(&stats::Calibration::intercept));
}

}  // namespace

PeopleOfClasses people_of_classes(std::span<const PatientPrediction> predictions, std::span<const std::size_t> people) {
    std::vector<std::uint8_t> outcomes;
    std::vector<std::size_t> person;
    for (const auto& p : predictions) {
        outcomes.push_back(p.outcome);
        person.push_back(people[p.patient]);
    }
    return {stats::units_with(true, outcomes, person), stats::units_with(false, outcomes, person)};
}

std::size_t patients_in(std::span<const PatientPrediction> predictions) {
    std::set<std::size_t> patients;
    for (const auto& p : predictions) patients.insert(p.patient);
    return patients.size();
}

std::span<const NamedFigure> named_figures() {
    static constexpr std::array figures{NamedFigure{"accuracy", &Metrics::accuracy},
                                        NamedFigure{"sensitivity", &Metrics::sensitivity},
                                        NamedFigure{"specificity", &Metrics::specificity},
                                        NamedFigure{"auc", &Metrics::auc},
                                        NamedFigure{"brier", &Metrics::brier},
                                        NamedFigure{"ppv", &Metrics::ppv},
                                        NamedFigure{"npv", &Metrics::npv},
                                        NamedFigure{"f1", &Metrics::f1},
                                        NamedFigure{"average_precision", &Metrics::average_precision},
                                        NamedFigure{"calibration_slope", &Metrics::calibration_slope},
                                        NamedFigure{"calibration_intercept", &Metrics::calibration_intercept}};
    return figures;
}

Metrics score_predictions(std::span<const PatientPrediction> predictions, std::size_t patients,
                          const MetricOptions& options) {
    Metrics m;
    for (const auto& p : predictions) m.pooled.add(p.responds, p.outcome != 0);
    const auto folds = fold_contents(predictions);
    const auto counts = patient_counts(predictions, patients);
    const core::RandomStream random = core::RandomStream(options.seed).child("metrics");
    const auto people = stats::units_of_rows(options.people, patients);
    const auto resampled = [&](const stats::WeightedStatistic& statistic) {
        return stats::bootstrap_units(people, statistic, random, {options.resamples, options.threads});
    };
    const auto interval = [&](const stats::WeightedStatistic& statistic) {
        return stats::spread_interval(resampled(statistic));
    };

    for (const auto& [figure, share] : std::span(shares).first(options.brief ? brief_shares : shares.size())) {
        set_fold_spread(m.*figure, folds,
                        [which = share](const FoldContent& fold) { return (fold.confusion.*which)(); });
        (m.*figure).pooled = (m.pooled.*share)();
        const auto drawn = resampled(
            [&, which = figure](std::span<const double> weights) { return weighted_share(counts, which, weights); });
        (m.*figure).ci95 = share_interval(counts, figure, (m.*figure).pooled, drawn, people);
    }
    const PairAuc pairs(predictions);
    set_spread(m.auc, pairs.of_folds());
    m.auc.mean = pairs.plain(patients);
    m.auc.pooled = mean_auc_of_repeats(predictions);
    auto drawn_auc = resampled([&](std::span<const double> weights) { return pairs.weighted(weights); });
    m.auc.ci95 = stats::spread_interval(drawn_auc);
    for (auto& area : drawn_auc) area -= 0.5;
    if (m.auc.ci95) m.auc_p = stats::bootstrap_p(drawn_auc);
    if (const auto limits = limits_of_yes_or_no(m, predictions)) m.auc.ci95 = limits;
    if (!m.auc.ci95) m.auc.ci95 = limits_of_certain(pairs.plain(patients), predictions, people);
    if (options.brief || predictions.empty()) return m;

    const auto repeats = by_repeat(predictions);
    set_fold_spread(m.average_precision, folds, [](const FoldContent& fold) {
        return stats::average_precision(fold.scores, fold.labels, stats::ascending_order(fold.scores));
    });
    m.average_precision.pooled = mean_precision(repeats, std::vector<double>(patients, 1.0));
    m.average_precision.ci95 =
        interval([&](std::span<const double> weights) { return mean_precision(repeats, weights); });

    const bool probabilities =
        std::ranges::all_of(predictions, [](const auto& p) { return p.score >= 0.0 && p.score <= 1.0; });
    if (!probabilities) return m;
    const auto brier = [&](std::span<const double> weights) { return weighted_brier(counts, weights); };
    set_fold_spread(m.brier, folds, [](const FoldContent& fold) { return stats::mean(fold.errors); });
    m.brier.pooled = brier(std::vector<double>(patients, 1.0));
    m.brier.ci95 = interval(brier);
    set_calibration(m, predictions, patients, interval);
    return m;
}

}  // namespace synchrony::eval

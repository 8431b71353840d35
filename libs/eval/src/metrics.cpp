#include "synchrony/eval/metrics.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "pair_auc.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/probability.hpp"

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

/// Counts of a patient's predictions, so that a resample is a weighted sum over patients.
struct PatientCounts {
    std::vector<double> tp, fp, tn, fn, errors, count;
};

PatientCounts patient_counts(std::span<const PatientPrediction> predictions, std::size_t patients) {
    const std::vector<double> none(patients, 0.0);
    PatientCounts counts{none, none, none, none, none, none};
    for (const auto& p : predictions) {
        auto& cell = p.outcome != 0 ? (p.responds ? counts.tp : counts.fn) : (p.responds ? counts.fp : counts.tn);
        cell[p.patient] += 1.0;
        counts.errors[p.patient] += squared_error(p);
        counts.count[p.patient] += 1.0;
    }
    return counts;
}

std::optional<double> ratio(double part, double whole) {
    if (!(whole > 0.0)) return std::nullopt;
    return part / whole;
}

struct PartOfWhole {
    double part = 0.0;
    double whole = 0.0;
};

/// What a share of the confusion matrix divides.
PartOfWhole part_of_whole(Figure Metrics::*figure, double tp, double fp, double tn, double fn) {
    if (figure == &Metrics::accuracy) return {tp + tn, tp + fp + tn + fn};
    if (figure == &Metrics::sensitivity) return {tp, tp + fn};
    if (figure == &Metrics::specificity) return {tn, tn + fp};
    if (figure == &Metrics::ppv) return {tp, tp + fp};
    if (figure == &Metrics::npv) return {tn, tn + fn};
    return {2.0 * tp, 2.0 * tp + fp + fn};
}

/// The share of the confusion matrix that the weighted patients make.
std::optional<double> weighted_share(const PatientCounts& counts, Figure Metrics::*figure,
                                     std::span<const double> weights) {
    double tp = 0.0, fp = 0.0, tn = 0.0, fn = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        tp += weights[i] * counts.tp[i];
        fp += weights[i] * counts.fp[i];
        tn += weights[i] * counts.tn[i];
        fn += weights[i] * counts.fn[i];
    }
    const auto share = part_of_whole(figure, tp, fp, tn, fn);
    return ratio(share.part, share.whole);
}

/// Limits of a share that is 0 or 1 in every resample: exact ones, of the people among whom it is taken. F1 is
/// 2 J / (1 + J) of the share J of right answers among those called or being positive.
std::optional<stats::Interval> exact_limits(const PatientCounts& counts, Figure Metrics::*figure,
                                            std::optional<double> share, std::span<const std::size_t> people) {
    if (share != 0.0 && share != 1.0) return std::nullopt;
    std::vector<std::uint8_t> among(people.size());
    for (std::size_t i = 0; i < people.size(); ++i)
        among[i] = part_of_whole(figure, counts.tp[i], counts.fp[i], counts.tn[i], counts.fn[i]).whole > 0.0 ? 1 : 0;
    const auto asked = stats::units_with(true, among, people);
    auto limits = stats::clopper_pearson_interval(share == 1.0 ? asked : 0, asked);
    if (limits && figure == &Metrics::f1)
        for (auto* limit : {&limits->low, &limits->high}) *limit = 2.0 * *limit / (1.0 + *limit);
    return limits;
}

/// Limits of an AUC that is 0 or 1 in every resample.
std::optional<stats::Interval> limits_of_certain(std::optional<double> area,
                                                 std::span<const PatientPrediction> predictions,
                                                 std::span<const std::size_t> people) {
    if (area != 0.0 && area != 1.0) return std::nullopt;
    const auto classes = people_of_classes(predictions, people);
    return stats::auc_score_interval(*area, classes.positive, classes.negative);
}

std::optional<double> weighted_mean(const std::vector<double>& values, const std::vector<double>& count,
                                    std::span<const double> weights) {
    double top = 0.0;
    double bottom = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        top += weights[i] * values[i];
        bottom += weights[i] * count[i];
    }
    return ratio(top, bottom);
}

/// Of a rule whose score is its answer the AUC is the mean of sensitivity and specificity. Where one of these is the
/// same in every resample, the AUC's own resamples know the other's spread alone: four of four patients found would
/// make 0.58 (0.53 to 0.65). Its limits are then recovered from those of the two.
std::optional<stats::Interval> limits_of_yes_or_no(const Metrics& m, std::span<const PatientPrediction> predictions) {
    const auto &found = m.sensitivity, &spared = m.specificity;
    if (!found.pooled || !found.ci95 || !spared.pooled || !spared.ci95) return std::nullopt;
    if (!stats::by_other_method(found.ci95) && !stats::by_other_method(spared.ci95)) return std::nullopt;
    if (!std::ranges::all_of(predictions, [](const auto& p) { return p.score == (p.responds ? 1.0 : 0.0); }))
        return std::nullopt;
    auto sum = stats::difference_interval(*found.pooled, *found.ci95, -*spared.pooled,
                                          {-spared.ci95->high, -spared.ci95->low});
    sum.low *= 0.5, sum.high *= 0.5;
    return sum;
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

std::optional<double> Confusion::ppv() const {
    return ratio(tp, tp + fp);
}
std::optional<double> Confusion::npv() const {
    return ratio(tn, tn + fn);
}
std::optional<double> Confusion::f1() const {
    return ratio(2 * tp, 2 * tp + fp + fn);
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
    const auto interval = [&](const stats::WeightedStatistic& statistic) {
        return stats::spread_interval(
            stats::bootstrap_units(people, statistic, random, {options.resamples, options.threads}));
    };

    for (const auto& [figure, share] : std::span(shares).first(options.brief ? brief_shares : shares.size())) {
        set_fold_spread(m.*figure, folds,
                        [which = share](const FoldContent& fold) { return (fold.confusion.*which)(); });
        (m.*figure).pooled = (m.pooled.*share)();
        (m.*figure).ci95 = interval(
            [&, which = figure](std::span<const double> weights) { return weighted_share(counts, which, weights); });
        if (!(m.*figure).ci95) (m.*figure).ci95 = exact_limits(counts, figure, (m.*figure).pooled, people);
    }
    const PairAuc pairs(predictions);
    set_spread(m.auc, pairs.of_folds());
    if (options.brief) m.auc.mean = pairs.plain(patients);  // a subgroup's folds may hold one pair beside twenty
    m.auc.pooled = mean_auc_of_repeats(predictions);
    m.auc.ci95 = interval([&](std::span<const double> weights) { return pairs.weighted(weights); });
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
    const auto brier = [&](std::span<const double> weights) {
        return weighted_mean(counts.errors, counts.count, weights);
    };
    set_fold_spread(m.brier, folds, [](const FoldContent& fold) { return stats::mean(fold.errors); });
    m.brier.pooled = brier(std::vector<double>(patients, 1.0));
    m.brier.ci95 = interval(brier);
    set_calibration(m, predictions, patients, interval);
    return m;
}

}  // namespace synchrony::eval

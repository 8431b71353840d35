#include "patient_counts.hpp"

#include <algorithm>

#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/confidence_intervals.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::eval {
namespace {

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

/// Among whom the share is taken.
struct Asked {
    std::size_t rows = 0;
    std::size_t people = 0;
};

Asked asked_for(const PatientCounts& counts, Figure Metrics::*figure, std::span<const std::size_t> people) {
    std::vector<std::uint8_t> among(people.size());
    for (std::size_t i = 0; i < people.size(); ++i)
        among[i] = part_of_whole(figure, counts.tp[i], counts.fp[i], counts.tn[i], counts.fn[i]).whole > 0.0 ? 1 : 0;
    return {static_cast<std::size_t>(std::ranges::count(among, std::uint8_t{1})),
            stats::units_with(true, among, people)};
}

}  // namespace

double squared_error(const PatientPrediction& prediction) {
    const double distance = prediction.score - static_cast<double>(prediction.outcome);
    return distance * distance;
}

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

std::optional<double> weighted_brier(const PatientCounts& counts, std::span<const double> weights) {
    double errors = 0.0, count = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        errors += weights[i] * counts.errors[i];
        count += weights[i] * counts.count[i];
    }
    return ratio(errors, count);
}

std::optional<stats::Interval> share_interval(const PatientCounts& counts, Figure Metrics::*figure,
                                              std::optional<double> share, std::span<const double> resampled,
                                              std::span<const std::size_t> people) {
    if (!share) return std::nullopt;
    const bool is_f1 = figure == &Metrics::f1;
    if (*share > 0.0 && *share < 1.0) {
        if (is_f1) return stats::spread_interval(resampled);
        const auto sd = stats::standard_deviation(resampled);
        if (resampled.size() < stats::least_resamples || !sd) return std::nullopt;
        const auto asked = asked_for(counts, figure, people);
        return stats::korn_graubard_interval(*share, *sd * *sd, asked.rows, asked.people);
    }
    const auto asked = asked_for(counts, figure, people).people;
    auto limits = stats::clopper_pearson_interval(*share == 1.0 ? asked : 0, asked);
    if (limits && is_f1)
        for (auto* limit : {&limits->low, &limits->high}) *limit = 2.0 * *limit / (1.0 + *limit);
    return limits;
}

std::optional<stats::Interval> limits_of_certain(std::optional<double> area,
                                                 std::span<const PatientPrediction> predictions,
                                                 std::span<const std::size_t> people) {
    if (area != 0.0 && area != 1.0) return std::nullopt;
    const auto classes = people_of_classes(predictions, people);
    return stats::auc_score_interval(*area, classes.positive, classes.negative);
}

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

}  // namespace synchrony::eval

#include "synchrony/stats/auc.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "finite.hpp"
#include "synchrony/core/logistic.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

/// DeLong's structural components: for each positive the share of negatives below it, for each negative the share of
/// positives above it (ties half).
struct Components {
    std::vector<double> of_positives;
    std::vector<double> of_negatives;
    double auc = 0.0;
};

std::optional<Components> components(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    std::vector<double> positives;
    std::vector<double> negatives;
    for (std::size_t i = 0; i < scores.size(); ++i) (labels[i] != 0 ? positives : negatives).push_back(scores[i]);
    if (positives.size() < 2 || negatives.size() < 2 || !no_nan(scores)) return std::nullopt;
    std::vector<double> all = positives;
    all.insert(all.end(), negatives.begin(), negatives.end());
    const auto ranks = midranks(all);
    const auto positive_ranks = midranks(positives);
    const auto negative_ranks = midranks(negatives);
    const double m = static_cast<double>(positives.size());
    const double n = static_cast<double>(negatives.size());
    Components c;
    for (std::size_t i = 0; i < positives.size(); ++i) c.of_positives.push_back((ranks[i] - positive_ranks[i]) / n);
    for (std::size_t j = 0; j < negatives.size(); ++j)
        c.of_negatives.push_back(1.0 - (ranks[positives.size() + j] - negative_ranks[j]) / m);
    c.auc = *mean(c.of_positives);
    return c;
}

/// What the rows of one unit add to the components of an AUC, less what they would add at its value.
struct UnitSum {
    double of_positives = 0.0;
    double of_negatives = 0.0;
};

std::vector<UnitSum> unit_sums(const Components& c, std::span<const std::uint8_t> labels,
                               std::span<const std::size_t> unit_of) {
    std::vector<UnitSum> sums(unit_count(unit_of));
    auto positive = c.of_positives.begin();
    auto negative = c.of_negatives.begin();
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (labels[i] != 0)
            sums[unit_of[i]].of_positives += *positive++ - c.auc;
        else
            sums[unit_of[i]].of_negatives += *negative++ - c.auc;
    return sums;
}

/// Covariance of two AUCs on the same rows (Obuchowski, Biometrics 1997;53:567, clustered data); where every row is its
/// own unit this is DeLong's. Nothing unless two units or more have each class.
std::optional<double> component_covariance(const Components& a, const Components& b,
                                           std::span<const std::uint8_t> labels, std::span<const std::size_t> unit_of) {
    const auto of_positives = static_cast<double>(units_with(true, labels, unit_of));
    const auto of_negatives = static_cast<double>(units_with(false, labels, unit_of));
    if (of_positives < 2.0 || of_negatives < 2.0) return std::nullopt;
    const auto first = unit_sums(a, labels, unit_of);
    const auto second = unit_sums(b, labels, unit_of);
    double s10 = 0.0, s01 = 0.0, s11 = 0.0;
    for (std::size_t u = 0; u < first.size(); ++u) {
        s10 += first[u].of_positives * second[u].of_positives;
        s01 += first[u].of_negatives * second[u].of_negatives;
        s11 += first[u].of_positives * second[u].of_negatives + first[u].of_negatives * second[u].of_positives;
    }
    const double m = static_cast<double>(a.of_positives.size());
    const double n = static_cast<double>(a.of_negatives.size());
    const auto units = static_cast<double>(first.size());
    return of_positives / (of_positives - 1.0) * s10 / (m * m) + of_negatives / (of_negatives - 1.0) * s01 / (n * n) +
           units / (units - 1.0) * s11 / (m * n);
}

Interval logit_interval(double area, double variance, double level) {
    const double centre = core::logit(area);
    const double spread = std::sqrt(variance) / (area * (1.0 - area)) * normal_quantile(0.5 + level / 2.0);
    return {core::logistic(centre - spread), core::logistic(centre + spread)};
}

}  // namespace

std::vector<double> midranks(std::span<const double> values) {
    const auto order = ascending_order(values);
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = 0.5 * static_cast<double>(begin + 1 + end);
        for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = rank;
        begin = end;
    }
    return ranks;
}

std::vector<std::size_t> ascending_order(std::span<const double> scores) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return scores[i]; });
    return order;
}

PairCount weighted_pairs(std::span<const double> scores, std::span<const std::uint8_t> labels,
                         std::span<const double> weights, std::span<const std::size_t> order) {
    double negatives_below = 0.0;
    double positives = 0.0;
    PairCount pairs;
    for (std::size_t begin = 0; begin < order.size();) {
        double tied_positives = 0.0;
        double tied_negatives = 0.0;
        std::size_t end = begin;
        do {  // at least one, also of a score that equals not even itself
            (labels[order[end]] != 0 ? tied_positives : tied_negatives) += weights[order[end]];
            ++end;
        } while (end < order.size() && scores[order[end]] == scores[order[begin]]);
        pairs.concordant += tied_positives * (negatives_below + 0.5 * tied_negatives);
        negatives_below += tied_negatives;
        positives += tied_positives;
        begin = end;
    }
    pairs.all = positives * negatives_below;
    return pairs;
}

std::optional<double> auc(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    if (!no_nan(scores)) return std::nullopt;
    const std::vector<double> ones(scores.size(), 1.0);
    const auto pairs = weighted_pairs(scores, labels, ones, ascending_order(scores));
    if (pairs.all <= 0.0) return std::nullopt;
    return pairs.concordant / pairs.all;
}

std::optional<AucEstimate> delong(std::span<const double> scores, std::span<const std::uint8_t> labels, double level) {
    const auto c = components(scores, labels);
    if (!c) return std::nullopt;
    const auto variance = component_covariance(*c, *c, labels, units_of_rows({}, labels.size()));
    if (!variance) return std::nullopt;
    if (c->auc <= 0.0 || c->auc >= 1.0 || *variance <= 0.0)
        return AucEstimate{c->auc, *variance,
                           *auc_score_interval(c->auc, c->of_positives.size(), c->of_negatives.size(), level)};
    return AucEstimate{c->auc, *variance, logit_interval(c->auc, *variance, level)};
}

std::optional<AucComparison> delong_paired(std::span<const double> first, std::span<const double> second,
                                           std::span<const std::uint8_t> labels, std::span<const std::size_t> unit_of) {
    const auto a = components(first, labels);
    const auto b = components(second, labels);
    if (!a || !b) return std::nullopt;
    const auto units = units_of_rows(unit_of, labels.size());
    const auto of_first = component_covariance(*a, *a, labels, units);
    const auto of_second = component_covariance(*b, *b, labels, units);
    const auto of_both = component_covariance(*a, *b, labels, units);
    if (!of_first || !of_second || !of_both) return std::nullopt;
    AucComparison result{a->auc, b->auc, a->auc - b->auc, 0.0, 0.0, 1.0};
    result.variance = std::max(0.0, *of_first + *of_second - 2.0 * *of_both);
    if (result.variance > 0.0) {
        result.z = result.difference / std::sqrt(result.variance);
        result.p = normal_two_sided_p(result.z);
    } else if (result.difference != 0.0) {
        result.z = std::copysign(std::numeric_limits<double>::infinity(), result.difference);
        result.p = *auc_difference_p(a->auc, b->auc, units_with(true, labels, units), units_with(false, labels, units));
    }
    return result;
}

std::optional<Interval> auc_difference_interval(double first, double second, std::size_t positives,
                                                std::size_t negatives, double level) {
    const auto of_first = auc_score_interval(first, positives, negatives, level);
    const auto of_second = auc_score_interval(second, positives, negatives, level);
    if (!of_first || !of_second) return std::nullopt;
    return difference_interval(first, *of_first, second, *of_second);
}

std::optional<double> auc_difference_p(double first, double second, std::size_t positives, std::size_t negatives) {
    if (!auc_difference_interval(first, second, positives, negatives)) return std::nullopt;
    constexpr int halvings = 40;
    if (first == second) return 1.0;
    double apart = 1.0, together = 0.0;  // p of a level whose limits leave 0 out, and of one whose hold it
    for (int halving = 0; halving < halvings; ++halving) {
        const double p = 0.5 * (apart + together);
        const auto limits = *auc_difference_interval(first, second, positives, negatives, 1.0 - p);
        (limits.low > 0.0 || limits.high < 0.0 ? apart : together) = p;
    }
    return apart;
}

std::vector<RocPoint> roc_curve(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    const auto positives = static_cast<std::size_t>(std::ranges::count_if(labels, [](auto l) { return l != 0; }));
    const std::size_t negatives = labels.size() - positives;
    if (positives == 0 || negatives == 0 || !no_nan(scores)) return {};
    const auto order = ascending_order(scores);
    std::vector<RocPoint> curve{{0.0, 0.0, std::numeric_limits<double>::infinity()}};
    std::size_t true_positives = 0;
    std::size_t false_positives = 0;
    for (std::size_t i = order.size(); i-- > 0;) {
        ++(labels[order[i]] != 0 ? true_positives : false_positives);
        if (i > 0 && scores[order[i - 1]] == scores[order[i]]) continue;
        curve.push_back({static_cast<double>(false_positives) / static_cast<double>(negatives),
                         static_cast<double>(true_positives) / static_cast<double>(positives), scores[order[i]]});
    }
    return curve;
}

}  // namespace synchrony::stats

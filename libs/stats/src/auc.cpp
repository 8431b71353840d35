#include "synchrony/stats/auc.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

/// Ranks from 1, ties share their mean rank.
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
    if (positives.size() < 2 || negatives.size() < 2) return std::nullopt;
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

double covariance(std::span<const double> a, std::span<const double> b) {
    const double mean_a = *mean(a);
    const double mean_b = *mean(b);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
    return sum / static_cast<double>(a.size() - 1);
}

double component_covariance(const Components& a, const Components& b) {
    return covariance(a.of_positives, b.of_positives) / static_cast<double>(a.of_positives.size()) +
           covariance(a.of_negatives, b.of_negatives) / static_cast<double>(a.of_negatives.size());
}

Interval logit_interval(double area, double variance, double level) {
    if (area <= 0.0 || area >= 1.0 || variance <= 0.0) return {area, area};
    const double centre = std::log(area / (1.0 - area));
    const double spread = std::sqrt(variance) / (area * (1.0 - area)) * normal_quantile(0.5 + level / 2.0);
    const auto expit = [](double x) { return 1.0 / (1.0 + std::exp(-x)); };
    return {expit(centre - spread), expit(centre + spread)};
}

}  // namespace

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
        for (; end < order.size() && scores[order[end]] == scores[order[begin]]; ++end)
            (labels[order[end]] != 0 ? tied_positives : tied_negatives) += weights[order[end]];
        pairs.concordant += tied_positives * (negatives_below + 0.5 * tied_negatives);
        negatives_below += tied_negatives;
        positives += tied_positives;
        begin = end;
    }
    pairs.all = positives * negatives_below;
    return pairs;
}

std::optional<double> auc(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    const std::vector<double> ones(scores.size(), 1.0);
    const auto pairs = weighted_pairs(scores, labels, ones, ascending_order(scores));
    if (pairs.all <= 0.0) return std::nullopt;
    return pairs.concordant / pairs.all;
}

std::optional<AucEstimate> delong(std::span<const double> scores, std::span<const std::uint8_t> labels, double level) {
    const auto c = components(scores, labels);
    if (!c) return std::nullopt;
    const double variance = component_covariance(*c, *c);
    return AucEstimate{c->auc, variance, logit_interval(c->auc, variance, level)};
}

std::optional<AucComparison> delong_paired(std::span<const double> first, std::span<const double> second,
                                           std::span<const std::uint8_t> labels) {
    const auto a = components(first, labels);
    const auto b = components(second, labels);
    if (!a || !b) return std::nullopt;
    AucComparison result{a->auc, b->auc, a->auc - b->auc, 0.0, 0.0, 1.0};
    result.variance =
        std::max(0.0, component_covariance(*a, *a) + component_covariance(*b, *b) - 2.0 * component_covariance(*a, *b));
    if (result.variance > 0.0) {
        result.z = result.difference / std::sqrt(result.variance);
        result.p = normal_two_sided_p(result.z);
    } else if (result.difference != 0.0) {
        result.z = std::copysign(std::numeric_limits<double>::infinity(), result.difference);
        result.p = 0.0;
    }
    return result;
}

std::vector<RocPoint> roc_curve(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    const auto positives = static_cast<std::size_t>(std::ranges::count_if(labels, [](auto l) { return l != 0; }));
    const std::size_t negatives = labels.size() - positives;
    if (positives == 0 || negatives == 0) return {};
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

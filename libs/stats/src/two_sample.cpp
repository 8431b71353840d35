#include "synchrony/stats/two_sample.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "finite.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

/// U of the first group and what its null distribution needs to know.
struct Ranked {
    double u = 0.0;
    double tie_term = 0.0;  ///< sum of t^3 - t over groups of t equal values
};

Ranked rank(std::span<const double> first, std::span<const double> second) {
    std::vector<double> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    const auto order = ascending_order(all);
    Ranked result;
    double second_below = 0.0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double of_first = 0.0;
        do {
            if (order[end] < first.size()) of_first += 1.0;
            ++end;
        } while (end < order.size() && all[order[end]] == all[order[begin]]);
        const double tied = static_cast<double>(end - begin);
        result.u += of_first * (second_below + 0.5 * (tied - of_first));
        result.tie_term += tied * tied * tied - tied;
        second_below += tied - of_first;
        begin = end;
    }
    return result;
}

/// P(U <= u) without ties: the number of ways to draw m of m + n ranks by their sum, built up rank by rank.
double exact_lower_tail(std::size_t m, std::size_t n, std::size_t u) {
    // ways[k][s]: subsets of k of the first ranks (from 0) whose members beat s of the others, relative to all subsets.
    std::vector<std::vector<double>> ways(m + 1, std::vector<double>(m * n + 1, 0.0));
    ways[0][0] = 1.0;
    for (std::size_t item = 0; item < m + n; ++item)
        for (std::size_t k = std::min(item + 1, m); k >= 1; --k) {
            const std::size_t beaten = item - (k - 1);  // others below it when it is the k-th chosen
            if (beaten > n) continue;
            for (std::size_t s = m * n + 1; s-- > beaten;) ways[k][s] += ways[k - 1][s - beaten];
        }
    double below = 0.0;
    double all = 0.0;
    for (std::size_t s = 0; s <= m * n; ++s) {
        all += ways[m][s];
        if (s <= u) below += ways[m][s];
    }
    return below / all;
}

/// Nothing where t or its degrees are beyond all numbers, as of values near 1e160, whose squares are.
std::optional<TTest> with_p(TTest test) {
    if (!std::isfinite(test.t) || !std::isfinite(test.degrees)) return std::nullopt;
    test.p = student_t_two_sided_p(test.t, test.degrees);
    return std::isfinite(test.p) ? std::optional(test) : std::nullopt;
}

}  // namespace

std::optional<Summary> summary(std::span<const double> values) {
    const auto sd = standard_deviation(values);
    if (!sd) return std::nullopt;
    return Summary{*mean(values), *sd, values.size()};
}

std::optional<TTest> welch_t(const Summary& first, const Summary& second) {
    if (first.n < 2 || second.n < 2) return std::nullopt;
    const double a = first.sd * first.sd / static_cast<double>(first.n);
    const double b = second.sd * second.sd / static_cast<double>(second.n);
    if (!(a + b > 0.0)) return std::nullopt;
    TTest test;
    test.t = (first.mean - second.mean) / std::sqrt(a + b);
    test.degrees =
        (a + b) * (a + b) / (a * a / static_cast<double>(first.n - 1) + b * b / static_cast<double>(second.n - 1));
    return with_p(test);
}

std::optional<TTest> student_t(const Summary& first, const Summary& second) {
    if (first.n < 1 || second.n < 1 || first.n + second.n < 3) return std::nullopt;
    const double m = static_cast<double>(first.n);
    const double n = static_cast<double>(second.n);
    TTest test;
    test.degrees = m + n - 2.0;
    const double variance = ((m - 1.0) * first.sd * first.sd + (n - 1.0) * second.sd * second.sd) / test.degrees;
    if (!(variance > 0.0)) return std::nullopt;
    test.t = (first.mean - second.mean) / std::sqrt(variance * (1.0 / m + 1.0 / n));
    return with_p(test);
}

std::optional<RankTest> mann_whitney_normal(std::span<const double> first, std::span<const double> second) {
    if (first.empty() || second.empty() || !no_nan(first) || !no_nan(second)) return std::nullopt;
    const auto ranked = rank(first, second);
    const double m = static_cast<double>(first.size());
    const double n = static_cast<double>(second.size());
    const double all = m + n;
    const double variance = m * n / 12.0 * (all + 1.0 - ranked.tie_term / (all * (all - 1.0)));
    RankTest test{ranked.u, 1.0, false};
    if (variance > 0.0) {
        const double distance = std::abs(ranked.u - m * n / 2.0) - 0.5;  // continuity correction
        test.p = distance > 0.0 ? normal_two_sided_p(distance / std::sqrt(variance)) : 1.0;
    }
    return test;
}

std::optional<RankTest> mann_whitney(std::span<const double> first, std::span<const double> second) {
    const bool small = first.size() < exact_rank_test_below && second.size() < exact_rank_test_below;
    if (first.empty() || second.empty() || !small || !no_nan(first) || !no_nan(second))
        return mann_whitney_normal(first, second);
    const auto ranked = rank(first, second);
    if (ranked.tie_term > 0.0) return mann_whitney_normal(first, second);
    const double most = static_cast<double>(first.size() * second.size());
    const auto lower = static_cast<std::size_t>(std::min(ranked.u, most - ranked.u));
    return RankTest{ranked.u, std::min(1.0, 2.0 * exact_lower_tail(first.size(), second.size(), lower)), true};
}

}  // namespace synchrony::stats

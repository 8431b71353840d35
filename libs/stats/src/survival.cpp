#include "synchrony/stats/survival.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

std::vector<std::size_t> by_time(std::span<const FollowUp> patients) {
    std::vector<std::size_t> order(patients.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return patients[i].time; });
    return order;
}

/// Those of one time in an order by time: [begin, end).
std::size_t end_of_time(std::span<const FollowUp> patients, const std::vector<std::size_t>& order, std::size_t begin) {
    std::size_t end = begin;
    while (end < order.size() && patients[order[end]].time == patients[order[begin]].time) ++end;
    return end;
}

SurvivalStep step_of(double survival, double greenwood, double level) {
    SurvivalStep step;
    step.survival = survival;
    if (survival <= 0.0) return step;
    const double relative = std::sqrt(greenwood);
    const double z = normal_quantile(0.5 + level / 2.0);
    step.standard_error = survival * relative;
    step.interval = Interval{survival * std::exp(-z * relative), std::min(1.0, survival * std::exp(z * relative))};
    return step;
}

/// Value, slope and curvature of the partial log likelihood.
struct Likelihood {
    double value = 0.0, slope = 0.0, curvature = 0.0;
};

/// Sums of exp(b x), x exp(b x) and x^2 exp(b x).
struct RiskSums {
    std::array<double, 3> sums{};
    void add(double x, double hazard) {
        sums[0] += hazard;
        sums[1] += x * hazard;
        sums[2] += x * x * hazard;
    }
};

Likelihood partial_likelihood(std::span<const FollowUp> patients, std::span<const double> x,
                              const std::vector<std::size_t>& order, double b) {
    Likelihood likelihood;
    RiskSums at_risk;
    for (std::size_t end = order.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && patients[order[begin - 1]].time == patients[order[begin]].time) --begin;
        RiskSums dying;
        std::size_t deaths = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const double value = x[order[i]], hazard = std::exp(b * value);
            at_risk.add(value, hazard);
            if (!patients[order[i]].event) continue;
            dying.add(value, hazard);
            likelihood.value += b * value;
            likelihood.slope += value;
            ++deaths;
        }
        for (std::size_t tie = 0; tie < deaths; ++tie) {
            const double gone = static_cast<double>(tie) / static_cast<double>(deaths);
            const double all = at_risk.sums[0] - gone * dying.sums[0];
            const double mean = (at_risk.sums[1] - gone * dying.sums[1]) / all;
            likelihood.value -= std::log(all);
            likelihood.slope -= mean;
            likelihood.curvature += (at_risk.sums[2] - gone * dying.sums[2]) / all - mean * mean;
        }
        end = begin;
    }
    return likelihood;
}

/// Sums of weights by rank, with fast sums from the first (Fenwick 1994).
class RankSums {
  public:
    explicit RankSums(std::size_t ranks) : tree_(ranks + 1, 0.0) {}
    void add(std::size_t rank, double weight) {
        for (++rank; rank < tree_.size(); rank += rank & (~rank + 1)) tree_[rank] += weight;
    }
    [[nodiscard]] double below(std::size_t rank) const {
        double sum = 0.0;
        for (; rank > 0; rank -= rank & (~rank + 1)) sum += tree_[rank];
        return sum;
    }

  private:
    std::vector<double> tree_;
};

std::vector<std::size_t> ranks_of(std::span<const double> risk, std::size_t& count) {
    std::vector<double> sorted(risk.begin(), risk.end());
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    count = sorted.size();
    std::vector<std::size_t> ranks;
    for (const double value : risk)
        ranks.push_back(static_cast<std::size_t>(std::ranges::lower_bound(sorted, value) - sorted.begin()));
    return ranks;
}

}  // namespace

std::vector<SurvivalStep> kaplan_meier(std::span<const FollowUp> patients, double level) {
    std::vector<SurvivalStep> steps;
    const auto order = by_time(patients);
    double survival = 1.0, greenwood = 0.0;
    for (std::size_t begin = 0; begin < order.size();) {
        const std::size_t end = end_of_time(patients, order, begin);
        std::size_t events = 0;
        for (std::size_t i = begin; i < end; ++i) events += patients[order[i]].event ? 1 : 0;
        const auto at_risk = order.size() - begin;
        if (events > 0) {
            const auto n = static_cast<double>(at_risk), d = static_cast<double>(events);
            survival = events == at_risk ? 0.0 : survival * (1.0 - d / n);
            greenwood += events == at_risk ? 0.0 : d / (n * (n - d));
            auto step = step_of(survival, greenwood, level);
            step.time = patients[order[begin]].time;
            step.at_risk = at_risk;
            step.events = events;
            steps.push_back(step);
        }
        begin = end;
    }
    return steps;
}

std::optional<double> median_survival(std::span<const SurvivalStep> steps) {
    for (const auto& step : steps)
        if (step.survival <= 0.5) return step.time;
    return std::nullopt;
}

double survival_at(std::span<const SurvivalStep> steps, double time) {
    double survival = 1.0;
    for (const auto& step : steps)
        if (step.time <= time) survival = step.survival;
    return survival;
}

std::optional<LogRank> log_rank(std::span<const FollowUp> first, std::span<const FollowUp> second) {
    std::vector<FollowUp> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    const auto order = by_time(all);
    LogRank test;
    double variance = 0.0, left = static_cast<double>(first.size());
    for (std::size_t begin = 0; begin < order.size();) {
        const std::size_t end = end_of_time(all, order, begin);
        double events = 0.0, in_first = 0.0, leaving = 0.0;
        for (std::size_t i = begin; i < end; ++i) {
            const bool is_first = order[i] < first.size();
            leaving += is_first ? 1.0 : 0.0;
            events += all[order[i]].event ? 1.0 : 0.0;
            in_first += all[order[i]].event && is_first ? 1.0 : 0.0;
        }
        const auto n = static_cast<double>(order.size() - begin);
        const double share = left / n;
        test.observed[0] += in_first;
        test.observed[1] += events - in_first;
        test.expected[0] += events * share;
        test.expected[1] += events * (1.0 - share);
        if (n > 1.0) variance += events * share * (1.0 - share) * (n - events) / (n - 1.0);
        left -= leaving;
        begin = end;
    }
    if (variance <= 0.0) return std::nullopt;
    const double difference = test.observed[0] - test.expected[0];
    test.chi_squared = difference * difference / variance;
    test.p = chi_squared_upper_p(test.chi_squared, 1.0);
    return test;
}

double CoxFit::hazard_ratio() const {
    return std::exp(coefficient);
}

Interval CoxFit::hazard_ratio_interval(double level) const {
    const double z = normal_quantile(0.5 + level / 2.0);
    return {std::exp(coefficient - z * standard_error), std::exp(coefficient + z * standard_error)};
}

double CoxFit::wald_p() const {
    return normal_two_sided_p(coefficient / standard_error);
}

std::optional<CoxFit> cox_fit(std::span<const FollowUp> patients, std::span<const double> x) {
    if (x.size() != patients.size() || x.empty()) return std::nullopt;
    if (!std::ranges::all_of(x, [](double v) { return std::isfinite(v); })) return std::nullopt;
    // In standard units around the mean, so that exp(b x) stays within what numbers hold.
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    double squares = 0.0;
    for (const double v : x) squares += (v - mean) * (v - mean);
    const double spread = std::sqrt(squares / static_cast<double>(x.size()));
    if (!(spread > 0.0) || !std::isfinite(spread)) return std::nullopt;
    std::vector<double> standard;
    for (const double v : x) standard.push_back((v - mean) / spread);
    const auto order = by_time(patients);
    constexpr int most_steps = 50;
    constexpr double largest = 20.0;  // a hazard ratio of 5e8 a standard deviation: the likelihood has no maximum
    constexpr double enough = 1e-10;
    double b = 0.0;
    auto here = partial_likelihood(patients, standard, order, b);
    CoxFit fit;
    fit.null_log_likelihood = here.value;
    for (int step = 0; step < most_steps; ++step) {
        if (!(here.curvature > 0.0)) return std::nullopt;
        double move = here.slope / here.curvature;
        auto next = partial_likelihood(patients, standard, order, b + move);
        for (int half = 0; half < most_steps && !(next.value >= here.value - 1e-12); ++half) {
            move /= 2.0;
            next = partial_likelihood(patients, standard, order, b + move);
        }
        b += move;
        here = next;
        if (std::abs(b) > largest) return std::nullopt;
        if (std::abs(move) < enough * std::max(1.0, std::abs(b))) {
            if (!(here.curvature > 0.0)) return std::nullopt;
            fit.coefficient = b / spread;
            fit.standard_error = 1.0 / std::sqrt(here.curvature) / spread;
            fit.log_likelihood = here.value;
            return fit;
        }
    }
    return std::nullopt;
}

std::optional<double> concordance(std::span<const FollowUp> patients, std::span<const double> risk,
                                  std::span<const double> weights) {
    if (risk.size() != patients.size() || std::ranges::any_of(risk, [](double r) { return std::isnan(r); }))
        return std::nullopt;
    const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
    std::size_t count = 0;
    const auto ranks = ranks_of(risk, count);
    const auto order = by_time(patients);
    RankSums later(count);
    double all_later = 0.0, concordant = 0.0, pairs = 0.0;
    for (std::size_t end = order.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && patients[order[begin - 1]].time == patients[order[begin]].time) --begin;
        const auto take_in = [&](bool event) {
            for (std::size_t i = begin; i < end; ++i)
                if (patients[order[i]].event == event) {
                    later.add(ranks[order[i]], weight(order[i]));
                    all_later += weight(order[i]);
                }
        };
        take_in(false);  // followed beyond an event of the same time
        for (std::size_t i = begin; i < end; ++i) {
            const auto who = order[i];
            if (!patients[who].event) continue;
            const double below = later.below(ranks[who]);
            const double equal = later.below(ranks[who] + 1) - below;
            concordant += weight(who) * (below + 0.5 * equal);
            pairs += weight(who) * all_later;
        }
        take_in(true);
        end = begin;
    }
    if (!(pairs > 0.0)) return std::nullopt;
    return concordant / pairs;
}

}  // namespace synchrony::stats

// From scores to AUCs and differences: over draws, and over patients.
#include <algorithm>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/describe.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {
namespace {

constexpr std::array halves_in_order{Half::a, Half::b};

// What is compared, where both are there.
constexpr std::array<std::pair<const char*, const char*>, 13> questions{{
    {"frozen", "random"},
    {"frozen", "pixels"},
    {"frozen", "scratch"},
    {"frozen_pixels", "random_pixels"},
    {"frozen_pixels", "pixels"},
    {"finetuned", "scratch"},
    {"finetuned", "random"},
    {"finetuned", "pixels"},
    {"finetuned", "frozen"},
    {"frozen_finetuned", "random_scratch"},
    {"frozen_finetuned", "scratch"},
    {"frozen_finetuned", "random"},
    {"frozen_finetuned", "pixels"},
}};

// One member's score of each patient of a half.
struct HalfScores {
    std::vector<std::size_t> patients;  // rows of the larger set
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    std::vector<std::size_t> order;
};

std::optional<double> weighted_auc(const HalfScores& part, std::span<const double> weights) {
    std::vector<double> own;
    for (const auto patient : part.patients) own.push_back(weights[patient]);
    const auto pairs = stats::weighted_pairs(part.scores, part.labels, own, part.order);
    if (pairs.all <= 0.0) return std::nullopt;
    return pairs.concordant / pairs.all;
}

// Every patient's mean log-odds over some draws, one entry a member and half.
class Averaged {
  public:
    Averaged(const TaskScores& task, const std::string& method, const std::vector<std::size_t>& draws,
             std::span<const Half> halves) {
        const auto& scores = task.scores.at(method);
        const std::size_t members = scores.at(draws.front()).size();
        for (std::size_t m = 0; m < members; ++m) {
            std::vector<double> sum(halves.size(), 0.0), count(halves.size(), 0.0);
            for (const auto draw : draws)
                for (std::size_t i = 0; i < task.draws[draw].rows.size(); ++i) {
                    sum[task.draws[draw].rows[i]] += scores.at(draw)[m][i];
                    count[task.draws[draw].rows[i]] += 1.0;
                }
            std::array<HalfScores, 2> parts;
            for (std::size_t p = 0; p < halves.size(); ++p) {
                if (count[p] == 0.0) continue;
                auto& part = parts[static_cast<std::size_t>(halves[p])];
                part.patients.push_back(p);
                part.scores.push_back(sum[p] / count[p]);
                part.labels.push_back(task.task.labels[p]);
            }
            for (auto& part : parts) part.order = stats::ascending_order(part.scores);
            members_.push_back(std::move(parts));
        }
    }

    // Mean over members of the mean AUC of those halves, patients counted by weight.
    [[nodiscard]] std::optional<double> auc(std::span<const double> weights, const std::vector<bool>& shown) const {
        double sum = 0.0, count = 0.0;
        for (const auto& parts : members_)
            for (const Half half : halves_in_order) {
                if (!shown[static_cast<std::size_t>(half)]) continue;
                const auto area = weighted_auc(parts[static_cast<std::size_t>(half)], weights);
                if (!area) return std::nullopt;
                sum += *area;
                count += 1.0;
            }
        if (count == 0.0) return std::nullopt;
        return sum / count;
    }

  private:
    std::vector<std::array<HalfScores, 2>> members_;
};

DrawAuc auc_of_draw(const TaskScores& task, std::size_t number, const MemberScores& members,
                    std::span<const Half> halves, const std::vector<bool>& reported) {
    DrawAuc found{number, {}, 0.0};
    double shown = 0.0;
    const auto& rows = task.draws[number].rows;
    for (const Half half : halves_in_order) {
        const auto h = static_cast<std::size_t>(half);
        for (const auto& scores : members) {
            std::vector<double> some;
            std::vector<std::uint8_t> labels;
            for (std::size_t i = 0; i < rows.size(); ++i)
                if (halves[rows[i]] == half) {
                    some.push_back(scores[i]);
                    labels.push_back(task.task.labels[rows[i]]);
                }
            found.half[h] += stats::auc(some, labels).value_or(0.5) / static_cast<double>(members.size());
        }
        if (reported[h]) found.auc += found.half[h], shown += 1.0;
    }
    found.auc /= std::max(shown, 1.0);
    return found;
}

const MethodOutcome& outcome_of(const TaskOutcome& task, const std::string& method) {
    return *std::ranges::find(task.methods, method, &MethodOutcome::method);
}

/// Draws that both methods have, and both AUCs there.
struct CommonDraws {
    std::vector<std::size_t> numbers;
    std::vector<double> first, second;
};

CommonDraws draws_of_both(const TaskOutcome& outcome, const std::string& first, const std::string& second) {
    CommonDraws common;
    for (const auto& one : outcome_of(outcome, first).draws)
        for (const auto& two : outcome_of(outcome, second).draws)
            if (one.draw == two.draw) {
                common.numbers.push_back(one.draw);
                common.first.push_back(one.auc);
                common.second.push_back(two.auc);
            }
    return common;
}

/// first - second in the AUC of averaged predictions.
class AveragedDifference {
  public:
    AveragedDifference(const TaskScores& task, const std::string& first, const std::string& second,
                       const std::vector<std::size_t>& draws, std::span<const Half> halves)
        : first_(task, first, draws, halves), second_(task, second, draws, halves) {}

    [[nodiscard]] std::optional<double> of(std::span<const double> weights, const std::vector<bool>& shown) const {
        const auto x = first_.auc(weights, shown), y = second_.auc(weights, shown);
        if (!x || !y) return std::nullopt;
        return *x - *y;
    }

  private:
    Averaged first_, second_;
};

struct OverPatients {
    double value = 0.0;  ///< of all patients, each once
    std::optional<stats::Interval> interval;
    std::optional<double> se;
};

/// The same patients in every call: differences of different tasks and questions are paired.
OverPatients bootstrapped(const stats::WeightedStatistic& statistic, std::size_t patients, std::size_t resamples,
                          const core::RunContext& context) {
    const auto random = core::RandomStream(context.seed).child("transfer gain bootstrap");
    const auto values = stats::bootstrap(patients, statistic, random, {resamples, context.threads});
    return {statistic(std::vector<double>(patients, 1.0)).value_or(0.0), stats::percentile_interval(values),
            stats::standard_deviation(values)};
}

GainComparison compare(const TaskScores& task, const TaskOutcome& outcome, const std::string& first,
                       const std::string& second, std::span<const Half> halves, const std::vector<bool>& reported,
                       std::size_t resamples, const core::RunContext& context) {
    GainComparison found;
    found.first = first;
    found.second = second;
    const auto common = draws_of_both(outcome, first, second);
    if (common.numbers.empty()) return found;
    found.over_draws = *stats::paired_difference(common.first, common.second);
    const AveragedDifference difference(task, first, second, common.numbers, halves);
    const auto over_patients = [&](const std::vector<bool>& shown) {
        return bootstrapped([&](std::span<const double> weights) { return difference.of(weights, shown); },
                            halves.size(), resamples, context);
    };
    const auto all = over_patients(reported);
    found.averaged = all.value;
    found.patients = all.interval;
    found.patients_se = all.se;
    for (std::size_t h = 0; h < 2; ++h) {
        if (!reported[h]) continue;
        const auto half = over_patients({h == 0, h == 1});
        found.half[h] = half.value;
        found.half_patients[h] = half.interval;
    }
    return found;
}

}  // namespace

TaskOutcome summarise(const TaskScores& task, std::span<const Half> halves, const std::vector<bool>& reported,
                      std::size_t resamples, const core::RunContext& context) {
    TaskOutcome outcome;
    outcome.task = task.task.name;
    outcome.meaning = task.meaning;
    outcome.size = task.size;
    for (const auto row : task.task.rows) ++(task.task.labels[row] != 0 ? outcome.positives : outcome.negatives);
    for (const auto& method : gain_methods()) {
        const auto known = task.scores.find(std::string(method.name));
        if (known == task.scores.end() || known->second.empty()) continue;
        MethodOutcome found;
        found.method = method.name;
        std::vector<double> areas;
        std::vector<std::size_t> draws;
        for (const auto& [number, members] : known->second) {
            found.draws.push_back(auc_of_draw(task, number, members, halves, reported));
            areas.push_back(found.draws.back().auc);
            draws.push_back(number);
        }
        found.mean_auc = *stats::mean(areas);
        found.sd = stats::standard_deviation(areas);
        found.averaged_auc = Averaged(task, found.method, draws, halves)
                                 .auc(std::vector<double>(halves.size(), 1.0), reported)
                                 .value_or(0.0);
        outcome.methods.push_back(std::move(found));
    }
    for (const auto& [first, second] : questions)
        if (task.scores.contains(first) && task.scores.contains(second))
            outcome.comparisons.push_back(compare(task, outcome, first, second, halves, reported, resamples, context));
    return outcome;
}

std::vector<MeanGain> mean_over_tasks(std::span<const TaskScores> tasks, std::span<const TaskOutcome> outcomes,
                                      std::span<const Half> halves, const std::vector<bool>& reported,
                                      std::size_t resamples, const core::RunContext& context) {
    std::vector<MeanGain> means;
    for (const auto& [first, second] : questions) {
        std::vector<AveragedDifference> asked;
        for (std::size_t t = 0; t < tasks.size(); ++t) {
            if (!tasks[t].scores.contains(first) || !tasks[t].scores.contains(second)) continue;
            const auto common = draws_of_both(outcomes[t], first, second);
            if (!common.numbers.empty()) asked.emplace_back(tasks[t], first, second, common.numbers, halves);
        }
        if (asked.size() < 2) continue;
        const auto mean = [&](std::span<const double> weights) -> std::optional<double> {
            double sum = 0.0;
            for (const auto& difference : asked) {
                const auto one = difference.of(weights, reported);
                if (!one) return std::nullopt;
                sum += *one;
            }
            return sum / static_cast<double>(asked.size());
        };
        const auto found = bootstrapped(mean, halves.size(), resamples, context);
        means.push_back({first, second, asked.size(), found.value, found.interval, found.se});
    }
    return means;
}

}  // namespace synchrony::study

#include "synchrony/eval/survival.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::eval {
namespace {

/// Patients that have both, side by side.
struct FollowedPatients {
    std::vector<std::size_t> rows;
    std::vector<stats::FollowUp> follow_up;
    std::vector<double> score;
    std::vector<bool> positive;
};

FollowedPatients followed_patients(std::span<const PatientPrediction> predictions,
                                   std::span<const std::optional<stats::FollowUp>> follow_up) {
    std::vector<double> sums(follow_up.size(), 0.0);
    std::vector<int> counts(follow_up.size(), 0), positives(follow_up.size(), 0);
    for (const auto& p : predictions) {
        if (p.patient >= follow_up.size()) continue;
        sums[p.patient] += p.score;
        ++counts[p.patient];
        positives[p.patient] += p.responds ? 1 : 0;
    }
    FollowedPatients followed;
    for (std::size_t row = 0; row < follow_up.size(); ++row) {
        if (!follow_up[row] || counts[row] == 0) continue;
        followed.rows.push_back(row);
        followed.follow_up.push_back(*follow_up[row]);
        followed.score.push_back(sums[row] / counts[row]);
        followed.positive.push_back(2 * positives[row] > counts[row]);
    }
    return followed;
}

std::vector<stats::FollowUp> of_group(const FollowedPatients& followed, bool positive) {
    std::vector<stats::FollowUp> group;
    for (std::size_t i = 0; i < followed.rows.size(); ++i)
        if (followed.positive[i] == positive) group.push_back(followed.follow_up[i]);
    return group;
}

/// `several`: rows of one person are among them, so that limits which take each row for a person are too narrow.
PredictedGroup described(const std::vector<stats::FollowUp>& patients, bool several) {
    PredictedGroup group;
    group.patients = patients.size();
    group.events = static_cast<std::size_t>(std::ranges::count(patients, true, &stats::FollowUp::event));
    group.curve = stats::kaplan_meier(patients);
    group.median = stats::median_survival(group.curve);
    if (several)
        for (auto& step : group.curve) step.standard_error.reset(), step.interval.reset();
    for (const auto& patient : patients) group.followed.push_back(patient.time);
    std::ranges::sort(group.followed);
    return group;
}

std::optional<stats::CoxFit> cox_per_sd(const FollowedPatients& followed) {
    const auto sd = stats::standard_deviation(followed.score);
    if (!sd || !(*sd > 0.0)) return std::nullopt;
    std::vector<double> standard;
    for (const double score : followed.score) standard.push_back(score / *sd);
    return stats::cox_fit(followed.follow_up, standard);
}

/// The followed rows as often as their person was drawn.
FollowedPatients drawn(const FollowedPatients& followed, std::span<const double> weights) {
    FollowedPatients sample;
    for (std::size_t i = 0; i < followed.rows.size(); ++i)
        for (double left = weights[i]; left > 0.0; left -= 1.0) {
            sample.rows.push_back(followed.rows[i]);
            sample.follow_up.push_back(followed.follow_up[i]);
            sample.score.push_back(followed.score[i]);
            sample.positive.push_back(followed.positive[i]);
        }
    return sample;
}

/// Draws people; the figures of resamples.
class Resamples {
  public:
    Resamples(const FollowedPatients& followed, std::size_t patients, const MetricOptions& options)
        : units_(stats::units_among(stats::units_of_rows(options.people, patients), followed.rows)),
          random_(core::RandomStream(options.seed).child("survival")),
          options_{options.resamples, options.threads} {}
    /// Whether some people have several rows.
    [[nodiscard]] bool several() const { return stats::unit_count(units_) < units_.size(); }
    [[nodiscard]] std::vector<double> of(const stats::WeightedStatistic& statistic) const {
        return stats::bootstrap_units(units_, statistic, random_, options_);
    }

  private:
    std::vector<std::size_t> units_;
    core::RandomStream random_;
    stats::BootstrapOptions options_;
};

/// The fit's own standard error takes each row for a person.
void widen_for_people(stats::CoxFit& fit, const FollowedPatients& followed, const Resamples& resamples) {
    const auto coefficients = resamples.of([&](std::span<const double> weights) -> std::optional<double> {
        const auto sample = drawn(followed, weights);
        const auto found = stats::cox_fit(sample.follow_up, sample.score);
        return found ? std::optional(found->coefficient) : std::nullopt;
    });
    const auto sd = stats::standard_deviation(followed.score);
    const auto limits = stats::spread_interval(coefficients);
    if (!sd || !limits) return;
    // By limits rather than by the SD of the resamples, whose few odd fits would make it.
    const double spread = (limits->high - limits->low) / (2.0 * stats::normal_quantile(0.975));
    fit.standard_error = std::max(fit.standard_error, spread * *sd);
}

/// So does the log-rank test's p; this one asks how often events less those expected change sign.
void test_people(stats::LogRank& test, const FollowedPatients& followed, const Resamples& resamples) {
    const auto differences = resamples.of([&](std::span<const double> weights) -> std::optional<double> {
        const auto sample = drawn(followed, weights);
        const auto found = stats::log_rank(of_group(sample, false), of_group(sample, true));
        return found ? std::optional(found->observed[0] - found->expected[0]) : std::nullopt;
    });
    test.p = std::max(test.p, stats::bootstrap_p(differences).value_or(1.0));
}

/// Whether two patients whom the same fit was asked about have different scores. Where none have, what differs is from
/// fold to fold - the training parts' own frequencies - and lies the wrong way round: a fold with many events leaves
/// few in the parts that its constant is made of.
bool tells_patients_apart(std::span<const PatientPrediction> predictions) {
    std::map<std::pair<int, int>, double> first;
    return std::ranges::any_of(predictions, [&](const PatientPrediction& p) {
        return first.emplace(std::pair(p.repeat, p.fold), p.score).first->second != p.score;
    });
}

}  // namespace

SurvivalFigures survival_figures(const RowName& row, std::span<const PatientPrediction> predictions,
                                 std::span<const std::optional<stats::FollowUp>> follow_up, EarlyScores early,
                                 const MetricOptions& options, bool one_scale) {
    SurvivalFigures figures;
    figures.row = row;
    const auto followed = followed_patients(predictions, follow_up);
    figures.patients = followed.rows.size();
    figures.events = static_cast<std::size_t>(std::ranges::count(followed.follow_up, true, &stats::FollowUp::event));
    const auto negative = of_group(followed, false), positive = of_group(followed, true);
    const Resamples resamples(followed, follow_up.size(), options);
    figures.groups = {described(negative, resamples.several()), described(positive, resamples.several())};
    if (!tells_patients_apart(predictions)) return figures;
    figures.log_rank = stats::log_rank(negative, positive);
    if (resamples.several() && figures.log_rank) test_people(*figures.log_rank, followed, resamples);
    if (!one_scale) return figures;
    std::vector<double> risk;
    for (const double score : followed.score) risk.push_back(early == EarlyScores::high ? score : -score);
    figures.c_index = stats::concordance(followed.follow_up, risk);
    if (figures.c_index)
        figures.c_interval = stats::spread_interval(resamples.of(
            [&](std::span<const double> weights) { return stats::concordance(followed.follow_up, risk, weights); }));
    figures.per_sd = cox_per_sd(followed);
    if (resamples.several() && figures.per_sd) widen_for_people(*figures.per_sd, followed, resamples);
    return figures;
}

}  // namespace synchrony::eval

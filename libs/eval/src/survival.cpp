#include "synchrony/eval/survival.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/describe.hpp"

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

PredictedGroup described(const std::vector<stats::FollowUp>& patients) {
    PredictedGroup group;
    group.patients = patients.size();
    group.events = static_cast<std::size_t>(std::ranges::count(patients, true, &stats::FollowUp::event));
    group.curve = stats::kaplan_meier(patients);
    group.median = stats::median_survival(group.curve);
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

std::optional<stats::Interval> c_interval(const FollowedPatients& followed, std::size_t patients,
                                          std::span<const double> risk, const MetricOptions& options) {
    const auto units = stats::units_among(stats::units_of_rows(options.people, patients), followed.rows);
    const auto draws = stats::bootstrap_units(
        units, [&](std::span<const double> weights) { return stats::concordance(followed.follow_up, risk, weights); },
        core::RandomStream(options.seed).child("survival"), {options.resamples, options.threads});
    return stats::spread_interval(draws);
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
                                 const MetricOptions& options) {
    SurvivalFigures figures;
    figures.row = row;
    const auto followed = followed_patients(predictions, follow_up);
    figures.patients = followed.rows.size();
    figures.events = static_cast<std::size_t>(std::ranges::count(followed.follow_up, true, &stats::FollowUp::event));
    const auto negative = of_group(followed, false), positive = of_group(followed, true);
    figures.groups = {described(negative), described(positive)};
    if (!tells_patients_apart(predictions)) return figures;
    std::vector<double> risk;
    for (const double score : followed.score) risk.push_back(early == EarlyScores::high ? score : -score);
    figures.c_index = stats::concordance(followed.follow_up, risk);
    if (figures.c_index) figures.c_interval = c_interval(followed, follow_up.size(), risk, options);
    figures.per_sd = cox_per_sd(followed);
    figures.log_rank = stats::log_rank(negative, positive);
    return figures;
}

}  // namespace synchrony::eval

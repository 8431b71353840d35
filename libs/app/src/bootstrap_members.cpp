#include "bootstrap_members.hpp"

#include <algorithm>
#include <mutex>

#include "out_of_fold.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/stats/bootstrap.hpp"

namespace synchrony::app {
namespace {

/// Draws until both outcomes are there; with one patient of an outcome among many, one draw in three lacks it.
constexpr int most_draws = 1000;

/// How often each patient was drawn.
core::Result<std::vector<double>> draw(const model::PatientSet& set, core::RandomStream random) {
    const auto person = set.people();
    const auto people = person.empty() ? 0 : *std::ranges::max_element(person) + 1;
    for (int tries = 0; tries < most_draws; ++tries) {
        const auto drawn = stats::bootstrap_weights(people, random);
        std::vector<double> weights;
        double positives = 0.0, all = 0.0;
        for (std::size_t i = 0; i < set.size(); ++i) {
            weights.push_back(drawn[person[i]]);
            all += weights.back();
            positives += set.response[i] != 0 ? weights.back() : 0.0;
        }
        if (positives > 0.0 && positives < all) return weights;
    }
    return core::fail({core::ErrorKind::refused, "too few patients of one outcome to resample", {}, {}, {}, {}});
}

struct Member {
    std::vector<float> weights;
    double intercept = 0.0;
    model::Calibration calibration;
};

/// `other` on the scaled inputs of `main`: both read the same columns, but scale them by what they were fitted on.
void rescale(const model::LinearModel& other, const model::LinearModel& main, Member& member) {
    member.intercept = other.intercept;
    for (std::size_t i = 0; i < main.size(); ++i) {
        const double raw = other.weight[i] * other.scale[i];  // of one unit of the column
        const bool counts = main.scale[i] > 0.0;
        member.weights.push_back(counts ? static_cast<float>(raw / main.scale[i]) : 0.0F);
        if (counts) member.intercept += raw * (main.centre[i] - other.centre[i]);
    }
}

std::vector<std::string> tables_of(const model::LinearModel& linear) {
    std::vector<std::string> tables;
    for (const auto& input : linear.inputs)
        if (std::ranges::find(tables, input.table) == tables.end()) tables.push_back(input.table);
    return tables;
}

core::Result<Member> make_member(const model::PatientSet& set, const std::optional<LinearFit>& fit,
                                 std::span<const eval::PatientPrediction> out_of_fold, const MemberOptions& options,
                                 core::RunContext context, std::uint64_t index) {
    const auto random = core::RandomStream(context.seed).child("bootstrap member", index);
    SYNCHRONY_ASSIGN(const auto weights, draw(set, random));
    Member member;
    // The closed test that chose the model's calibration would mostly choose the same again and hide how unsure it is.
    const auto all = platt_curve(out_of_fold, options.repeats);
    const auto here = platt_curve(out_of_fold, options.repeats, weights);
    member.calibration = {std::max(options.calibration.slope + here.slope - all.slope, 0.0),
                          options.calibration.intercept + here.intercept - all.intercept};
    if (!fit) return member;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < weights.size(); ++i) rows.insert(rows.end(), static_cast<std::size_t>(weights[i]), i);
    ml::TabularOptions of_model;
    of_model.tables = tables_of(fit->linear);
    of_model.costs = {fit->cost};
    // The cohort's own columns may be a part of them only; of other tables a model takes all.
    for (const auto& input : fit->linear.inputs)
        if (input.table == "clinical") of_model.only[input.table].push_back(input.column);
    ml::LogisticRegression model(of_model);
    context.threads = 1;
    SYNCHRONY_TRY(model.fit(set, rows, context));
    SYNCHRONY_ASSIGN(const auto linear, model.linear());
    rescale(linear, fit->linear, member);
    return member;
}

}  // namespace

core::Result<model::Ensemble> bootstrap_members(const model::PatientSet& set, const std::optional<LinearFit>& fit,
                                                std::span<const eval::PatientPrediction> out_of_fold,
                                                const MemberOptions& options, const core::RunContext& context) {
    const core::Error stopped{
        core::ErrorKind::cancelled, "stopped while resampling; no file was written", {}, {}, {}, {}};
    std::vector<core::Result<Member>> made(static_cast<std::size_t>(options.members), core::fail(stopped));
    auto quiet = context;
    quiet.progress = &core::no_progress();
    context.progress->begin("bootstrap", made.size());
    core::parallel_for(made.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        made[i] = make_member(set, fit, out_of_fold, options, quiet, i);
        context.progress->advance(1);
    });
    context.progress->end();
    model::Ensemble ensemble;
    for (auto& member : made) {
        if (!member) return core::fail(member.error());
        ensemble.calibrations.push_back(member->calibration);
        if (!fit) continue;
        ensemble.intercepts.push_back(member->intercept);
        ensemble.weights.insert(ensemble.weights.end(), member->weights.begin(), member->weights.end());
    }
    return ensemble;
}

}  // namespace synchrony::app

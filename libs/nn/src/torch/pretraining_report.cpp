// What a finished pre-training has to say: its scores, its speed, its weights.
#include <sys/resource.h>

#include <cmath>

#include "host.hpp"
#include "pretraining.hpp"
#include "speed.hpp"
#include "stopwatch.hpp"
#include "work.hpp"

namespace synchrony::nn {
namespace {

double peak_memory_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;  // Linux counts in KiB
}

}  // namespace

core::Result<void> Pretraining::test_scores(PretrainReport& report) {
    SYNCHRONY_ASSIGN(const auto validation, probabilities(split_.validation, context_, nullptr));
    report.validation = score_beats(index_.images, split_.validation, validation);
    report.validation_predictions = beat_answers(index_.images, split_.validation, validation);
    if (!options_.test) return {};
    const auto begin = Clock::now();
    SYNCHRONY_ASSIGN(const auto shares, probabilities(split_.test, context_, "test"));
    report.test_images_per_s = static_cast<double>(split_.test.size()) / seconds_since(begin);
    report.test_by_image = score_images(index_.images, split_.test, shares);
    report.test_predictions = beat_answers(index_.images, split_.test, shares);
    report.test = score_predictions(report.test_predictions);
    return {};
}

// The net holds its best weights.
core::Result<void> Pretraining::score_targets(PretrainReport& report) {
    if (!numbers_) return {};
    const auto shares_of = [&](const std::vector<std::size_t>& images) -> core::Result<std::vector<double>> {
        SYNCHRONY_ASSIGN(const auto pooled, pooled_of(*net_, inputs_, images, scaling_, machine_, context_));
        const torch::NoGradGuard no_grad;
        const auto estimates = on_host(numbers_->forward(on_device(pooled, machine_.device)));
        return explained_shares(truth_.numbers, index_.images, images, host_values<float>(estimates));
    };
    SYNCHRONY_ASSIGN(const auto validation, shares_of(split_.validation));
    SYNCHRONY_ASSIGN(const auto test, shares_of(options_.test ? split_.test : std::vector<std::size_t>{}));
    for (std::size_t t = 0; t < truth_.numbers.count(); ++t)
        report.targets.push_back(
            {truth_.numbers.names[t], truth_.numbers.mean[t], truth_.numbers.sd[t], validation[t], test[t]});
    return {};
}

void Pretraining::describe(PretrainReport& report) {
    report.split = options_.split;
    report.class_names = options_.class_names;
    report.leaking = split_.leaking;
    report.split_description = split_.description;
    report.train_images = split_.train.size();
    report.validation_images = split_.validation.size();
    report.test_images = options_.test ? split_.test.size() : 0;
    report.train_patients = patients_of(index_, split_.train);
    report.validation_patients = patients_of(index_, split_.validation);
    report.test_patients = patients_of(index_, split_.test);
    report.train_counts = counts_;
    report.auxiliary = {split_.auxiliary.size(), auxiliary_.size(), static_cast<int>(auxiliary_in_batch_)};
    report.unlabelled = {split_.unlabelled.size(), unlabelled_.size(), static_cast<int>(unlabelled_in_batch_)};
    report.objective = options_.objective;
    report.device = kind_of(device_);
    report.precision = name_of(machine_.precision);
    report.batch = static_cast<int>(batch_);
    report.history = state_.history;
    report.steps = state_.step;
    report.planned_steps = state_.planned;
    report.best_step = state_.best_step;
    report.parameters = model::parameter_count(options_.architecture);
    report.train_seconds = state_.seconds;
    report.validation_seconds = state_.validation_seconds;
    report.train_images_per_s =
        static_cast<double>(state_.step) * static_cast<double>(batch_) / std::max(1e-9, state_.seconds);
    report.waiting_share = state_.waiting_seconds / std::max(1e-9, state_.seconds);
    const double views = projection_ ? 2 : 1;  // of each image that is counted
    report.gflop_per_image = views * training_gflop(options_.architecture, set_.height(), set_.width());
    report.sgemm_gflop_per_s = sgemm_gflop_per_s(machine_);
    report.peak_memory_mb = peak_memory_mb();
    report.resumed = resumed_;
    report.stopped_early = stopped_early_;
}

model::Bundle Pretraining::make_bundle(const PretrainReport& report) {
    model::Bundle bundle;
    bundle.architecture = options_.architecture;
    bundle.recipe = set_.recipe();
    bundle.channels = options_.channels;
    bundle.lead_policy.leads = options_.leads;
    bundle.input_mean = scaling_.mean;
    bundle.input_sd = scaling_.sd;
    const double total = static_cast<double>(split_.train.size());
    for (int c = 0; c < record::aami_class_count; ++c) {
        bundle.labels.push_back(options_.class_names[static_cast<std::size_t>(c)]);
        bundle.class_prior.push_back(static_cast<double>(counts_[static_cast<std::size_t>(c)]) / total);
    }
    bundle.provenance.split = split_.description;
    bundle.provenance.split_unit = split_.unit;
    bundle.provenance.training_records = report.train_patients;
    bundle.provenance.validation_records = report.validation_patients;
    bundle.provenance.seed = context_.seed;
    bundle.provenance.figures["steps"] = static_cast<double>(state_.best_step);
    if (!split_.validation.empty()) bundle.provenance.figures["validation_macro_f1"] = state_.best_macro_f1;
    if (options_.test) {
        bundle.provenance.figures["test_accuracy"] = report.test.accuracy();
        bundle.provenance.figures["test_macro_f1"] = report.test.macro_f1();
    }
    for (const auto& target : report.targets) {
        auto& figures = bundle.provenance.figures;
        if (std::isfinite(target.validation_explained))
            figures["validation_explained_" + target.name] = target.validation_explained;
        if (std::isfinite(target.test_explained)) figures["test_explained_" + target.name] = target.test_explained;
    }
    bundle.tensors = to_bundle_tensors(tensors_of(*net_));
    return bundle;
}

core::Result<PretrainResult> Pretraining::finish() {
    auto weights = tensors_of(*net_);
    assign(weights, best_);
    PretrainResult result;
    SYNCHRONY_TRY(test_scores(result.report));
    SYNCHRONY_TRY(score_targets(result.report));
    describe(result.report);
    result.bundle = make_bundle(result.report);
    return result;
}

}  // namespace synchrony::nn

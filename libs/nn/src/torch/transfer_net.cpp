#include "transfer_net.hpp"

#include <ATen/Parallel.h>
#include <torch/nn/functional/loss.h>

#include <cmath>
#include <numeric>

#include "guard.hpp"
#include "host.hpp"
#include "named.hpp"
#include "prediction.hpp"
#include "requests.hpp"
#include "ridge_logistic.hpp"
#include "synchrony/core/logistic.hpp"

namespace synchrony::nn {
namespace {

constexpr int head_part = ResNet::last_part + 1;

// A head on cached features learns fast and costs little, so it is given the time that it needs.
constexpr int least_head_epochs = 100;
constexpr double head_learning_rate = 1e-2;

int first_learning_part(Trainable train) {
    switch (train) {
        case Trainable::head:
            return head_part;
        case Trainable::last_block:
            return ResNet::last_part;
        case Trainable::all:
            break;
    }
    return ResNet::stem_part;
}

// Logits [patients] of lead features [patients, leads, channels].
torch::Tensor patient_logits(ResNet& net, const torch::Tensor& leads) {
    return net.head(net.pool_leads(leads), {}).squeeze(1);
}

}  // namespace

TransferNet::TransferNet(const model::Bundle& bundle, int threads, const torch::Device& device)
    : device_(device), threads_(threads) {
    options_.architecture = bundle.architecture;
    options_.pooling = bundle.architecture.lead_pooling;
    options_.leads = bundle.lead_policy.leads;
    options_.beats = bundle.lead_policy.beats == "median" ? BeatChoice::median : BeatChoice::single;
    scaling_ = {bundle.input_mean, bundle.input_sd};
    recipe_ = bundle.recipe;
    // A checked bundle has them.
    if (const auto channels = bundle.input_channels()) channels_ = *channels;
    lead_policy_ = bundle.lead_policy;
    prevalence_ = bundle.class_prior.empty() ? 0.5 : bundle.class_prior.back();
    calibration_ = bundle.calibration;
    threshold_ = bundle.decision_threshold;
    outcome_ = bundle.labels.empty() ? "response" : bundle.labels.front();
    seed_ = bundle.provenance.seed;
    auto net = std::make_shared<ResNet>(bundle.architecture);
    load_all(*net, bundle);
    net->to(device_);
    use_channels_last(*net);
    members_.push_back(std::move(net));
}

core::Result<std::vector<features::Channel>> TransferNet::wanted_channels() const {
    if (options_.init) return options_.init->input_channels();
    if (!members_.empty()) return channels_;
    return features::usual_channels(options_.architecture.input_channels);
}

core::Result<TransferNet::Data> TransferNet::gather(const model::PatientSet& set,
                                                    std::span<const std::size_t> rows) const {
    SYNCHRONY_ASSIGN(const auto patients, patients_of_rows(set, rows));
    Data data;
    for (const auto row : rows) data.truth.push_back(set.response[row]);
    SYNCHRONY_ASSIGN(const auto channels, wanted_channels());
    SYNCHRONY_ASSIGN(data.inputs, SetInputs::make(*set.images, channels));
    SYNCHRONY_ASSIGN(data.images, find_patient_images(set.images->index(), set.images->patients(), set.images->leads(),
                                                      patients, shown_leads(options_.leads, channels), options_.beats));
    return data;
}

core::Result<void> TransferNet::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                    const core::RunContext& context) {
    return guarded([&] { return fit_rows(set, rows, context); });
}

core::Result<void> TransferNet::fit_rows(const model::PatientSet& set, std::span<const std::size_t> rows,
                                         const core::RunContext& context) {
    SYNCHRONY_TRY(options_.check());
    members_.clear();
    threads_ = context.threads;
    seed_ = context.seed;
    at::set_num_threads(std::max(1, threads_));
    SYNCHRONY_ASSIGN(const auto data, gather(set, rows));
    recipe_ = data.inputs.set().recipe();
    channels_ = data.inputs.channels();
    if (options_.init && !(options_.init->recipe == recipe_))
        return core::fail_input("images of another recipe than the pre-trained net's", "image set", recipe_.to_json(),
                                options_.init->recipe.to_json());
    SYNCHRONY_TRY(model::check_shown(options_.init ? options_.init->architecture : options_.architecture, recipe_));
    prevalence_ = std::accumulate(data.truth.begin(), data.truth.end(), 0.0) / static_cast<double>(data.truth.size());
    if (data.truth.empty() || prevalence_ <= 0 || prevalence_ >= 1)
        return core::fail_input("training patients of one outcome only", "fit",
                                std::to_string(rows.size()) + " patients", "at least one of each outcome");
    calibration_ = {1.0, options_.balance ? core::logit(prevalence_) : 0.0};
    threshold_ = options_.balance ? prevalence_ : 0.5;
    outcome_ = set.outcome_name;
    lead_policy_ = {data.images.leads, data.images.median ? "median" : "all"};
    scaling_ = options_.init ? PixelScaling{options_.init->input_mean, options_.init->input_sd}
                             : measure_scaling(data.inputs.block(), data.images.flat());
    for (int member = 0; member < options_.members; ++member) {
        SYNCHRONY_ASSIGN(auto net, fit_member(data, context, member));
        members_.push_back(std::move(net));
    }
    return {};
}

std::shared_ptr<ResNet> TransferNet::start_net(std::size_t leads, const core::RandomStream& random) const {
    auto architecture = options_.init ? options_.init->architecture : options_.architecture;
    architecture.outputs = 1;
    architecture.auxiliary_inputs = 0;
    architecture.timing_inputs = 0;
    architecture.lead_pooling = options_.pooling;
    architecture.leads = options_.pooling == model::LeadPooling::concat ? static_cast<int>(leads) : 0;
    auto net = std::make_shared<ResNet>(architecture);
    const auto seed = random.child("weights").seed();
    if (options_.init) {
        load_encoder(*net, *options_.init);
        net->initialise_head(seed);
    } else {
        net->initialise(seed, options_.train != Trainable::head);
    }
    net->to(device_);
    use_channels_last(*net);
    return net;
}

core::Result<std::shared_ptr<ResNet>> TransferNet::fit_member(const Data& data, const core::RunContext& context,
                                                              int member) {
    const auto random = core::RandomStream(context.seed).child("transfer", static_cast<std::uint64_t>(member));
    auto net = start_net(data.images.leads.size(), random);
    if (options_.train == Trainable::head && options_.pooling != model::LeadPooling::attention) {
        fit_head(*net, data);
    } else {
        if (options_.init && options_.head_start == HeadStart::linear_probing) fit_head(*net, data);
        SYNCHRONY_TRY(learn(*net, data, context, random));
    }
    net->eval();
    return net;
}

torch::Tensor TransferNet::case_weights(const Data& data) const {
    std::vector<double> weights;
    for (const double truth : data.truth)
        weights.push_back(!options_.balance ? 1.0 : 0.5 / (truth > 0 ? prevalence_ : 1 - prevalence_));
    return torch::tensor(weights, torch::kDouble);
}

// The frozen encoder's features do not change, so the head is a convex problem and is solved to its optimum.
void TransferNet::fit_head(ResNet& net, const Data& data) const {
    const torch::NoGradGuard no_grad;
    const auto pooled =
        on_host(net.pool_leads(lead_features(net, data.inputs, data.images, scaling_, device_)).to(torch::kDouble));
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::MatrixXd features =
        Eigen::Map<const RowMajor>(host_values<double>(pooled).data(), pooled.size(0), pooled.size(1));
    const auto n = static_cast<Eigen::Index>(data.truth.size());
    const auto weights = case_weights(data);
    const auto fit = fit_ridge_logistic(features, Eigen::Map<const Eigen::VectorXd>(data.truth.data(), n),
                                        Eigen::Map<const Eigen::VectorXd>(host_values<double>(weights).data(), n),
                                        options_.head_penalty);
    for (auto& [name, tensor] : tensors_of(net)) {
        if (name == "fc.weight")
            tensor.copy_(
                torch::from_blob(const_cast<double*>(fit.weights.data()), {1, fit.weights.size()}, torch::kDouble));
        if (name == "fc.bias") tensor.fill_(fit.intercept);
    }
}

std::vector<LearningGroup> TransferNet::groups(ResNet& net, int first) const {
    std::vector<LearningGroup> groups;
    for (int part = 0; part <= head_part; ++part) {
        auto parameters = net.part_parameters(part);
        for (auto& parameter : parameters) parameter.set_requires_grad(part >= first);
        if (part < first) continue;
        groups.push_back(
            {std::move(parameters), options_.init ? std::pow(options_.layer_decay, head_part - part) : 1.0});
    }
    return groups;
}

core::Result<void> TransferNet::learn(ResNet& net, const Data& data, const core::RunContext& context,
                                      const core::RandomStream& random) const {
    const int first = first_learning_part(options_.train);
    const LearningInputs inputs(net, first, data.inputs, data.images, scaling_,
                                in_columns_of(recipe_, options_.augmentation), random, device_);
    auto optimizer_options = options_.optimizer;
    if (first == head_part) optimizer_options.learning_rate = head_learning_rate;
    const int epochs = first == head_part ? std::max(options_.epochs, least_head_epochs) : options_.epochs;
    ScheduledOptimizer optimizer(optimizer_options, groups(net, first));
    const bool frozen_norms = options_.norms == NormStatistics::frozen || first == head_part ||
                              (options_.norms == NormStatistics::automatic && options_.init);
    net.train();
    net.freeze_statistics(frozen_norms);
    std::unique_ptr<AverageWeights> average;
    if (options_.averaging > 0) average = std::make_unique<AverageWeights>(net, options_.averaging);

    const std::size_t n = data.truth.size();
    const auto batch = std::min(n, static_cast<std::size_t>(options_.batch));
    const auto truth = on_device(torch::tensor(data.truth, torch::kFloat), device_);
    const auto weights = on_device(case_weights(data).to(torch::kFloat), device_);
    const auto leads = static_cast<std::int64_t>(data.images.leads.size());
    const auto steps_per_epoch = static_cast<std::int64_t>(std::max<std::size_t>(1, n / batch));
    const std::int64_t steps = steps_per_epoch * epochs;
    std::vector<std::size_t> order(n);
    for (std::int64_t step = 0; step < steps; ++step) {
        if (context.cancel->requested()) return core::fail(cancelled_error());
        if (step % steps_per_epoch == 0) {
            std::iota(order.begin(), order.end(), std::size_t{0});
            random.child("order", static_cast<std::uint64_t>(step)).shuffle(order);
        }
        const auto begin = static_cast<std::size_t>(step % steps_per_epoch) * batch;
        const std::vector<std::size_t> patients(order.begin() + static_cast<std::ptrdiff_t>(begin),
                                                order.begin() + static_cast<std::ptrdiff_t>(begin + batch));
        const auto numbers = on_device(
            torch::tensor(std::vector<std::int64_t>(patients.begin(), patients.end()), torch::kLong), device_);
        optimizer.zero_grad();
        auto maps = inputs.training(patients, random.child("step", static_cast<std::uint64_t>(step)));
        if (first < head_part) maps = ResNet::pool(net.maps(maps, first, ResNet::last_part));
        const auto logits = patient_logits(net, maps.view({static_cast<std::int64_t>(batch), leads, -1}));
        const auto loss = torch::binary_cross_entropy_with_logits(logits, truth.index_select(0, numbers),
                                                                  weights.index_select(0, numbers));
        loss.backward();
        optimizer.update(step, steps);
        if (average) average->update(net, step);
    }
    if (average) {
        auto tensors = tensors_of(net);
        assign(tensors, average->mean());
    }
    return {};
}

core::Result<std::vector<model::Prediction>> TransferNet::predict(const model::PatientSet& set,
                                                                  std::span<const std::size_t> rows) {
    if (members_.empty()) return core::fail(usage_error("the network has not been fitted", "predict", "fit first"));
    return guarded([&]() -> core::Result<std::vector<model::Prediction>> {
        at::set_num_threads(std::max(1, threads_));
        SYNCHRONY_ASSIGN(auto data, gather(set, rows));
        if (!(data.inputs.set().recipe() == recipe_))
            return core::fail_input("images of another recipe than the net's", "image set",
                                    data.inputs.set().recipe().to_json(), recipe_.to_json());
        const torch::NoGradGuard no_grad;
        std::vector<model::Prediction> predictions(rows.size());
        for (const auto& net : members_) {
            const auto logits = values_of<double>(
                patient_logits(*net, lead_features(*net, data.inputs, data.images, scaling_, device_)));
            for (std::size_t i = 0; i < rows.size(); ++i)
                predictions[i].score += core::logistic(calibration_.slope * logits[i] + calibration_.intercept) /
                                        static_cast<double>(members_.size());
        }
        for (auto& prediction : predictions) prediction.responds = prediction.score >= threshold_;
        return predictions;
    });
}

core::Result<model::Bundle> TransferNet::bundle() const {
    if (members_.empty()) return core::fail(usage_error("the network has not been fitted", "bundle", "fit first"));
    model::Bundle bundle;
    const auto& net = *members_.front();
    bundle.architecture = net.architecture();
    bundle.recipe = recipe_;
    bundle.channels = channels_;
    bundle.lead_policy = lead_policy_;
    bundle.input_mean = scaling_.mean;
    bundle.input_sd = scaling_.sd;
    bundle.labels = {outcome_};
    bundle.class_prior = {prevalence_};
    bundle.decision_threshold = threshold_;
    bundle.calibration = calibration_;
    bundle.provenance.seed = seed_;
    if (options_.init) bundle.provenance.data_sets = options_.init->provenance.data_sets;
    bundle.tensors = to_bundle_tensors(tensors_of(net));
    return bundle;
}

}  // namespace synchrony::nn

// The module's one way in.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include "deep_features.hpp"
#include "engine_module.hpp"
#include "guard.hpp"
#include "named.hpp"
#include "pretraining.hpp"
#include "speed.hpp"
#include "transfer_net.hpp"

namespace synchrony::nn {
namespace {

// Numbers below 1e-38 are taken for zero: arithmetic on them is many times slower, and gradients' squares may come to
// it while the last norms of the blocks stand near zero. Threads that libtorch starts later take this over.
void use_threads(const core::RunContext& context) {
    at::globalContext().setFlushDenormal(true);
    at::set_num_threads(std::max(1, context.threads));
}

// The loss of a fixed random problem; norms are in training mode, so that their statistics are part of it.
struct GradientProblem {
    ResNet net;
    torch::Tensor images, extra, labels;

    GradientProblem(const model::Architecture& architecture, int height, int width, std::uint64_t seed)
        : net(architecture) {
        net.initialise(seed, false);
        net.to(torch::kDouble);
        net.train();
        auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
        constexpr int problem_images = 4;
        images = torch::randn({problem_images, architecture.input_channels, height, width}, generator, torch::kDouble);
        extra = torch::randn({problem_images, SetInputs::extra_count(architecture)}, generator, torch::kDouble);
        labels = torch::arange(problem_images) % architecture.outputs;
    }
    torch::Tensor loss() { return torch::cross_entropy_loss(net.forward(images, extra), labels); }
};

double worst_gradient(GradientProblem& problem) {
    constexpr double step = 1e-8;  // small, so that few of the many ReLUs change side within it
    problem.loss().backward();
    const torch::NoGradGuard no_grad;
    double worst = 0, largest = 0;
    for (auto& parameter : problem.net.parameters()) {
        const auto gradient = parameter.grad().contiguous();
        const auto place = gradient.abs().argmax().item<std::int64_t>();
        const double analytic = gradient.view(-1)[place].item<double>();
        auto value = parameter.view(-1)[place];
        value.add_(step);
        const double above = problem.loss().item<double>();
        value.sub_(2 * step);
        const double below = problem.loss().item<double>();
        value.add_(step);
        worst = std::max(worst, std::abs(analytic - (above - below) / (2 * step)));
        largest = std::max(largest, std::abs(analytic));
    }
    return worst / largest;
}

class TorchEngine final : public Engine {
  public:
    std::string description() const override { return "libtorch " TORCH_VERSION; }

    core::Result<PretrainResult> pretrain(const features::ImageSet& set, const PretrainOptions& options,
                                          const core::RunContext& context) override {
        use_threads(context);
        return guarded([&] { return Pretraining(set, options, context).run(); });
    }

    core::Result<std::vector<double>> probabilities(const model::Bundle& bundle, const features::ImageSet& set,
                                                    std::span<const std::size_t> images,
                                                    const core::RunContext& context) override {
        use_threads(context);
        return guarded([&] { return image_probabilities(bundle, set, images, context); });
    }

    core::Result<std::unique_ptr<TransferClassifier>> transfer(const TransferOptions& options) override {
        SYNCHRONY_TRY(options.check());
        return std::make_unique<TransferNet>(options);
    }

    core::Result<std::unique_ptr<TransferClassifier>> fitted(const model::Bundle& bundle,
                                                             const core::RunContext& context) override {
        SYNCHRONY_TRY(bundle.check());
        if (bundle.architecture.lead_pooling == model::LeadPooling::none || bundle.architecture.outputs != 1)
            return core::fail(usage_error("the model predicts no outcome of patients",
                                          std::to_string(bundle.architecture.outputs) + " outputs, leads not joined",
                                          "a model made by train"));
        return guarded([&]() -> core::Result<std::unique_ptr<TransferClassifier>> {
            return std::make_unique<TransferNet>(bundle, context.threads);
        });
    }

    core::Result<model::FeatureTable> deep_features(const features::ImageSet& set,
                                                    std::span<const record::PatientId> patients,
                                                    const DeepFeatureOptions& options,
                                                    const core::RunContext& context) override {
        use_threads(context);
        return guarded([&] { return compute_deep_features(set, patients, options, context); });
    }

    core::Result<SpeedReport> measure_speed(const model::Architecture& architecture, int height, int width, int batch,
                                            Precision precision, const core::RunContext& context) override {
        SYNCHRONY_TRY(architecture.check());
        SYNCHRONY_TRY(check_range("batch", batch, 2, 1 << 16));
        SYNCHRONY_TRY(check_range("image height", height, 1, 4096));
        SYNCHRONY_TRY(check_range("image width", width, 1, 4096));
        use_threads(context);
        return guarded([&] { return time_net(architecture, height, width, batch, precision, context.threads); });
    }

    core::Result<double> gradient_error(const model::Architecture& architecture, int height, int width,
                                        std::uint64_t seed) override {
        SYNCHRONY_TRY(architecture.check());
        return guarded([&]() -> core::Result<double> {
            GradientProblem problem(architecture, height, width, seed);
            return worst_gradient(problem);
        });
    }

    core::Result<double> contrastive_loss(const std::vector<double>& one, const std::vector<double>& other, int rows,
                                          double temperature) override {
        if (rows < 1 || one.size() != other.size() || one.empty() || one.size() % static_cast<std::size_t>(rows) != 0)
            return core::fail(usage_error("vectors do not fit the rows", std::to_string(one.size()),
                                          "the same multiple of " + std::to_string(rows) + " twice"));
        return guarded([&]() -> core::Result<double> {
            const auto matrix = [rows](const std::vector<double>& v) { return torch::tensor(v).view({rows, -1}); };
            return nt_xent(matrix(one), matrix(other), temperature).item<double>();
        });
    }

    core::Result<double> class_loss(const std::vector<double>& outputs, const std::vector<std::int64_t>& labels,
                                    const std::vector<double>& class_weights) override {
        if (labels.empty() || outputs.size() != labels.size() * class_weights.size())
            return core::fail(usage_error("outputs do not fit the labels", std::to_string(outputs.size()),
                                          std::to_string(labels.size() * class_weights.size())));
        return guarded([&]() -> core::Result<double> {
            const auto rows = torch::tensor(outputs).view({static_cast<std::int64_t>(labels.size()), -1});
            return nn::class_loss(rows, torch::tensor(labels), torch::tensor(class_weights)).item<double>();
        });
    }

    core::Result<model::Bundle> random_bundle(const model::Architecture& architecture, std::uint64_t seed) override {
        SYNCHRONY_TRY(architecture.check());
        return guarded([&]() -> core::Result<model::Bundle> {
            ResNet net(architecture);
            net.initialise(seed, false);
            model::Bundle bundle;
            bundle.architecture = architecture;
            bundle.provenance.seed = seed;
            bundle.tensors = to_bundle_tensors(tensors_of(net));
            return bundle;
        });
    }

  private:
    static core::Result<std::vector<double>> image_probabilities(const model::Bundle& bundle,
                                                                 const features::ImageSet& set,
                                                                 std::span<const std::size_t> images,
                                                                 const core::RunContext& context) {
        SYNCHRONY_TRY(bundle.check());
        SYNCHRONY_ASSIGN(const auto inputs, SetInputs::make(set, bundle));
        for (const auto image : images)
            if (image >= set.size())
                return core::fail(
                    usage_error("no such image", std::to_string(image), "below " + std::to_string(set.size())));
        ResNet net(bundle.architecture);
        load_all(net, bundle);
        use_channels_last(net);
        SYNCHRONY_ASSIGN(const auto outputs, outputs_of(net, inputs, images, {bundle.input_mean, bundle.input_sd}, {},
                                                        context, "classify"));
        const auto shares = outputs.softmax(1).to(torch::kDouble).contiguous();
        return std::vector<double>(shares.data_ptr<double>(), shares.data_ptr<double>() + shares.numel());
    }
};

Engine* create_engine() {
    static TorchEngine engine;
    return &engine;
}

}  // namespace
}  // namespace synchrony::nn

extern "C" __attribute__((visibility("default"))) const synchrony::nn::EngineModule* synchrony_engine_module();
const synchrony::nn::EngineModule* synchrony_engine_module() {
    static const synchrony::nn::EngineModule module{synchrony::nn::engine_abi().data(), synchrony::nn::create_engine};
    return &module;
}

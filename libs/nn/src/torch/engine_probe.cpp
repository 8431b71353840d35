// The module's second way in, for tests and benches.
#include "synchrony/nn/engine_probe.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include "engine_at.hpp"
#include "engine_module.hpp"
#include "guard.hpp"
#include "host.hpp"
#include "losses.hpp"
#include "named.hpp"
#include "optimizer.hpp"
#include "resnet.hpp"
#include "set_inputs.hpp"
#include "speed.hpp"

namespace synchrony::nn {
namespace {

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
        const auto place = number_in<std::int64_t>(gradient.abs().argmax());
        const double analytic = number_in<double>(gradient.view(-1)[place]);
        auto value = parameter.view(-1)[place];
        value.add_(step);
        const double above = number_in<double>(problem.loss());
        value.sub_(2 * step);
        const double below = number_in<double>(problem.loss());
        value.add_(step);
        worst = std::max(worst, std::abs(analytic - (above - below) / (2 * step)));
        largest = std::max(largest, std::abs(analytic));
    }
    return worst / largest;
}

class TorchProbe final : public EngineProbe {
  public:
    core::Result<SpeedReport> measure_speed(const model::Architecture& architecture, int height, int width, int batch,
                                            Precision precision, const core::RunContext& context) override {
        SYNCHRONY_TRY(architecture.check());
        SYNCHRONY_TRY(check_range("batch", batch, 2, 1 << 16));
        SYNCHRONY_TRY(check_range("image height", height, 1, 4096));
        SYNCHRONY_TRY(check_range("image width", width, 1, 4096));
        at::globalContext().setFlushDenormal(true);
        at::set_num_threads(std::max(1, context.threads));
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
            return number_in<double>(nt_xent(matrix(one), matrix(other), temperature));
        });
    }

    core::Result<double> masked_loss(const std::vector<double>& decoded, const std::vector<double>& images,
                                     const std::vector<double>& hidden) override {
        if (hidden.empty() || decoded.size() != images.size() || images.size() % hidden.size() != 0)
            return core::fail(usage_error("images do not fit what is hidden", std::to_string(images.size()),
                                          "a multiple of " + std::to_string(hidden.size()) + " twice"));
        return guarded([&]() -> core::Result<double> {
            const auto pixels = static_cast<std::int64_t>(hidden.size());
            const auto plane = [pixels](const std::vector<double>& v) {
                return torch::tensor(v).view({1, -1, 1, pixels});
            };
            return number_in<double>(hidden_loss(plane(decoded), plane(images), plane(hidden)));
        });
    }

    core::Result<std::vector<float>> decoded_image(const model::Architecture& architecture,
                                                   const std::vector<float>& maps, int h, int w, int rows,
                                                   int columns) override {
        return guarded([&]() -> core::Result<std::vector<float>> {
            const torch::NoGradGuard no_grad;
            ImageDecoder decoder(architecture);
            for (auto& [name, values] : decoder.named_parameters().pairs()) {
                if (values.dim() == 2) {  // the first channel's value goes to all pixels
                    values.zero_();
                    values.select(1, 0).fill_(1);
                } else {
                    values.copy_(torch::arange(values.size(0)));
                }
            }
            auto all = torch::zeros({1, architecture.channels_after(ResNet::last_part), h, w});
            all.select(1, 0).copy_(torch::tensor(maps).view({1, h, w}));
            return values_of<float>(decoder.forward(all, rows, columns));
        });
    }

    core::Result<double> class_loss(const std::vector<double>& outputs, const std::vector<std::int64_t>& labels,
                                    const std::vector<double>& class_weights) override {
        if (labels.empty() || outputs.size() != labels.size() * class_weights.size())
            return core::fail(usage_error("outputs do not fit the labels", std::to_string(outputs.size()),
                                          std::to_string(labels.size() * class_weights.size())));
        return guarded([&]() -> core::Result<double> {
            const auto rows = torch::tensor(outputs).view({static_cast<std::int64_t>(labels.size()), -1});
            return number_in<double>(nn::class_loss(rows, torch::tensor(labels), torch::tensor(class_weights)));
        });
    }

    core::Result<double> numbers_loss(const std::vector<double>& outputs, const std::vector<double>& targets) override {
        if (outputs.empty() || outputs.size() != targets.size())
            return core::fail(usage_error("outputs do not fit the targets", std::to_string(outputs.size()),
                                          std::to_string(targets.size())));
        return guarded([&]() -> core::Result<double> {
            return number_in<double>(nn::numbers_loss(torch::tensor(outputs), torch::tensor(targets)));
        });
    }

    core::Result<std::vector<ScaledUpdate>> scaled_updates(const std::vector<double>& weights,
                                                           const std::vector<std::vector<double>>& gradients,
                                                           const OptimizerOptions& options, double scale) override {
        for (const auto& gradient : gradients)
            if (gradient.size() != weights.size())
                return core::fail(usage_error("gradients do not fit the weights", std::to_string(gradient.size()),
                                              std::to_string(weights.size())));
        return guarded([&]() -> core::Result<std::vector<ScaledUpdate>> {
            // a row of a matrix, so that weights decay
            auto parameter = torch::tensor(weights, torch::kFloat).view({1, -1}).detach().requires_grad_(true);
            ScheduledOptimizer optimizer(options, std::vector<LearningGroup>{LearningGroup{{parameter}, 1.0}});
            std::vector<ScaledUpdate> updates;
            for (const auto& gradient : gradients) {
                parameter.mutable_grad() = torch::tensor(gradient, torch::kFloat).view({1, -1});
                const bool learnt = optimizer.update_scaled(static_cast<std::int64_t>(updates.size()),
                                                            static_cast<std::int64_t>(gradients.size()), scale);
                updates.push_back({learnt, values_of<double>(parameter)});
            }
            return updates;
        });
    }

    core::Result<Engine*> engine_on(const char* device) override {
        return guarded([&]() -> core::Result<Engine*> { return engine_at(torch::Device(device)); });
    }

    core::Result<FirstWeights> first_weights(const char* device, int out, int in, std::uint64_t seed) override {
        return guarded([&]() -> core::Result<FirstWeights> {
            auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
            const torch::Device place(device);
            auto weight = torch::empty({out, in, 3, 3}, torch::TensorOptions().dtype(torch::kFloat).device(place));
            he_normal(weight, generator);
            FirstWeights first;
            if (place.is_cpu()) first.weights = values_of<double>(weight);
            first.next = number_in<double>(torch::rand({1}, generator, torch::kDouble));
            return first;
        });
    }
};

EngineProbe* create_probe() {
    static TorchProbe probe;
    return &probe;
}

}  // namespace
}  // namespace synchrony::nn

extern "C" __attribute__((visibility("default"))) const synchrony::nn::EngineProbeModule* synchrony_engine_probe();
const synchrony::nn::EngineProbeModule* synchrony_engine_probe() {
    static const synchrony::nn::EngineProbeModule module{synchrony::nn::engine_abi().data(),
                                                         synchrony::nn::create_probe};
    return &module;
}

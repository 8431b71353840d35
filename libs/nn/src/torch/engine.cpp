// The module's one way in.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <map>
#include <memory>
#include <mutex>

#include "deep_features.hpp"
#include "engine_at.hpp"
#include "engine_module.hpp"
#include "guard.hpp"
#include "host.hpp"
#include "named.hpp"
#include "pretraining.hpp"
#include "requests.hpp"
#include "transfer_net.hpp"

namespace synchrony::nn {
namespace {

// Numbers below 1e-38 are taken for zero: arithmetic on them is many times slower, and gradients' squares may come to
// it while the last norms of the blocks stand near zero. Threads that libtorch starts later take this over.
void use_threads(const core::RunContext& context) {
    at::globalContext().setFlushDenormal(true);
    at::set_num_threads(std::max(1, context.threads));
}

// Of single precision throughout, wherever it works, but for what `pretrain` is told.
class TorchEngine final : public Engine {
  public:
    explicit TorchEngine(const torch::Device& place) : place_(place) {}

    Device device() const override { return place_.is_cuda() ? Device::cuda : Device::cpu; }

    core::Result<Engine*> on(Device device) override {
        return guarded([&]() -> core::Result<Engine*> {
            SYNCHRONY_ASSIGN(const auto place, place_of(device));
            return engine_at(place);
        });
    }

    std::string description() const override { return "libtorch " TORCH_VERSION; }

    core::Result<PretrainResult> pretrain(const features::ImageSet& set, const PretrainOptions& options,
                                          const core::RunContext& context) override {
        use_threads(context);
        return guarded([&] { return Pretraining(set, options, context, place_).run(); });
    }

    core::Result<std::vector<double>> probabilities(const model::Bundle& bundle, const features::ImageSet& set,
                                                    std::span<const std::size_t> images,
                                                    const core::RunContext& context) override {
        use_threads(context);
        return guarded([&] { return image_probabilities(bundle, set, images, context); });
    }

    core::Result<std::unique_ptr<TransferClassifier>> transfer(const TransferOptions& options) override {
        SYNCHRONY_TRY(options.check());
        return std::make_unique<TransferNet>(options, place_);
    }

    core::Result<std::unique_ptr<TransferClassifier>> fitted(model::Bundle bundle,
                                                             const core::RunContext& context) override {
        SYNCHRONY_TRY(check_predicts_patients(bundle));
        return guarded([&]() -> core::Result<std::unique_ptr<TransferClassifier>> {
            return std::make_unique<TransferNet>(bundle, context.threads, place_);
        });
    }

    core::Result<model::FeatureTable> deep_features(const features::ImageSet& set,
                                                    std::span<const record::PatientId> patients,
                                                    const DeepFeatureOptions& options,
                                                    const core::RunContext& context) override {
        use_threads(context);
        return guarded([&] { return compute_deep_features(set, patients, options, context, place_); });
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
    core::Result<std::vector<double>> image_probabilities(const model::Bundle& bundle, const features::ImageSet& set,
                                                          std::span<const std::size_t> images,
                                                          const core::RunContext& context) const {
        SYNCHRONY_ASSIGN(const auto inputs, inputs_of_images(bundle, set, images));
        ResNet net(bundle.architecture);
        load_all(net, bundle);
        net.to(place_);
        use_channels_last(net);
        const Machine machine{place_, Precision::f32};
        SYNCHRONY_ASSIGN(const auto outputs, outputs_of(net, inputs, images, {bundle.input_mean, bundle.input_sd},
                                                        machine, context, "classify"));
        return values_of<double>(outputs.softmax(1));
    }

    torch::Device place_;
};

Engine* create_engine() {
    return engine_at(torch::kCPU);
}

}  // namespace

Engine* engine_at(const torch::Device& place) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<TorchEngine>> engines;
    const std::lock_guard lock(mutex);
    auto& engine = engines[place.str()];
    if (!engine) engine = std::make_unique<TorchEngine>(place);
    return engine.get();
}

}  // namespace synchrony::nn

extern "C" __attribute__((visibility("default"))) const synchrony::nn::EngineModule* synchrony_engine_module();
const synchrony::nn::EngineModule* synchrony_engine_module() {
    static const synchrony::nn::EngineModule module{synchrony::nn::engine_abi().data(), synchrony::nn::create_engine};
    return &module;
}

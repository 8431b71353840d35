// The door to networks that only answer. It needs no libtorch: oneDNN runs them, from a module of its own that is
// loaded when a network is first asked for.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/classifier.hpp"
#include "synchrony/nn/activation_maps.hpp"
#include "synchrony/nn/deep_features.hpp"
#include "synchrony/nn/training.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn {

/// Runs trained networks. All calls take their threads from the context, and give the same numbers for the same threads
/// and machine. No exception of the library below leaves it.
class Inference {
  public:
    virtual ~Inference() = default;
    /// "oneDNN 2.6.3", "libtorch 1.13.1".
    [[nodiscard]] virtual std::string description() const = 0;

    /// Probabilities [image, output] of a bundle's net for those images, in the order of `images`.
    [[nodiscard]] virtual core::Result<std::vector<double>> probabilities(const model::Bundle& bundle,
                                                                          const features::ImageSet& set,
                                                                          std::span<const std::size_t> images,
                                                                          const core::RunContext& context) = 0;

    /// A classifier of patients as it was when its bundle was taken; it predicts without a fit. Give the bundle away
    /// where it is not needed any more: weights are most of what a program holds. Errors (usage): a network that joins
    /// no leads.
    [[nodiscard]] virtual core::Result<std::unique_ptr<TransferClassifier>> fitted(model::Bundle bundle,
                                                                                   const core::RunContext& context) = 0;

    /// Columns "<lead>:<layer>:<cell>:<channel>", one row a patient of `patients`. Errors (usage): random weights
    /// (options.init null) asked of an engine that cannot draw them.
    [[nodiscard]] virtual core::Result<model::FeatureTable> deep_features(const features::ImageSet& set,
                                                                          std::span<const record::PatientId> patients,
                                                                          const DeepFeatureOptions& options,
                                                                          const core::RunContext& context) = 0;

    /// Errors (usage): an engine that makes none (libtorch's), numbers of images, layers or weights that do not fit;
    /// (input) images of another recipe.
    [[nodiscard]] virtual core::Result<ActivationMaps> activation_maps(const features::ImageSet& set,
                                                                       const ActivationRequest& request,
                                                                       const core::RunContext& context);
};

/// Environment variable that names the module's file, or is "libtorch" for the engine that trains.
inline constexpr const char* inference_variable = "SYNCHRONY_INFERENCE";

/// On the CPU: loads oneDNN's module, once a process, from where the engine's is looked for (engine.hpp); where it is
/// not there, the engine that trains. On a GPU: the engine that trains. `automatic` loads libtorch only where the
/// system has a driver of GPUs. Errors (usage): neither module is there; no GPU. It lives until the process ends.
[[nodiscard]] core::Result<Inference*> load_inference(Device device = Device::cpu);

/// The same from that file, not kept between calls.
[[nodiscard]] core::Result<Inference*> load_inference_from(const std::filesystem::path& module);

}  // namespace synchrony::nn

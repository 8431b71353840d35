// The door to networks that learn. libtorch takes a second and 165 MB to load, so it lives in a module of its own that
// is loaded when a network is first asked for; nothing here or above needs libtorch to compile, link or start.
#pragma once

#include <cstdint>
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
#include "synchrony/nn/deep_features.hpp"
#include "synchrony/nn/inference.hpp"
#include "synchrony/nn/pretrain_options.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn {

/// Trains and runs networks. All calls take their threads from the context, and give the same numbers for the same
/// seed, threads and machine. No exception of libtorch leaves it.
class Engine : public Inference {
  public:
    /// Where it works: cpu or cuda.
    [[nodiscard]] virtual Device device() const { return Device::cpu; }
    /// The engine that works there; it lives until the process ends. Errors (usage): no GPU that libtorch can use.
    [[nodiscard]] virtual core::Result<Engine*> on(Device device);

    /// Learns the AAMI classes of a set's beats. Errors: a set without labels or with a class part empty, options out
    /// of range; cancelled: the state is in options.checkpoint.
    [[nodiscard]] virtual core::Result<PretrainResult> pretrain(const features::ImageSet& set,
                                                                const PretrainOptions& options,
                                                                const core::RunContext& context) = 0;

    /// A classifier of patients, not yet fitted.
    [[nodiscard]] virtual core::Result<std::unique_ptr<TransferClassifier>> transfer(
        const TransferOptions& options) = 0;

    /// Freshly drawn weights, as a bundle without recipe or labels.
    [[nodiscard]] virtual core::Result<model::Bundle> random_bundle(const model::Architecture& architecture,
                                                                    std::uint64_t seed) = 0;
};

/// Environment variable that names the module's file.
inline constexpr const char* engine_variable = "SYNCHRONY_ENGINE";

/// Loads the module, once a process: from SYNCHRONY_ENGINE when set, else ../lib/synchrony/ from the program's folder,
/// else the program's folder. Errors (usage): the module is not there, cannot be loaded, or is of another version; no
/// GPU. The engine lives until the process ends.
[[nodiscard]] core::Result<Engine*> load_engine(Device device = Device::cpu);

/// That a GPU that is asked for by name is there: for before the work begins. Loads nothing for another device. Errors:
/// those of load_engine.
[[nodiscard]] core::Result<void> check_device(Device device);

/// The same from that file, not kept between calls.
[[nodiscard]] core::Result<Engine*> load_engine_from(const std::filesystem::path& module);

/// Where load_engine looks, in order.
[[nodiscard]] std::vector<std::filesystem::path> engine_places();
/// Whether the networks' module is installed at one of them.
[[nodiscard]] bool engine_is_there();

}  // namespace synchrony::nn

// The door to the networks. libtorch takes a second and 165 MB to load, so it lives in a module of its own that is
// loaded when a network is first asked for; nothing here or above needs libtorch to compile, link or start.
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
#include "synchrony/nn/pretrain_options.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn {

/// Speed of one net on this machine.
struct SpeedReport {
    model::Architecture architecture;
    int height = 0, width = 0, batch = 0, threads = 0;
    Precision precision = Precision::f32;
    double train_images_per_s = 0;
    double predict_images_per_s = 0;
    double gflop_per_image = 0;    ///< of a training step
    double sgemm_gflop_per_s = 0;  ///< of a product of two large single-precision matrices here
};

/// Trains and runs networks. All calls take their threads from the context, and give the same numbers for the same
/// seed, threads and machine. No exception of libtorch leaves it.
class Engine {
  public:
    virtual ~Engine() = default;
    /// "libtorch 1.13.1".
    [[nodiscard]] virtual std::string description() const = 0;

    /// Learns the AAMI classes of a set's beats. Errors: a set without labels or with a class part empty, options out
    /// of range; cancelled: the state is in options.checkpoint.
    [[nodiscard]] virtual core::Result<PretrainResult> pretrain(const features::ImageSet& set,
                                                                const PretrainOptions& options,
                                                                const core::RunContext& context) = 0;

    /// Probabilities [image, output] of a bundle's net for those images, in the order of `images`.
    [[nodiscard]] virtual core::Result<std::vector<double>> probabilities(const model::Bundle& bundle,
                                                                          const features::ImageSet& set,
                                                                          std::span<const std::size_t> images,
                                                                          const core::RunContext& context) = 0;

    /// A classifier of patients, not yet fitted.
    [[nodiscard]] virtual core::Result<std::unique_ptr<TransferClassifier>> transfer(
        const TransferOptions& options) = 0;

    /// A classifier as it was when its bundle was taken; it predicts without a fit.
    [[nodiscard]] virtual core::Result<std::unique_ptr<TransferClassifier>> fitted(const model::Bundle& bundle,
                                                                                   const core::RunContext& context) = 0;

    /// Columns "<lead>:<layer>:<cell>:<channel>", one row a patient of `patients`.
    [[nodiscard]] virtual core::Result<model::FeatureTable> deep_features(const features::ImageSet& set,
                                                                          std::span<const record::PatientId> patients,
                                                                          const DeepFeatureOptions& options,
                                                                          const core::RunContext& context) = 0;

    /// Times training (with SGD, copies of the net on each thread, as pretrain does) and prediction on random images of
    /// that size for a few seconds each.
    [[nodiscard]] virtual core::Result<SpeedReport> measure_speed(const model::Architecture& architecture, int height,
                                                                  int width, int batch, Precision precision,
                                                                  const core::RunContext& context) = 0;

    /// Largest difference between the gradients of a small random problem and central differences of its loss, over
    /// the largest gradient, in double precision, at one weight of every tensor: a self-test of the net's backward
    /// pass.
    [[nodiscard]] virtual core::Result<double> gradient_error(const model::Architecture& architecture, int height,
                                                              int width, std::uint64_t seed) = 0;

    /// NT-Xent (see Objective::contrastive) of two sets of `rows` vectors, row-major, of one size: a self-test of the
    /// loss. Errors (usage): sizes that do not fit.
    [[nodiscard]] virtual core::Result<double> contrastive_loss(const std::vector<double>& one,
                                                                const std::vector<double>& other, int rows,
                                                                double temperature) = 0;

    /// Cross entropy of outputs [image, class], row-major, the sum over images, each times the weight of its class; a
    /// label of -1 adds nothing: a self-test of the loss. Errors (usage): sizes that do not fit.
    [[nodiscard]] virtual core::Result<double> class_loss(const std::vector<double>& outputs,
                                                          const std::vector<std::int64_t>& labels,
                                                          const std::vector<double>& class_weights) = 0;

    /// Freshly drawn weights, as a bundle without recipe or labels.
    [[nodiscard]] virtual core::Result<model::Bundle> random_bundle(const model::Architecture& architecture,
                                                                    std::uint64_t seed) = 0;
};

/// Environment variable that names the module's file.
inline constexpr const char* engine_variable = "SYNCHRONY_ENGINE";

/// Loads the module, once a process: from SYNCHRONY_ENGINE when set, else ../lib/synchrony/ from the program's folder,
/// else the program's folder. Errors (usage): the module is not there, cannot be loaded, or is of another version. The
/// engine lives until the process ends.
[[nodiscard]] core::Result<Engine*> load_engine();

/// The same from that file, not kept between calls.
[[nodiscard]] core::Result<Engine*> load_engine_from(const std::filesystem::path& module);

/// Where load_engine looks, in order.
[[nodiscard]] std::vector<std::filesystem::path> engine_places();

}  // namespace synchrony::nn

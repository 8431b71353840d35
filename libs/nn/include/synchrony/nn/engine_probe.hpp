// What tests and benches ask of the network module and nobody else: its speed, and its parts one by one against sums
// done by hand. Not part of Engine, so that no use case can come to need it.
#pragma once

#include <cstdint>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/nn/training.hpp"

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

/// One update of some weights from gradients of a scaled loss.
struct ScaledUpdate {
    bool learnt = false;          ///< false: a gradient was not finite
    std::vector<double> weights;  ///< afterwards
};

/// First weights that were drawn for a tensor on some device, and the next number of the generator behind them.
struct FirstWeights {
    std::vector<double> weights;  ///< empty on a device that holds no values
    double next = 0;
};

class EngineProbe {
  public:
    virtual ~EngineProbe() = default;

    /// Times training (with SGD, copies of the net on each thread, as pretrain does) and prediction on random images of
    /// that size for a few seconds each.
    [[nodiscard]] virtual core::Result<SpeedReport> measure_speed(const model::Architecture& architecture, int height,
                                                                  int width, int batch, Precision precision,
                                                                  const core::RunContext& context) = 0;

    /// Largest difference between the gradients of a small random problem and central differences of its loss, over
    /// the largest gradient, in double precision, at one weight of every tensor.
    [[nodiscard]] virtual core::Result<double> gradient_error(const model::Architecture& architecture, int height,
                                                              int width, std::uint64_t seed) = 0;

    /// NT-Xent (see Objective::contrastive) of two sets of `rows` vectors, row-major, of one size. Errors (usage):
    /// sizes that do not fit.
    [[nodiscard]] virtual core::Result<double> contrastive_loss(const std::vector<double>& one,
                                                                const std::vector<double>& other, int rows,
                                                                double temperature) = 0;

    /// What a network decodes (see Objective::masked) beside the image, both [channel, pixel], where `hidden` [pixel]
    /// is 1. Errors (usage): sizes that do not fit.
    [[nodiscard]] virtual core::Result<double> masked_loss(const std::vector<double>& decoded,
                                                           const std::vector<double>& images,
                                                           const std::vector<double>& hidden) = 0;

    /// An image [channel, rows, columns] decoded from maps [h, w]: each pixel is the value of the place above it plus
    /// its own number under that place, channels first, then rows.
    [[nodiscard]] virtual core::Result<std::vector<float>> decoded_image(const model::Architecture& architecture,
                                                                         const std::vector<float>& maps, int h, int w,
                                                                         int rows, int columns) = 0;

    /// Cross entropy of outputs [image, class], row-major, the sum over images, each times the weight of its class; a
    /// label of -1 adds nothing. Errors (usage): sizes that do not fit.
    [[nodiscard]] virtual core::Result<double> class_loss(const std::vector<double>& outputs,
                                                          const std::vector<std::int64_t>& labels,
                                                          const std::vector<double>& class_weights) = 0;

    /// Mean squared error of standardized numbers [image, number], row-major; NaN targets count as met. Errors (usage):
    /// sizes that do not fit.
    [[nodiscard]] virtual core::Result<double> numbers_loss(const std::vector<double>& outputs,
                                                            const std::vector<double>& targets) = 0;

    /// Updates as training in half precision does: one after the other, `gradients[i]` of `scale` times the loss.
    [[nodiscard]] virtual core::Result<std::vector<ScaledUpdate>> scaled_updates(
        const std::vector<double>& weights, const std::vector<std::vector<double>>& gradients,
        const OptimizerOptions& options, double scale) = 0;

    /// The engine whose nets live on a device of libtorch's by that name, "cpu", "cuda", "xpu", whether it has such or
    /// not.
    [[nodiscard]] virtual core::Result<Engine*> engine_on(const char* device) = 0;

    /// First weights of a convolution [out, in, 3, 3] on "cpu" or "meta", libtorch's device without memory: the one on
    /// every machine that, like a GPU, is not where the generator draws.
    [[nodiscard]] virtual core::Result<FirstWeights> first_weights(const char* device, int out, int in,
                                                                   std::uint64_t seed) = 0;
};

/// Of the module that load_engine() finds; the same errors.
[[nodiscard]] core::Result<EngineProbe*> load_engine_probe();

}  // namespace synchrony::nn

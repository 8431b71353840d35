// What pre-training and transfer have in common: optimizer, schedule, balance, augmentation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::nn {

enum class Optimizer : std::uint8_t {
    adamw,  ///< Loshchilov 2019, arXiv:1711.05101
    sgd     ///< with Nesterov momentum 0.9
};
[[nodiscard]] std::string_view name_of(Optimizer optimizer);

/// How the learning rate goes over the planned steps.
enum class Schedule : std::uint8_t {
    one_cycle,  ///< cosine up over the first 30 %, then cosine down to nothing (Smith 2018, arXiv:1708.07120)
    cosine,     ///< cosine down from the start (Loshchilov 2017, arXiv:1608.03983, without restarts)
    constant
};
[[nodiscard]] std::string_view name_of(Schedule schedule);

struct OptimizerOptions {
    Optimizer kind = Optimizer::adamw;
    Schedule schedule = Schedule::one_cycle;
    double learning_rate = 1e-3;  ///< the highest of the run
    double weight_decay = 1e-2;   ///< on weights of convolutions and fc, not on norms and biases
    /// At 0 nothing is learnt, and far above 1 no loss goes down.
    static constexpr double least_learning_rate = 1e-12, most_learning_rate = 10.0;
    [[nodiscard]] core::Key key() const;
    [[nodiscard]] core::Result<void> check() const;
};

/// Share of the highest learning rate at `step` of `steps`.
[[nodiscard]] double schedule_factor(Schedule schedule, std::int64_t step, std::int64_t steps);

/// Where nets learn and answer.
enum class Device : std::uint8_t {
    cpu,
    cuda,      ///< the first GPU that libtorch finds
    automatic  ///< that, where there is one
};
/// "cpu", "cuda", "auto".
[[nodiscard]] std::string_view name_of(Device device);
[[nodiscard]] core::Result<Device> device_named(std::string_view name);

/// Of convolutions and products (autocast); weights, norms and losses stay in single precision.
enum class Precision : std::uint8_t {
    automatic,  ///< bf16 on GPUs and on processors that multiply it (avx512_bf16), else f32
    f32,
    bf16,
    f16  ///< GPUs only; gradients are scaled up against underflow
};
/// "auto", "f32", "bf16", "f16".
[[nodiscard]] std::string_view name_of(Precision precision);
[[nodiscard]] core::Result<Precision> precision_named(std::string_view name);

/// How rare classes are made to count. Weights come from the training part alone.
enum class Balance : std::uint8_t { none, weighted_loss, sampling };
[[nodiscard]] std::string_view name_of(Balance balance);
[[nodiscard]] core::Result<Balance> balance_named(std::string_view name);

/// Random changes of a training image. All are off at 0. Waves are shifted and hidden for as long as images of the
/// recipe `fine` are, whose columns are 8 samples apart.
struct Augmentation {
    int shift_columns = 2;  ///< moved in time by up to so many columns; the edge column is repeated
    double gain = 0.2;      ///< natural logarithm of the amplitude gain is uniform within +-gain
    int mask_columns =
        4;              ///< one stretch of up to so many columns is set to the channel's mean (SpecAugment, Park 2019)
    int mask_rows = 4;  ///< likewise rows
    double mask_chance = 0.5;   ///< of each mask
    double noise = 1.0;         ///< recorded noise is added at up to so many times its own voltage
    double noise_chance = 0.3;  ///< of noise, where there are noise images
    /// Chance that an image is shown as another electrocardiograph would have recorded it: filters of 0.05 or 0.5 Hz,
    /// 30 to 150 Hz, mains notch, lower sampling rate (nn/src/recorder_responses.cpp). In pre-training only.
    double recorder_chance = 0.0;
    [[nodiscard]] core::Key key() const;
    [[nodiscard]] static Augmentation none() { return {0, 0.0, 0, 0, 0.0, 0.0, 0.0, 0.0}; }
    [[nodiscard]] core::Result<void> check() const;
};

/// Images of recorded noise by the recipe of the set that they are added to.
struct NoiseImages {
    std::vector<float> magnitudes;  ///< [count, height, width]; in units of the recipe's floor where its scale is
                                    ///< logarithmic, else mV; of waves with their sign
    std::size_t count = 0;
    [[nodiscard]] core::Key key() const;
};

}  // namespace synchrony::nn

// How much arithmetic a net needs.
#pragma once

#include "synchrony/model/architecture.hpp"

namespace synchrony::nn {

/// Multiplications (each with its addition) of one image's way forward through the convolutions and fc.
[[nodiscard]] double multiplications(const model::Architecture& architecture, int height, int width);

/// Floating-point operations of one image in training, 1e9: two a multiplication; the way back costs twice the way
/// forward, as gradients are wanted of inputs and of weights.
[[nodiscard]] double training_gflop(const model::Architecture& architecture, int height, int width);

}  // namespace synchrony::nn

// Weights of a bundle as what only runs a net wants them (oneDNN, ONNX): each convolution with its norm folded in.
#pragma once

#include <string>
#include <vector>

#include "synchrony/model/bundle.hpp"

namespace synchrony::nn {

/// A convolution without bias and the BatchNorm behind it, as one convolution with bias:
/// w' = w g, b' = b - m g, g = gamma / sqrt(variance + 1e-5) for each output channel (PyTorch's epsilon).
struct Convolution {
    int in = 0, out = 0, stride = 1;
    model::KernelShape kernel;   ///< padded by half of its size on each side
    std::vector<float> weights;  ///< [out, in, row, column]
    std::vector<float> bias;     ///< [out]
};

/// conv1 and conv2 (basic) or conv1 to conv3 (bottleneck), and the way round where shapes change.
struct Block {
    std::vector<Convolution> convolutions;
    std::vector<Convolution> round;  ///< one or none
};

struct FoldedNet {
    model::Architecture architecture;
    Convolution stem;
    std::vector<std::vector<Block>> layers;  ///< [4][blocks]
};

/// Of a checked bundle, the layers up to `last_layer`; those behind it are left empty.
[[nodiscard]] FoldedNet fold(const model::Bundle& bundle, int last_layer = 4);
/// The whole net; the convolutions leave the bundle one by one, so that none is held twice.
[[nodiscard]] FoldedNet fold_away(model::Bundle& bundle);
/// The blocks of layer 1 to 4.
[[nodiscard]] std::vector<Block> folded_layer(const model::Bundle& bundle, int layer);

}  // namespace synchrony::nn

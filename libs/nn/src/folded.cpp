#include "folded.hpp"

#include <cmath>

namespace synchrony::nn {
namespace {

constexpr double norm_epsilon = 1e-5;  // torch.nn.BatchNorm2d's

Convolution folded(const model::Bundle& bundle, const std::string& convolution, const std::string& norm, int stride) {
    const auto& weight = bundle.tensors.at(convolution + ".weight");
    const auto of_norm = [&](const char* name) -> const std::vector<float>& {
        return bundle.tensors.at(norm + name).values;
    };
    const auto& gamma = of_norm(".weight");
    const auto& beta = of_norm(".bias");
    const auto& mean = of_norm(".running_mean");
    const auto& variance = of_norm(".running_var");
    Convolution result;
    result.out = static_cast<int>(weight.shape[0]);
    result.in = static_cast<int>(weight.shape[1]);
    result.kernel = static_cast<int>(weight.shape[2]);
    result.stride = stride;
    result.weights.reserve(weight.values.size());
    const std::size_t per_output = weight.values.size() / gamma.size();
    for (std::size_t out = 0; out < gamma.size(); ++out) {
        const double gain =
            static_cast<double>(gamma[out]) / std::sqrt(static_cast<double>(variance[out]) + norm_epsilon);
        for (std::size_t i = 0; i < per_output; ++i)
            result.weights.push_back(
                static_cast<float>(gain * static_cast<double>(weight.values[out * per_output + i])));
        result.bias.push_back(
            static_cast<float>(static_cast<double>(beta[out]) - gain * static_cast<double>(mean[out])));
    }
    return result;
}

// The stride stands in the first 3x3 convolution, torchvision's place for it.
Block folded_block(const model::Bundle& bundle, const std::string& name, int stride) {
    const bool bottleneck = bundle.architecture.bottleneck();
    Block block;
    for (int i = 1; i <= (bottleneck ? 3 : 2); ++i) {
        const bool strided = i == (bottleneck ? 2 : 1);
        const auto number = std::to_string(i);
        block.convolutions.push_back(
            folded(bundle, name + ".conv" + number, name + ".bn" + number, strided ? stride : 1));
    }
    if (bundle.tensors.contains(name + ".downsample.0.weight"))
        block.round.push_back(folded(bundle, name + ".downsample.0", name + ".downsample.1", stride));
    return block;
}

}  // namespace

FoldedNet fold(const model::Bundle& bundle) {
    FoldedNet net;
    net.architecture = bundle.architecture;
    net.stem = folded(bundle, "conv1", "bn1", bundle.architecture.stem == model::Stem::small ? 1 : 2);
    const auto blocks = bundle.architecture.blocks();
    for (std::size_t layer = 0; layer < blocks.size(); ++layer) {
        auto& made = net.layers.emplace_back();
        for (int i = 0; i < blocks[layer]; ++i)
            made.push_back(folded_block(bundle, "layer" + std::to_string(layer + 1) + "." + std::to_string(i),
                                        layer > 0 && i == 0 ? 2 : 1));
    }
    return net;
}

}  // namespace synchrony::nn

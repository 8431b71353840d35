#include "folded.hpp"

#include <cmath>

namespace synchrony::nn {
namespace {

constexpr double norm_epsilon = 1e-5;  // torch.nn.BatchNorm2d's
constexpr int layers_of_a_resnet = 4;

// Reads a bundle; where it may, it takes each convolution's weights out of it.
class Folder {
  public:
    explicit Folder(const model::Bundle& bundle, model::Bundle* emptied = nullptr)
        : bundle_(bundle), emptied_(emptied) {}

    Convolution folded(const std::string& convolution, const std::string& norm, int stride) {
        const auto& weight = bundle_.tensors.at(convolution + ".weight");
        Convolution result;
        result.out = static_cast<int>(weight.shape[0]);
        result.in = static_cast<int>(weight.shape[1]);
        result.kernel = {static_cast<int>(weight.shape[2]), static_cast<int>(weight.shape[3])};
        result.stride = stride;
        if (emptied_)
            result.weights = std::move(emptied_->tensors.at(convolution + ".weight").values);
        else
            result.weights = weight.values;
        fold_norm(norm, result);
        return result;
    }

    // The stride stands in the first 3x3 convolution, torchvision's place for it.
    Block block(const std::string& name, int stride) {
        const bool bottleneck = bundle_.architecture.bottleneck();
        Block block;
        for (int i = 1; i <= (bottleneck ? 3 : 2); ++i) {
            const bool strided = i == (bottleneck ? 2 : 1);
            const auto number = std::to_string(i);
            block.convolutions.push_back(folded(name + ".conv" + number, name + ".bn" + number, strided ? stride : 1));
        }
        if (bundle_.tensors.contains(name + ".downsample.0.weight"))
            block.round.push_back(folded(name + ".downsample.0", name + ".downsample.1", stride));
        return block;
    }

    std::vector<Block> layer(int number) {
        std::vector<Block> blocks;
        for (int i = 0; i < bundle_.architecture.blocks()[static_cast<std::size_t>(number - 1)]; ++i)
            blocks.push_back(block("layer" + std::to_string(number) + "." + std::to_string(i),
                                   number > 1 && i == 0 ? bundle_.architecture.layer_stride() : 1));
        return blocks;
    }

    FoldedNet net(int last_layer) {
        FoldedNet net;
        net.architecture = bundle_.architecture;
        net.stem = folded("conv1", "bn1", bundle_.architecture.stem_stride());
        for (int number = 1; number <= last_layer; ++number) net.layers.push_back(layer(number));
        net.layers.resize(layers_of_a_resnet);
        return net;
    }

  private:
    [[nodiscard]] const std::vector<float>& of(const std::string& norm, const char* name) const {
        return bundle_.tensors.at(norm + name).values;
    }

    void fold_norm(const std::string& norm, Convolution& convolution) const {
        const auto &gamma = of(norm, ".weight"), &beta = of(norm, ".bias");
        const auto &mean = of(norm, ".running_mean"), &variance = of(norm, ".running_var");
        const std::size_t per_output = convolution.weights.size() / gamma.size();
        float* weight = convolution.weights.data();
        for (std::size_t out = 0; out < gamma.size(); ++out) {
            const double gain =
                static_cast<double>(gamma[out]) / std::sqrt(static_cast<double>(variance[out]) + norm_epsilon);
            for (std::size_t i = 0; i < per_output; ++i, ++weight)
                *weight = static_cast<float>(gain * static_cast<double>(*weight));
            convolution.bias.push_back(
                static_cast<float>(static_cast<double>(beta[out]) - gain * static_cast<double>(mean[out])));
        }
    }

    const model::Bundle& bundle_;
    model::Bundle* emptied_;
};

}  // namespace

FoldedNet fold(const model::Bundle& bundle, int last_layer) {
    return Folder(bundle).net(last_layer);
}

FoldedNet fold_away(model::Bundle& bundle) {
    return Folder(bundle, &bundle).net(layers_of_a_resnet);
}

std::vector<Block> folded_layer(const model::Bundle& bundle, int layer) {
    return Folder(bundle).layer(layer);
}

}  // namespace synchrony::nn

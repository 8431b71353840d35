// Weights between a net, a bundle and copies of themselves, always by torchvision's names.
#pragma once

#include <torch/types.h>

#include <string>
#include <utility>
#include <vector>

#include "resnet.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/model/bundle.hpp"

namespace synchrony::nn {

/// A net's tensors in the order of model::tensor_shapes; they share the net's memory.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;
[[nodiscard]] NamedTensors tensors_of(const ResNet& net);

/// Copies that later training does not change.
[[nodiscard]] NamedTensors copy_of(const NamedTensors& tensors);
/// Copies the values of `from` into `to`; both of one architecture.
void assign(NamedTensors& to, const NamedTensors& from);

/// Puts convolution weights into the channels-last layout, which oneDNN runs fastest.
void use_channels_last(ResNet& net);

/// Fills net from a checked bundle of the same architecture.
void load_all(ResNet& net, const model::Bundle& bundle);
/// Fills all but head and attention, which keep their own values.
void load_encoder(ResNet& net, const model::Bundle& bundle);
/// The net's values as tensors of a bundle.
[[nodiscard]] std::map<std::string, model::WeightTensor> to_bundle_tensors(const NamedTensors& tensors);

/// A running mean of weights: mean += (1 - decay) (weights - mean), with a faster start.
class AverageWeights {
  public:
    AverageWeights(const ResNet& net, double decay) : decay_(decay), mean_(copy_of(tensors_of(net))) {}
    void update(const ResNet& net, std::int64_t step);
    [[nodiscard]] const NamedTensors& mean() const { return mean_; }
    NamedTensors& mean() { return mean_; }

  private:
    double decay_;
    NamedTensors mean_;
};

}  // namespace synchrony::nn

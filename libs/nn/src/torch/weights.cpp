#include "weights.hpp"

#include <cstring>

#include "host.hpp"

namespace synchrony::nn {
namespace {

bool in_encoder(const std::string& name) {
    return !name.starts_with("fc.") && !name.starts_with("pool.") && !name.starts_with("timing.");
}

void load(ResNet& net, const model::Bundle& bundle, bool encoder_only) {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : tensors_of(net)) {
        if (encoder_only && !in_encoder(name)) continue;
        const auto& from = bundle.tensors.at(name);
        // from_blob wants a pointer to non-const; copy_ only reads it.
        const auto source = torch::from_blob(const_cast<float*>(from.values.data()), from.shape, torch::kFloat);
        tensor.copy_(source);
    }
}

}  // namespace

NamedTensors tensors_of(const ResNet& net) {
    const auto parameters = net.named_parameters();
    const auto buffers = net.named_buffers();
    NamedTensors tensors;
    for (const auto& wanted : model::tensor_shapes(net.architecture()))
        tensors.emplace_back(wanted.name, wanted.learnt ? parameters[wanted.name] : buffers[wanted.name]);
    return tensors;
}

NamedTensors copy_of(const NamedTensors& tensors) {
    NamedTensors copies;
    for (const auto& [name, tensor] : tensors) copies.emplace_back(name, tensor.detach().clone());
    return copies;
}

void assign(NamedTensors& to, const NamedTensors& from) {
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < to.size(); ++i) to[i].second.copy_(from[i].second);
}

void use_channels_last(ResNet& net) {
    const torch::NoGradGuard no_grad;
    for (auto& parameter : net.parameters())
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
}

void load_all(ResNet& net, const model::Bundle& bundle) {
    load(net, bundle, false);
}
void load_encoder(ResNet& net, const model::Bundle& bundle) {
    load(net, bundle, true);
}

std::map<std::string, model::WeightTensor> to_bundle_tensors(const NamedTensors& tensors) {
    std::map<std::string, model::WeightTensor> weights;
    for (const auto& [name, tensor] : tensors) {
        const auto values = on_host(tensor.detach().to(torch::kFloat));
        auto& weight = weights[name];
        weight.shape = values.sizes().vec();
        const auto numbers = host_values<float>(values);
        weight.values.assign(numbers.begin(), numbers.end());
    }
    return weights;
}

void AverageWeights::update(const ResNet& net, std::int64_t step) {
    const torch::NoGradGuard no_grad;
    const auto t = static_cast<double>(step);
    const double decay = std::min(decay_, (1 + t) / (10 + t));
    const auto now = tensors_of(net);
    for (std::size_t i = 0; i < mean_.size(); ++i) mean_[i].second.lerp_(now[i].second, 1 - decay);
}

}  // namespace synchrony::nn

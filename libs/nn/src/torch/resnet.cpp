#include "resnet.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>

#include <cmath>

namespace synchrony::nn {
namespace {

torch::nn::Conv2d convolution(int in, int out, model::KernelShape kernel, int stride) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, {kernel.rows, kernel.columns})
                                 .stride(stride)
                                 .padding({kernel.rows / 2, kernel.columns / 2})
                                 .bias(false));
}

// A container that only gives its children a name in front: "layer1", "downsample".
class Group : public torch::nn::Module {};

// Memory on the CPU in the tensor's own layout, which decides the order of draws: a CPU generator cannot draw into
// tensors of a GPU, and the same seed is to give the same weights wherever the net lives.
torch::Tensor room_on_cpu(const torch::Tensor& like) {
    return torch::empty_like(like, like.options().device(torch::kCPU).requires_grad(false));
}

}  // namespace

void he_normal(torch::Tensor weight, at::Generator generator) {
    const torch::NoGradGuard no_grad;
    const double fan_out = static_cast<double>(weight.size(0) * weight.size(2) * weight.size(3));
    weight.copy_(room_on_cpu(weight).normal_(0.0, std::sqrt(2.0 / fan_out), generator));
}

void linear_uniform(torch::nn::Module& linear, at::Generator generator) {
    const torch::NoGradGuard no_grad;
    auto parameters = linear.named_parameters(false);
    const double bound = 1.0 / std::sqrt(static_cast<double>(parameters["weight"].size(1)));
    for (auto& parameter : parameters)
        parameter.value().copy_(room_on_cpu(parameter.value()).uniform_(-bound, bound, generator));
}

ResidualBlock::ResidualBlock(const model::Architecture& net, int in, int out, int stride, bool downsample) {
    const bool bottleneck = net.bottleneck();
    const int inner = bottleneck ? out / 4 : out;
    const auto point = net.kernel(1), wide = net.kernel(3);
    conv1_ =
        register_module("conv1", bottleneck ? convolution(in, inner, point, 1) : convolution(in, inner, wide, stride));
    bn1_ = register_module("bn1", torch::nn::BatchNorm2d(inner));
    conv2_ = register_module("conv2",
                             bottleneck ? convolution(inner, inner, wide, stride) : convolution(inner, out, wide, 1));
    bn2_ = register_module("bn2", torch::nn::BatchNorm2d(inner));
    if (bottleneck) {
        conv3_ = register_module("conv3", convolution(inner, out, point, 1));
        bn3_ = register_module("bn3", torch::nn::BatchNorm2d(out));
    }
    if (downsample) {
        auto group = register_module("downsample", std::make_shared<Group>());
        downsample_conv_ = group->register_module("0", convolution(in, out, point, stride));
        downsample_norm_ = group->register_module("1", torch::nn::BatchNorm2d(out));
    }
}

torch::Tensor ResidualBlock::run(const torch::Tensor& x) {
    auto y = bn1_->forward(conv1_->forward(x)).relu_();
    y = bn2_->forward(conv2_->forward(y));
    if (!conv3_) return y;
    return bn3_->forward(conv3_->forward(y.relu_()));
}

torch::Tensor ResidualBlock::forward(const torch::Tensor& x) {
    const auto round = downsample_conv_ ? downsample_norm_->forward(downsample_conv_->forward(x)) : x;
    return run(x).add_(round).relu_();
}

void ResidualBlock::zero_last_norm() {
    (bn3_ ? bn3_ : bn2_)->weight.zero_();
}

LeadAttention::LeadAttention(int channels) {
    hidden_ = register_module("0", torch::nn::Linear(channels, model::attention_units));
    score_ = register_module("2", torch::nn::Linear(model::attention_units, 1));
}

torch::Tensor LeadAttention::forward(const torch::Tensor& leads) {
    const auto weights = score_->forward(hidden_->forward(leads).tanh()).softmax(1);  // [patients, leads, 1]
    return (weights * leads).sum(1);
}

TimingNet::TimingNet(int inputs, int outputs) {
    first_ = register_module("0", torch::nn::Linear(inputs, model::timing_units));
    second_ = register_module("2", torch::nn::Linear(model::timing_units, model::timing_units));
    last_ = register_module("4", torch::nn::Linear(model::timing_units, outputs));
}

torch::Tensor TimingNet::forward(const torch::Tensor& timing) {
    return last_->forward(second_->forward(first_->forward(timing).relu()).relu());
}

ResNet::ResNet(const model::Architecture& architecture) : architecture_(architecture) {
    const auto kernel = architecture_.kernel(architecture_.stem == model::Stem::standard ? 7 : 3);
    const int width = architecture_.base_width;
    conv1_ =
        register_module("conv1", convolution(architecture_.input_channels, width, kernel, architecture_.stem_stride()));
    bn1_ = register_module("bn1", torch::nn::BatchNorm2d(width));
    int channels = width;
    for (int layer = 1; layer <= last_part; ++layer) {
        layer_modules_.push_back(register_module("layer" + std::to_string(layer), make_layer(layer, channels)));
        channels = architecture_.channels_after(layer);
    }
    if (architecture_.lead_pooling == model::LeadPooling::attention)
        pool_ = register_module("pool", std::make_shared<LeadAttention>(channels));
    if (architecture_.timing_inputs > 0)
        timing_ =
            register_module("timing", std::make_shared<TimingNet>(architecture_.timing_inputs, architecture_.outputs));
    fc_ = register_module("fc", torch::nn::Linear(architecture_.head_inputs(), architecture_.outputs));
}

std::shared_ptr<torch::nn::Module> ResNet::make_layer(int layer, int in) {
    auto group = std::make_shared<Group>();
    const int out = architecture_.channels_after(layer);
    auto& blocks = layers_.emplace_back();
    for (int i = 0; i < architecture_.blocks()[static_cast<std::size_t>(layer - 1)]; ++i) {
        const int stride = layer > 1 && i == 0 ? architecture_.layer_stride() : 1;
        const bool downsample = stride != 1 || in != out;
        blocks.push_back(group->register_module(
            std::to_string(i), std::make_shared<ResidualBlock>(architecture_, in, out, stride, downsample)));
        in = out;
    }
    return group;
}

torch::Tensor ResNet::maps(torch::Tensor x, int first, int last) {
    if (first == stem_part) {
        x = bn1_->forward(conv1_->forward(x)).relu_();
        if (architecture_.stem == model::Stem::standard) x = torch::max_pool2d(x, 3, 2, 1);
    }
    for (int layer = std::max(first, 1); layer <= last; ++layer)
        for (auto& block : layers_[static_cast<std::size_t>(layer - 1)]) x = block->forward(x);
    return x;
}

torch::Tensor ResNet::pool(const torch::Tensor& maps) {
    return maps.mean({2, 3});
}

torch::Tensor ResNet::head(const torch::Tensor& pooled, const torch::Tensor& extra) {
    if (architecture_.auxiliary_inputs > 0) return fc_->forward(torch::cat({pooled, extra}, 1));
    const auto outputs = fc_->forward(pooled);
    if (!timing_) return outputs;
    return outputs + timing_->forward(extra.defined() ? extra
                                                      : torch::zeros({pooled.size(0), architecture_.timing_inputs},
                                                                     pooled.options().dtype(torch::kFloat)));
}

torch::Tensor ResNet::forward(const torch::Tensor& images, const torch::Tensor& extra) {
    return head(pool(maps(images, stem_part, last_part)), extra);
}

torch::Tensor ResNet::pool_leads(const torch::Tensor& leads) {
    if (pool_) return pool_->forward(leads);
    if (architecture_.lead_pooling == model::LeadPooling::concat) return leads.flatten(1);
    return leads.mean(1);
}

void ResNet::initialise(std::uint64_t seed, bool zero_last_norm) {
    const torch::NoGradGuard no_grad;
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    for (auto& parameter : named_parameters()) {
        if (parameter.value().dim() == 4) he_normal(parameter.value(), generator);
    }
    for (auto& blocks : layers_)
        for (auto& block : blocks)
            if (zero_last_norm) block->zero_last_norm();
    initialise_head(seed);
}

void ResNet::initialise_head(std::uint64_t seed) {
    const torch::NoGradGuard no_grad;
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed + 1);
    linear_uniform(*fc_, generator);
    for (const auto& net :
         {std::static_pointer_cast<torch::nn::Module>(pool_), std::static_pointer_cast<torch::nn::Module>(timing_)})
        if (net)
            for (auto& linear : net->children()) linear_uniform(*linear, generator);
}

std::vector<torch::Tensor> ResNet::part_parameters(int part) const {
    if (part >= 1 && part <= last_part) return layer_modules_[static_cast<std::size_t>(part - 1)]->parameters();
    std::vector<torch::Tensor> parameters;
    const auto take = [&parameters](const torch::nn::Module& module) {
        for (auto& tensor : module.parameters()) parameters.push_back(tensor);
    };
    if (part == stem_part) {
        take(*conv1_);
        take(*bn1_);
    } else {
        if (pool_) take(*pool_);
        if (timing_) take(*timing_);
        take(*fc_);
    }
    return parameters;
}

void ResNet::freeze_statistics(bool frozen) {
    for (auto& module : modules(false))
        if (auto* norm = module->as<torch::nn::BatchNorm2d>()) norm->train(!frozen);
}

}  // namespace synchrony::nn

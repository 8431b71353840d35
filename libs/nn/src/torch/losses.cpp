#include "losses.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/nn/functional/loss.h>
#include <torch/nn/functional/normalization.h>

#include <limits>

#include "resnet.hpp"

namespace synchrony::nn {

torch::Tensor nt_xent(const torch::Tensor& one, const torch::Tensor& other, double temperature) {
    const auto n = one.size(0);
    const auto z = torch::nn::functional::normalize(torch::cat({one, other}).to(torch::kFloat));
    // No vector is compared with itself.
    const auto likeness =
        (z.matmul(z.t()) / temperature)
            .masked_fill(torch::eye(2 * n, z.options().dtype(torch::kBool)), -std::numeric_limits<float>::infinity());
    const auto rows = torch::arange(2 * n, z.options().dtype(torch::kLong));
    return torch::cross_entropy_loss(likeness, (rows + n) % (2 * n));
}

torch::Tensor class_loss(const torch::Tensor& outputs, const torch::Tensor& labels,
                         const torch::Tensor& class_weights) {
    namespace F = torch::nn::functional;
    return F::cross_entropy(outputs, labels,
                            F::CrossEntropyFuncOptions().weight(class_weights).reduction(torch::kSum).ignore_index(-1));
}

torch::Tensor numbers_loss(const torch::Tensor& outputs, const torch::Tensor& targets) {
    return torch::where(torch::isfinite(targets), outputs - targets, torch::zeros_like(outputs)).square().mean();
}

torch::Tensor hidden_loss(const torch::Tensor& decoded, const torch::Tensor& images, const torch::Tensor& hidden) {
    return ((decoded - images).abs() * hidden).sum() / (hidden.sum() * static_cast<double>(images.size(1)));
}

ImageDecoder::ImageDecoder(const model::Architecture& net)
    : channels_(net.input_channels),
      place_rows_(net.one_dimensional() ? 1 : net.stride_after(ResNet::last_part)),
      place_columns_(net.stride_after(ResNet::last_part)) {
    linear_ = register_module(
        "linear", torch::nn::Linear(net.channels_after(ResNet::last_part), channels_ * place_rows_ * place_columns_));
}

void ImageDecoder::initialise(std::uint64_t seed) {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    linear_uniform(*linear_, generator);
}

torch::Tensor ImageDecoder::forward(const torch::Tensor& maps, std::int64_t rows, std::int64_t columns) {
    const auto n = maps.size(0), h = maps.size(2), w = maps.size(3);
    const auto places = linear_->forward(maps.permute({0, 2, 3, 1}));  // [n, h, w, pixels under a place]
    const auto image = places.reshape({n, h, w, channels_, place_rows_, place_columns_})
                           .permute({0, 3, 1, 4, 2, 5})
                           .reshape({n, channels_, h * place_rows_, w * place_columns_});
    return image.narrow(2, 0, rows).narrow(3, 0, columns);
}

LinearHead::LinearHead(int channels, int outputs) {
    linear_ = register_module("linear", torch::nn::Linear(channels, outputs));
}

void LinearHead::initialise(std::uint64_t seed) {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    linear_uniform(*linear_, generator);
}

torch::Tensor LinearHead::forward(const torch::Tensor& pooled) {
    return linear_->forward(pooled);
}

Projection::Projection(int channels) {
    first_ = register_module("0", torch::nn::Linear(channels, projection_hidden));
    last_ = register_module("2", torch::nn::Linear(projection_hidden, projection_size));
}

void Projection::initialise(std::uint64_t seed) {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    for (auto& linear : children()) linear_uniform(*linear, generator);
}

torch::Tensor Projection::forward(const torch::Tensor& pooled) {
    return last_->forward(first_->forward(pooled).relu());
}

}  // namespace synchrony::nn

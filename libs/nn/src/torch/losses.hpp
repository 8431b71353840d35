// What a pre-training minimises beside cross entropy.
#pragma once

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/types.h>

#include "synchrony/model/architecture.hpp"

namespace synchrony::nn {

/// Normalised temperature-scaled cross entropy (NT-Xent; Chen 2020, arXiv:2002.05709, eq. 1): of the 2 n - 1 other
/// vectors each of `one` [n, d] and `other` [n, d] is to be most like the one that shares its row. Vectors are brought
/// to length 1 first. The mean over all 2 n.
[[nodiscard]] torch::Tensor nt_xent(const torch::Tensor& one, const torch::Tensor& other, double temperature);

/// Cross entropy of `outputs` [n, classes] with `labels` [n], each image times the weight of its class (undefined: 1);
/// the sum, to which images without a class (label -1) add nothing.
[[nodiscard]] torch::Tensor class_loss(const torch::Tensor& outputs, const torch::Tensor& labels,
                                       const torch::Tensor& class_weights);

/// Mean of the squared differences of `outputs` and `targets` [n, numbers], standardized; a target that is not known
/// (NaN) counts as met.
[[nodiscard]] torch::Tensor numbers_loss(const torch::Tensor& outputs, const torch::Tensor& targets);

/// Mean absolute difference of `decoded` and `images` [n, channels, rows, columns] over the pixels that were hidden
/// from the net, where `hidden` [n, 1, rows, columns] is 1 (SimMIM; Xie et al., CVPR 2022, arXiv:2111.09886, 3.4).
[[nodiscard]] torch::Tensor hidden_loss(const torch::Tensor& decoded, const torch::Tensor& images,
                                        const torch::Tensor& hidden);

/// From the last maps back to the image, one linear layer as SimMIM has (3.3): each place of the maps gives the pixels
/// that lie under it; used in training only.
class ImageDecoder : public torch::nn::Module {
  public:
    explicit ImageDecoder(const model::Architecture& net);
    /// As torch.nn.Linear's default; one seed fixes it.
    void initialise(std::uint64_t seed);
    /// [n, channels of the maps, h, w] -> [n, input_channels, rows, columns]
    torch::Tensor forward(const torch::Tensor& maps, std::int64_t rows, std::int64_t columns);

  private:
    std::int64_t channels_, place_rows_, place_columns_;  // of the image, and under a place
    torch::nn::Linear linear_{nullptr};
};

/// From pooled features to numbers of the patient or to classes of another source; used in training only.
class LinearHead : public torch::nn::Module {
  public:
    LinearHead(int channels, int outputs);
    /// As torch.nn.Linear's default; one seed fixes it.
    void initialise(std::uint64_t seed);
    /// [n, channels] -> [n, outputs]
    torch::Tensor forward(const torch::Tensor& pooled);

  private:
    torch::nn::Linear linear_{nullptr};
};

/// From pooled features to the vectors that are compared; used in training only (Chen 2020, 4.2).
class Projection : public torch::nn::Module {
  public:
    explicit Projection(int channels);
    /// As torch.nn.Linear's default; one seed fixes it.
    void initialise(std::uint64_t seed);
    /// [n, channels] -> [n, projection_size]
    torch::Tensor forward(const torch::Tensor& pooled);

  private:
    torch::nn::Linear first_{nullptr}, last_{nullptr};
};
inline constexpr int projection_hidden = 256;
inline constexpr int projection_size = 64;

}  // namespace synchrony::nn

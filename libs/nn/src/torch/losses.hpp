// What a pre-training minimises beside cross entropy.
#pragma once

#include <torch/nn/modules/linear.h>
#include <torch/types.h>

namespace synchrony::nn {

/// Normalised temperature-scaled cross entropy (NT-Xent; Chen 2020, arXiv:2002.05709, eq. 1): of the 2 n - 1 other
/// vectors each of `one` [n, d] and `other` [n, d] is to be most like the one that shares its row. Vectors are brought
/// to length 1 first. The mean over all 2 n.
[[nodiscard]] torch::Tensor nt_xent(const torch::Tensor& one, const torch::Tensor& other, double temperature);

/// Cross entropy of `outputs` [n, classes] with `labels` [n], each image times the weight of its class; the sum, to
/// which images without a class (label -1) add nothing.
[[nodiscard]] torch::Tensor class_loss(const torch::Tensor& outputs, const torch::Tensor& labels,
                                       const torch::Tensor& class_weights);

/// Mean of the squared differences of `outputs` and `targets` [n, numbers], standardized; a target that is not known
/// (NaN) counts as met.
[[nodiscard]] torch::Tensor numbers_loss(const torch::Tensor& outputs, const torch::Tensor& targets);

/// From pooled features to numbers of the patient; used in training only.
class NumbersHead : public torch::nn::Module {
  public:
    NumbersHead(int channels, int numbers);
    /// As torch.nn.Linear's default; one seed fixes it.
    void initialise(std::uint64_t seed);
    /// [n, channels] -> [n, numbers]
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

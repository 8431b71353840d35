// ResNet (He, Zhang, Ren, Sun, CVPR 2016) with torchvision's submodule names, so that weights travel both ways.
#pragma once

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <memory>
#include <string>
#include <vector>

#include "synchrony/model/architecture.hpp"

namespace synchrony::nn {

/// Two 3x3 convolutions, or 1x1, 3x3, 1x1 with the stride in the middle one (torchvision's place for it), and a way
/// round. Of nets of waves 1x9 stands for 3x3.
class ResidualBlock : public torch::nn::Module {
  public:
    ResidualBlock(const model::Architecture& net, int in, int out, int stride, bool downsample);
    torch::Tensor forward(const torch::Tensor& x);
    /// Sets the last norm's scale to zero, so that the block begins as the identity (Goyal 2017,
    /// arXiv:1706.02677, 5.1).
    void zero_last_norm();

  private:
    torch::Tensor run(const torch::Tensor& x);
    torch::nn::Conv2d conv1_{nullptr}, conv2_{nullptr}, conv3_{nullptr}, downsample_conv_{nullptr};
    torch::nn::BatchNorm2d bn1_{nullptr}, bn2_{nullptr}, bn3_{nullptr}, downsample_norm_{nullptr};
};

/// torch.nn.Linear's default initialisation: uniform within 1 / sqrt(inputs).
void linear_uniform(torch::nn::Module& linear, at::Generator generator);
/// A convolution's first weights: normal with standard deviation sqrt(2 / fan out) (He 2015, arXiv:1502.01852).
void he_normal(torch::Tensor weight, at::Generator generator);

/// Scores each row of a set of leads and gives the weights of their mean.
class LeadAttention : public torch::nn::Module {
  public:
    explicit LeadAttention(int channels);
    /// [patients, leads, channels] -> [patients, channels]
    torch::Tensor forward(const torch::Tensor& leads);

  private:
    torch::nn::Linear hidden_{nullptr}, score_{nullptr};
};

/// From timing to what it adds to the outputs: two hidden layers with ReLU.
class TimingNet : public torch::nn::Module {
  public:
    TimingNet(int inputs, int outputs);
    /// [n, inputs] -> [n, outputs]
    torch::Tensor forward(const torch::Tensor& timing);

  private:
    torch::nn::Linear first_{nullptr}, second_{nullptr}, last_{nullptr};
};

/// The whole net. `images` are [n, input_channels, height, width] throughout.
class ResNet : public torch::nn::Module {
  public:
    static constexpr int stem_part = 0, last_part = 4;

    explicit ResNet(const model::Architecture& architecture);

    /// Feature maps after part `last` (0: stem, 1..4: layer1..layer4), given the maps after part `first - 1`; first 0
    /// takes images.
    torch::Tensor maps(torch::Tensor x, int first, int last);
    /// Global mean over the plane: [n, c, h, w] -> [n, c].
    static torch::Tensor pool(const torch::Tensor& maps);
    /// Pooled features [n, c] and the numbers beside the image, `extra` [n, timing_inputs or auxiliary_inputs], to
    /// outputs. Timing that is not given (an undefined tensor) counts as zeros: a regular rhythm.
    torch::Tensor head(const torch::Tensor& pooled, const torch::Tensor& extra);
    torch::Tensor forward(const torch::Tensor& images, const torch::Tensor& extra);
    /// Features of the leads [patients, leads, c] to one vector a patient, by the architecture's pooling.
    torch::Tensor pool_leads(const torch::Tensor& leads);

    /// He's normal initialisation over fan-out for convolutions, norms at 1 and 0; one seed fixes it.
    void initialise(std::uint64_t seed, bool zero_last_norm);
    /// Draws the head (and attention) anew.
    void initialise_head(std::uint64_t seed);

    /// Parameters of one part: 0 stem (conv1, bn1), 1..4 the layers, 5 the head with attention.
    [[nodiscard]] std::vector<torch::Tensor> part_parameters(int part) const;
    /// BatchNorm of the encoder: `frozen` uses the running statistics and leaves them alone, even in training.
    void freeze_statistics(bool frozen);
    [[nodiscard]] const model::Architecture& architecture() const { return architecture_; }

  private:
    std::shared_ptr<torch::nn::Module> make_layer(int layer, int in);
    model::Architecture architecture_;
    torch::nn::Conv2d conv1_{nullptr};
    torch::nn::BatchNorm2d bn1_{nullptr};
    std::vector<std::vector<std::shared_ptr<ResidualBlock>>> layers_;
    std::vector<std::shared_ptr<torch::nn::Module>> layer_modules_;
    std::shared_ptr<LeadAttention> pool_;
    std::shared_ptr<TimingNet> timing_;
    torch::nn::Linear fc_{nullptr};
};

}  // namespace synchrony::nn

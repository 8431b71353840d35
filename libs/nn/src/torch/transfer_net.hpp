// The classifier of patients: one encoder over all leads, one probability a patient.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "batches.hpp"
#include "optimizer.hpp"
#include "resnet.hpp"
#include "synchrony/nn/transfer.hpp"
#include "transfer_images.hpp"
#include "weights.hpp"

namespace synchrony::nn {

/// What enters the part of the net that learns: images, or maps of the frozen part computed once.
class LearningInputs {
  public:
    /// `first` is the first part that learns (0: images enter). Cached maps hold one unchanged view and, for median
    /// beats, a few randomly changed ones.
    LearningInputs(ResNet& net, int first, const SetInputs& inputs, const PatientImages& images,
                   const PixelScaling& scaling, const Augmentation& change, const core::RandomStream& random,
                   const torch::Device& device);
    /// [patients * leads, ...] for training, on the device; one random beat and view a lead.
    [[nodiscard]] torch::Tensor training(std::span<const std::size_t> patients, const core::RandomStream& random) const;
    [[nodiscard]] int first() const { return first_; }

  private:
    void cache(ResNet& net, const core::RandomStream& random);
    [[nodiscard]] std::vector<std::size_t> chosen(std::span<const std::size_t> patients,
                                                  core::RandomStream& random) const;

    int first_;
    torch::Device device_;
    PixelBlock block_;
    const PatientImages& images_;
    PixelScaling scaling_;
    Augmentation change_;
    std::vector<torch::Tensor> views_;    // maps [image position, c, h, w]
    std::vector<std::int64_t> position_;  // of an image number in views_
};

/// Pooled features of every lead, the mean over its beats: [patients, leads, channels], on the net's device. Evaluation
/// mode, no gradients.
[[nodiscard]] torch::Tensor lead_features(ResNet& net, const SetInputs& inputs, const PatientImages& images,
                                          const PixelScaling& scaling, const torch::Device& device);

class TransferNet : public TransferClassifier {
  public:
    TransferNet(TransferOptions options, const torch::Device& device) : options_(std::move(options)), device_(device) {}
    /// A fitted classifier out of its bundle.
    TransferNet(const model::Bundle& bundle, int threads, const torch::Device& device);

    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext& context) override;
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override;
    core::Result<model::Bundle> bundle() const override;

  private:
    struct Data {
        SetInputs inputs;
        PatientImages images;
        std::vector<double> truth;
    };
    core::Result<std::vector<features::Channel>> wanted_channels() const;
    core::Result<Data> gather(const model::PatientSet& set, std::span<const std::size_t> rows) const;
    core::Result<void> fit_rows(const model::PatientSet& set, std::span<const std::size_t> rows,
                                const core::RunContext& context);
    core::Result<std::shared_ptr<ResNet>> fit_member(const Data& data, const core::RunContext& context, int member);
    std::shared_ptr<ResNet> start_net(std::size_t leads, const core::RandomStream& random) const;
    void fit_head(ResNet& net, const Data& data) const;
    core::Result<void> learn(ResNet& net, const Data& data, const core::RunContext& context,
                             const core::RandomStream& random) const;
    std::vector<LearningGroup> groups(ResNet& net, int first) const;
    torch::Tensor case_weights(const Data& data) const;

    TransferOptions options_;
    torch::Device device_;
    int threads_ = 1;
    std::vector<std::shared_ptr<ResNet>> members_;
    PixelScaling scaling_;
    features::SpectrogramRecipe recipe_;
    std::vector<features::Channel> channels_;
    model::LeadPolicy lead_policy_;
    double prevalence_ = 0.5;
    model::Calibration calibration_;
    double threshold_ = 0.5;
    std::string outcome_;
    std::uint64_t seed_ = 0;
};

}  // namespace synchrony::nn

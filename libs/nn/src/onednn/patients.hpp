// A fitted network over a patient's leads.
#pragma once

#include "encoder.hpp"
#include "head.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn::onednn {

class FittedNet final : public TransferClassifier {
  public:
    FittedNet(model::Bundle bundle, int threads);
    /// Errors (usage): always; this engine does not train.
    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext& context) override;
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override;
    /// Errors (usage): always; the weights are laid out for running.
    core::Result<model::Bundle> bundle() const override;

  private:
    core::Result<std::vector<model::Prediction>> run(const model::PatientSet& set, std::span<const std::size_t> rows);
    model::Bundle bundle_;  ///< without the convolutions, which the encoder has taken
    int threads_;
    Encoder encoder_;
    Head head_;
};

}  // namespace synchrony::nn::onednn

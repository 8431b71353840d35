// What follows the convolutions: attention over leads, the net over timing, the last linear layer. Plain loops: a few
// thousand products.
#pragma once

#include <span>
#include <vector>

#include "synchrony/model/bundle.hpp"

namespace synchrony::nn {

/// exp(value) over the sum of them all.
[[nodiscard]] std::vector<double> softmax(std::vector<double> values);

class Head {
  public:
    /// Keeps a reference to the checked bundle.
    explicit Head(const model::Bundle& bundle) : bundle_(bundle) {}

    /// Outputs of one input: pooled features [channels], and the numbers beside the image [timing or auxiliary inputs];
    /// timing that is not given counts as zeros, a regular rhythm.
    [[nodiscard]] std::vector<double> outputs(std::span<const double> pooled, std::span<const float> extra) const;
    /// Features of the leads [lead, channel] to one vector, by the architecture's pooling.
    [[nodiscard]] std::vector<double> pool_leads(std::span<const double> leads, std::size_t count) const;
    /// How the first output changes with each feature of each lead, [lead, channel]; of a net that joins no leads, with
    /// each of its one vector. Numbers beside the image add to the outputs and do not change it.
    [[nodiscard]] std::vector<double> gradient(std::span<const double> leads, std::size_t count) const;

  private:
    [[nodiscard]] std::vector<double> linear(const std::string& name, std::span<const double> in) const;
    [[nodiscard]] std::vector<double> timing(std::span<const float> extra) const;
    [[nodiscard]] std::vector<double> hidden_of(std::span<const double> lead) const;
    [[nodiscard]] std::vector<double> attention(std::span<const double> leads, std::size_t count) const;
    [[nodiscard]] std::vector<double> attention_gradient(std::span<const double> leads, std::size_t count) const;
    const model::Bundle& bundle_;
};

}  // namespace synchrony::nn

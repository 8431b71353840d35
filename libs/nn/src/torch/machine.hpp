// Where a net runs and in which precision.
#pragma once

#include <torch/types.h>

#include "synchrony/core/result.hpp"
#include "synchrony/nn/training.hpp"

namespace synchrony::nn {

/// A device and the precision of convolutions and products there; weights and sums stay in single precision.
struct Machine {
    torch::Device device{torch::kCPU};
    Precision precision = Precision::f32;  ///< never `automatic`

    /// Errors (usage): cuda where libtorch has none or no GPU is at hand.
    [[nodiscard]] static core::Result<Machine> of(Device device, Precision precision);
};

/// Switches autocast on as the machine's precision asks, and off again at its end.
class AutocastScope {
  public:
    explicit AutocastScope(const Machine& machine);
    ~AutocastScope();
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

  private:
    bool cuda_;
    bool before_;
};

}  // namespace synchrony::nn

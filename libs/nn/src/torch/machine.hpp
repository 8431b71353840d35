// Where a net runs and in which precision.
#pragma once

#include <torch/types.h>

#include <string>

#include "host.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/nn/training.hpp"

namespace synchrony::nn {

/// libtorch's name of the device. Errors (usage): a GPU is asked for and libtorch has none.
[[nodiscard]] core::Result<torch::Device> place_of(Device device);
/// "cpu", "cuda".
[[nodiscard]] std::string kind_of(const torch::Device& device);

/// A device and the precision of convolutions and products there; weights and sums stay in single precision.
struct Machine {
    torch::Device device{torch::kCPU};
    Precision precision = Precision::f32;  ///< never `automatic`

    /// Errors (usage): half precision on a CPU.
    [[nodiscard]] static core::Result<Machine> of(const torch::Device& device, Precision precision);
};

/// Switches autocast on as the machine's precision asks, and off again at its end.
class AutocastScope {
  public:
    explicit AutocastScope(const Machine& machine);
    ~AutocastScope();
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

  private:
    c10::DeviceType device_;
    bool on_ = false, before_ = false;
};

}  // namespace synchrony::nn

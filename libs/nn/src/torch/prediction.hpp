// Running a net over many images without learning.
#pragma once

#include <torch/types.h>

#include <span>

#include "batches.hpp"
#include "machine.hpp"
#include "resnet.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::nn {

/// Outputs [n, outputs], single precision on the CPU, of the net in evaluation mode; the mode is put back afterwards.
/// Errors: cancelled.
[[nodiscard]] core::Result<torch::Tensor> outputs_of(ResNet& net, const SetInputs& inputs,
                                                     std::span<const std::size_t> images, const PixelScaling& scaling,
                                                     const Machine& machine, const core::RunContext& context,
                                                     const char* task = nullptr);

/// The same of the pooled features [n, channels] that enter the last layer.
[[nodiscard]] core::Result<torch::Tensor> pooled_of(ResNet& net, const SetInputs& inputs,
                                                    std::span<const std::size_t> images, const PixelScaling& scaling,
                                                    const Machine& machine, const core::RunContext& context);

}  // namespace synchrony::nn

// What processes that train together say to each other: sums, by libtorch's c10d over Gloo.
#pragma once

#include <torch/types.h>

#include <memory>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/nn/processes.hpp"

namespace synchrony::nn {

class ProcessGroup {
  public:
    /// Waits for all processes. Errors (io): they do not come together within five minutes; (usage) built without Gloo.
    [[nodiscard]] static core::Result<std::unique_ptr<ProcessGroup>> join(const Processes& processes);
    virtual ~ProcessGroup() = default;

    /// The sum over all processes, in place; float, on the CPU, of one length everywhere. Errors (io): one of them has
    /// ended.
    [[nodiscard]] virtual core::Result<void> add_up(torch::Tensor& values) = 0;
    /// Likewise of a number.
    [[nodiscard]] core::Result<double> sum(double value);

  protected:
    ProcessGroup() = default;
};

}  // namespace synchrony::nn

// Copies of one net, each working through its own part of a batch on one thread.
//
// libtorch's own way, all threads on one convolution, makes threads wait for one another in every layer; on a machine
// that others use too, bf16 training then fell to 53 images/s, most of the time in one spinning instruction of a
// generated kernel (docs/results/pretraining-speed.md). Copies meet once a step.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <vector>

#include "losses.hpp"
#include "machine.hpp"
#include "process_group.hpp"
#include "resnet.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {

struct Replica {
    std::unique_ptr<ResNet> net;
    std::unique_ptr<Projection> projection;  ///< where a contrastive loss is asked for
    std::unique_ptr<LinearHead> numbers;     ///< where there are targets
    std::unique_ptr<LinearHead> auxiliary;   ///< where there is an auxiliary source: its classes
    std::unique_ptr<ImageDecoder> decoder;   ///< where hidden patches are to be found again
};

class Replicas {
  public:
    /// `count` copies, weights not yet drawn, on the machine's device. The first is the one that learns.
    Replicas(const PretrainOptions& options, const Machine& machine, int count);
    [[nodiscard]] Replica& first() { return replicas_.front(); }
    [[nodiscard]] std::size_t size() const { return replicas_.size(); }

    /// Forgets all gradients and gives all copies the first one's statistics; weights are one and the same.
    void begin_step();
    /// work(copy i, i) for i < count <= size(), at the same time; the sum of what they give, in their order.
    double run(std::size_t count, const std::function<double(Replica&, std::size_t)>& work);
    /// Adds up the gradients in the first, in the copies' order, and averages the norms' running statistics; with a
    /// group over the copies of all its processes. Errors: the group's.
    [[nodiscard]] core::Result<void> end_step(ProcessGroup* group);

  private:
    void add_gradients(std::size_t p);
    void add_statistics();
    core::Result<void> join_processes(ProcessGroup& group);

    std::vector<Replica> replicas_;
    std::vector<std::vector<torch::Tensor>> parameters_;  // of each copy, in one order; storage is shared
    std::vector<std::vector<torch::Tensor>> buffers_;     // likewise, those of floating point
    std::size_t used_ = 0;                                // copies that worked in this step
};

}  // namespace synchrony::nn

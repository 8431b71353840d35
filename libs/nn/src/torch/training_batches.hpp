// The inputs of a pre-training, made ready on another thread while the net works on the ones before.
#pragma once

#include <torch/types.h>

#include <future>
#include <optional>
#include <span>
#include <vector>

#include "batches.hpp"
#include "beat_split.hpp"
#include "machine.hpp"
#include "numeric_targets.hpp"

namespace synchrony::nn {

/// What the net sees at once.
struct TrainingBatch {
    torch::Tensor images;
    torch::Tensor extra;     ///< undefined when the net takes none
    torch::Tensor kept;      ///< factors of the pooled features [n, channels]; undefined without dropout
    torch::Tensor labels;    ///< [n], classes; -1 where there is none
    torch::Tensor numbers;   ///< [n, targets], standardized; NaN: not known; undefined without targets
    torch::Tensor classes;   ///< [n], classes of the auxiliary source; -1 elsewhere; undefined without one
    torch::Tensor partners;  ///< contrastive only: another view of each image's beat
    torch::Tensor hidden;    ///< masked only: [n, 1, rows, columns], 1 where the net must not look
};

/// Which images, and the random numbers that change them; nothing else decides what the batch holds.
struct BatchRequest {
    std::vector<std::size_t> images;
    core::RandomStream random{0};
};

/// What linear heads learn beside the classes.
struct AuxiliaryTruth {
    StandardTargets numbers;           ///< none: no numbers are learnt
    std::vector<std::int8_t> classes;  ///< of each image of the auxiliary source, -1 of others; empty: no such source
};

class TrainingBatches {
  public:
    /// References are kept. `train` are the images that may be shown.
    TrainingBatches(const SetInputs& inputs, std::span<const std::size_t> train, const PixelScaling& scaling,
                    const PretrainOptions& options, const AuxiliaryTruth& truth, const core::RandomStream& random,
                    const Machine& machine, int threads);
    /// Begins to make some batches; one such call at a time.
    void prepare(std::vector<BatchRequest> requests);
    [[nodiscard]] bool prepared() const { return next_.valid(); }
    /// The batches that were begun; waits until they are made.
    [[nodiscard]] std::vector<TrainingBatch> take();

  private:
    [[nodiscard]] TrainingBatch make(const BatchRequest& request) const;
    [[nodiscard]] torch::Tensor kept(const BatchRequest& request) const;
    [[nodiscard]] torch::Tensor numbers(const BatchRequest& request) const;
    [[nodiscard]] torch::Tensor classes(const BatchRequest& request) const;
    [[nodiscard]] torch::Tensor hidden(const BatchRequest& request, std::int64_t rows, std::int64_t columns) const;
    [[nodiscard]] torch::Tensor timing(const BatchRequest& request) const;
    [[nodiscard]] std::vector<std::size_t> partners(const BatchRequest& request) const;

    const SetInputs& inputs_;
    const PixelScaling& scaling_;
    const PretrainOptions& options_;
    const AuxiliaryTruth& truth_;
    Machine machine_;
    int threads_;
    std::vector<features::TimingInputs> irregular_;
    Augmentation change_;                          ///< as the set's recipe takes it
    RecorderResponses recorders_;                  ///< empty where the option is off
    std::vector<std::vector<std::size_t>> views_;  ///< images of each beat, contrastive only
    std::vector<std::size_t> beat_of_;             ///< of an image, into views_
    std::future<std::vector<TrainingBatch>> next_;
};

}  // namespace synchrony::nn

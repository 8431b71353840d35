// The training loop over beats: resumable at every update, validated as it goes.
#pragma once

#include <chrono>
#include <memory>

#include "beat_split.hpp"
#include "checkpoint.hpp"
#include "optimizer.hpp"
#include "prediction.hpp"
#include "synchrony/nn/pretrain.hpp"

namespace synchrony::nn {

class Pretraining {
  public:
    Pretraining(const features::ImageSet& set, const PretrainOptions& options, const core::RunContext& context);
    [[nodiscard]] core::Result<PretrainResult> run();

  private:
    using Clock = std::chrono::steady_clock;

    core::Result<void> prepare();
    core::Result<void> restore();
    core::Result<void> train();
    core::Result<void> validate(double rate);
    core::Result<void> save_checkpoint();
    core::Result<PretrainResult> finish();

    double update();  // one step; the mean loss of its batch
    torch::Tensor micro_step(std::span<const std::size_t> images, const core::RandomStream& random, double weight_sum);
    void plan_by_time();
    [[nodiscard]] bool validation_due() const;
    [[nodiscard]] std::uint64_t progress_made() const;
    [[nodiscard]] std::vector<std::size_t> batch_images();
    [[nodiscard]] std::string fingerprint() const;
    [[nodiscard]] core::Result<void> test_scores(PretrainReport& report);

    const features::ImageSet& set_;
    PretrainOptions options_;
    core::RunContext context_;
    core::RandomStream random_;
    BeatIndex index_;
    PixelBlock block_;
    BeatSplit split_;
    PixelScaling scaling_;
    std::array<std::int64_t, record::aami_class_count> counts_{};
    std::array<double, record::aami_class_count> loss_weights_{};
    std::vector<double> sampling_weights_;
    std::unique_ptr<ResNet> net_;
    std::unique_ptr<ScheduledOptimizer> optimizer_;
    std::unique_ptr<AverageWeights> average_;
    NamedTensors best_;
    TrainingState state_;
    std::vector<std::size_t> order_;  // of epoch order_epoch_
    std::int64_t order_epoch_ = -1;
    std::int64_t steps_per_epoch_ = 1;
    std::size_t batch_ = 1;
    std::int64_t longest_plan_ = 0;  // updates that epochs and most_steps allow
    std::int64_t updates_here_ = 0;  // of this process
    double timing_begin_ = 0;
    bool resumed_ = false, stopped_early_ = false;
    Clock::time_point last_checkpoint_ = Clock::now();
};

/// Confusion by image of outputs [n, 5].
[[nodiscard]] BeatScores scores_by_image(const BeatIndex& set, std::span<const std::size_t> images,
                                         const torch::Tensor& outputs);
/// Confusion by beat: the mean over a beat's images of the log probabilities.
[[nodiscard]] BeatScores scores_by_beat(const BeatIndex& set, std::span<const std::size_t> images,
                                        const torch::Tensor& outputs);

}  // namespace synchrony::nn

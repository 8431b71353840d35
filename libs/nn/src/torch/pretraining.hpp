// The training loop over beats: resumable at every update, validated as it goes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "beat_split.hpp"
#include "checkpoint.hpp"
#include "losses.hpp"
#include "machine.hpp"
#include "numeric_targets.hpp"
#include "optimizer.hpp"
#include "prediction.hpp"
#include "process_group.hpp"
#include "replicas.hpp"
#include "synchrony/nn/pretrain_options.hpp"
#include "training_batches.hpp"

namespace synchrony::nn {

class Pretraining {
  public:
    Pretraining(const features::ImageSet& set, const PretrainOptions& options, const core::RunContext& context,
                const torch::Device& device);
    [[nodiscard]] core::Result<PretrainResult> run();

  private:
    using Clock = std::chrono::steady_clock;

    core::Result<void> prepare();
    core::Result<void> prepare_inputs();
    void prepare_batches();
    void prepare_net();
    core::Result<void> restore();
    core::Result<void> say_cost();
    core::Result<void> train();
    core::Result<void> take_steps(const std::function<void(double)>& show);  // `show` is told each loss
    core::Result<void> validate(double rate);
    core::Result<void> save_checkpoint();
    core::Result<PretrainResult> finish();
    void describe(PretrainReport& report);
    [[nodiscard]] model::Bundle make_bundle(const PretrainReport& report);

    core::Result<double> update();  // one step; the mean loss of its batch
    core::Result<void> join_processes();
    core::Result<bool> asked_to_stop();        // any of the processes
    [[nodiscard]] std::size_t copies() const;  // of the net, in all processes
    double micro_step(Replica& replica, const TrainingBatch& batch, double weight_sum, double share) const;
    torch::Tensor loss_of(Replica& replica, const TrainingBatch& batch, double weight_sum, double share) const;
    [[nodiscard]] std::vector<BatchRequest> requests(std::int64_t step, std::size_t first);
    bool learn();  // false: the update was left out
    [[nodiscard]] core::Error diverged(const char* what) const;
    [[nodiscard]] core::Result<void> check_loss(double loss) const;
    [[nodiscard]] core::Result<void> check_weights() const;
    core::Result<void> plan_by_time();
    [[nodiscard]] bool validation_due() const;
    [[nodiscard]] std::uint64_t progress_made() const;
    [[nodiscard]] std::vector<std::size_t> batch_images(std::int64_t step);
    [[nodiscard]] const core::Key& key();
    [[nodiscard]] NamedTensors training_tensors() const;
    [[nodiscard]] core::Result<std::vector<double>> probabilities(std::span<const std::size_t> images,
                                                                  const core::RunContext& context, const char* task);
    [[nodiscard]] core::Result<void> test_scores(PretrainReport& report);
    [[nodiscard]] core::Result<void> score_targets(PretrainReport& report);

    const features::ImageSet& set_;
    torch::Device device_;
    std::optional<features::ImageSet> joined_;  // set_ and what is joined to it behind, which keeps set_'s numbers
    PretrainOptions options_;
    core::RunContext context_;
    core::RandomStream random_;
    BeatIndex index_;
    SetInputs inputs_;
    Machine machine_;
    BeatSplit split_;
    PixelScaling scaling_;
    AuxiliaryTruth truth_;
    std::array<std::int64_t, record::aami_class_count> counts_{};
    std::array<double, record::aami_class_count> loss_weights_{};
    torch::Tensor loss_weight_tensor_;
    std::vector<double> sampling_weights_;
    std::vector<std::vector<std::size_t>> auxiliary_, unlabelled_;  // image numbers of each patient
    std::size_t labelled_in_batch_ = 1, auxiliary_in_batch_ = 0, unlabelled_in_batch_ = 0;
    std::unique_ptr<ProcessGroup> group_;  // empty: alone
    std::unique_ptr<Replicas> replicas_;
    ResNet* net_ = nullptr;                 // of the first replica
    Projection* projection_ = nullptr;      // likewise; contrastive only
    LinearHead* numbers_ = nullptr;         // likewise; with targets only
    LinearHead* auxiliary_head_ = nullptr;  // likewise; with an auxiliary source only
    ImageDecoder* decoder_ = nullptr;       // likewise; masked only
    std::unique_ptr<ScheduledOptimizer> optimizer_;
    std::unique_ptr<AverageWeights> average_;
    std::unique_ptr<TrainingBatches> batches_;
    std::optional<core::Key> key_;  // once it is asked for
    NamedTensors best_;
    TrainingState state_;
    std::vector<std::size_t> order_;  // of epoch order_epoch_
    std::int64_t order_epoch_ = -1;
    std::int64_t steps_per_epoch_ = 1;
    std::size_t batch_ = 1, micro_ = 1;
    std::int64_t longest_plan_ = 0;  // updates that epochs and most_steps allow
    std::int64_t updates_here_ = 0;  // of this process
    double timing_begin_ = 0;
    bool resumed_ = false, stopped_early_ = false;
    Clock::time_point last_checkpoint_ = Clock::now();
};

}  // namespace synchrony::nn

// The state that a training goes on from.
#include "pretraining.hpp"
#include "stopwatch.hpp"

namespace synchrony::nn {

NamedTensors Pretraining::training_tensors() const {
    auto tensors = tensors_of(*net_);
    const auto add = [&tensors](const std::string& head, const torch::nn::Module& module) {
        for (const auto& parameter : module.named_parameters())
            tensors.emplace_back(head + parameter.key(), parameter.value());
    };
    if (projection_) add("projection.", *projection_);
    if (numbers_) add("numbers.", *numbers_);
    if (auxiliary_head_) add("auxiliary.", *auxiliary_head_);
    if (decoder_) add("decoder.", *decoder_);
    return tensors;
}

// Everything on which the numbers of the training depend, so that a checkpoint of another training is not taken up:
// also how many images each copy of the net sees at a time, since its norms do. The set is read once for it.
const core::Key& Pretraining::key() {
    if (!key_) {
        key_.emplace("training state");
        key_->add("options", options_.key())
            .add("device", kind_of(device_))
            .add("precision", name_of(machine_.precision))
            .add("copies", copies())
            .add("images at a time", micro_)
            .add("seed", context_.seed)
            .add("set", set_.key().digest());
    }
    return *key_;
}

core::Result<void> Pretraining::restore() {
    if (options_.checkpoint.empty() || !options_.resume) return {};
    auto weights = training_tensors();
    const auto of_net = tensors_of(*net_);
    CheckpointTensors tensors{&weights, &best_, of_net.size(), average_ ? &average_->mean() : nullptr, {}};
    SYNCHRONY_ASSIGN(resumed_, read_checkpoint(options_.checkpoint, key(), state_, tensors));
    if (!resumed_) return {};
    try {
        optimizer_->restore(tensors.optimizer);
    } catch (const c10::Error& error) {
        return core::fail_input("the checkpoint is damaged", options_.checkpoint.string() + ", optimizer",
                                error.what_without_backtrace(), "what a training writes", "begin with --fresh");
    }
    context_.progress->log("goes on from step " + std::to_string(state_.step) + " of " +
                           std::to_string(state_.planned));
    return {};
}

core::Result<void> Pretraining::save_checkpoint() {
    if (options_.checkpoint.empty() || !options_.processes.first()) return {};
    SYNCHRONY_TRY(check_weights());
    last_checkpoint_ = Clock::now();
    auto weights = training_tensors();
    return write_checkpoint(
        options_.checkpoint, key(), state_,
        {&weights, &best_, best_.size(), average_ ? &average_->mean() : nullptr, optimizer_->state()});
}

}  // namespace synchrony::nn

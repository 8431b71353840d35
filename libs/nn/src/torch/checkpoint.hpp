// The state of a pre-training, in one safetensors file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <string>

#include "training_state.hpp"
#include "weights.hpp"

namespace synchrony::nn {

/// What a checkpoint refers to; nothing but memory is owned elsewhere.
struct CheckpointTensors {
    NamedTensors* weights = nullptr;
    NamedTensors* best = nullptr;     ///< may be empty; the first of `weights`, those of the net
    std::size_t best_size = 0;        ///< how many of `weights` those are
    NamedTensors* average = nullptr;  ///< may be null
    std::string optimizer;
};

[[nodiscard]] core::Result<void> write_checkpoint(const std::filesystem::path& path, const core::Key& key,
                                                  const TrainingState& state, const CheckpointTensors& tensors);

/// Fills state and tensors (`best` is made anew, `weights` and `average` are written into). Nothing when there is no
/// file. Errors (usage): a checkpoint of other options or data, with the first that differs; (input): a damaged one.
[[nodiscard]] core::Result<bool> read_checkpoint(const std::filesystem::path& path, const core::Key& key,
                                                 TrainingState& state, CheckpointTensors& tensors);

}  // namespace synchrony::nn

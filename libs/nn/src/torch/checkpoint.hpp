// The state of a pre-training, in one safetensors file that appears whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/nn/pretrain_options.hpp"
#include "weights.hpp"

namespace synchrony::nn {

/// Half precision: the loss is multiplied by it against underflow of gradients, and by half as much after each
/// overflow.
inline constexpr double first_gradient_scale = 1024;

/// Everything of a training that is not a tensor. The order of images and all random changes follow from the seed and
/// `step`, so no state of random numbers needs keeping.
struct TrainingState {
    std::int64_t step = 0;     ///< updates done
    std::int64_t planned = 0;  ///< updates planned
    std::int64_t best_step = 0;
    double best_macro_f1 = -1;
    int validations_since_best = 0;
    double seconds = 0;          ///< of updates
    double waiting_seconds = 0;  ///< thereof reading and augmenting
    double loss_sum = 0;         ///< since the last validation
    std::int64_t loss_count = 0;
    double validation_seconds = 0;
    double gradient_scale = first_gradient_scale;  ///< of the loss in half precision
    int overflows = 0;                             ///< updates in a row that were left out, half precision only
    std::vector<HistoryEntry> history;
};

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

// What a checkpoint holds beside the net's tensors: where the training stands, and a sum over all. Without libtorch.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/nn/pretrain_options.hpp"

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

/// The hint of every error of a checkpoint.
inline constexpr const char* again_hint = "begin with --fresh";

/// The state as a checkpoint holds it, in JSON.
[[nodiscard]] std::string text_of(const TrainingState& state);

/// A checkpoint's metadata: options, the state's text, and a sum over it and the tensors that will stand beside it.
[[nodiscard]] std::map<std::string, std::string> checkpoint_metadata(const core::Key& key, const std::string& state,
                                                                     const std::vector<core::NamedTensor>& tensors);

/// Errors (usage): a checkpoint of other options or data, with the first that differs; (input): none, or one that was
/// changed since it was written, or whose counts no training comes to.
[[nodiscard]] core::Result<TrainingState> read_training_state(const core::TensorFile& file, const core::Key& key);

}  // namespace synchrony::nn

#pragma once

#include <torch/types.h>

#include "synchrony/nn/engine.hpp"

namespace synchrony::nn {

/// The engine whose nets live on that device of libtorch's; made once, it lives until the process ends.
[[nodiscard]] Engine* engine_at(const torch::Device& place);

}  // namespace synchrony::nn

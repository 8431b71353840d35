// Which networks may be trained.
#pragma once

#include "synchrony/core/result.hpp"
#include "synchrony/model/architecture.hpp"

namespace synchrony::nn {

/// Fewer channels than a vector of the processor holds: oneDNN 2.6.3 (libtorch 1.13's) writes behind the end of a
/// tensor in the backward pass of such convolutions, found with valgrind at widths 2 to 6, and the heap is lost. Such a
/// net may still be asked. Errors (usage): narrower.
[[nodiscard]] core::Result<void> check_trainable(const model::Architecture& architecture);

}  // namespace synchrony::nn

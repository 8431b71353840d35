// The loop over recordings that makes images of each.
#pragma once

#include <cstddef>
#include <functional>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::datasets {

/// Calls work(i) for every i below `count` on the context's threads, under a progress bar that `work` advances. Errors:
/// cancelled; then some calls were left out.
[[nodiscard]] core::Result<void> for_each_recording(std::size_t count, const char* task,
                                                    const core::RunContext& context,
                                                    const std::function<void(std::size_t)>& work);

}  // namespace synchrony::datasets

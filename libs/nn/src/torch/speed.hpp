// How fast a net trains and predicts here.
#pragma once

#include "machine.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/nn/engine_probe.hpp"

namespace synchrony::nn {

/// The fastest of a few products of square single-precision matrices large enough to fill the caches, 1e9 operations
/// a second.
[[nodiscard]] double sgemm_gflop_per_s(const Machine& machine);

/// See EngineProbe::measure_speed.
[[nodiscard]] core::Result<SpeedReport> time_net(const model::Architecture& architecture, int height, int width,
                                                 int batch, Precision precision, int threads);

}  // namespace synchrony::nn

// Training of one boundary network: cross-entropy between the softmax over a window and a blurred annotation.
#pragma once

#include <cstdint>
#include <vector>

#include "delineation/network.hpp"

namespace synchrony::measure_bench {

namespace delineation = measure::delineation;

/// A window and where in it the boundary was annotated (samples), or that the wave is not there.
struct Example {
    delineation::Window window;
    double target = 0.0;
    bool absent = false;
};

struct TrainingOptions {
    int hidden1 = 24;
    int hidden2 = 12;
    int epochs = 15;
    int batch = 24;                ///< windows
    float learning_rate = 0.003F;  ///< Adam's, warmed up over 50 steps, then a cosine to 0
    float weight_decay = 0.01F;    ///< decoupled
    float input_noise = 0.1F;      ///< of each input's standard deviation
    float gain_noise = 0.25F;      ///< log amplitude of a window, so that size alone decides nothing
    double blur = 2.0;             ///< standard deviation of the annotation, samples
    int members = 1;               ///< networks whose scores are averaged
    std::uint32_t seed = 1;
};

/// Trains from scratch; the same examples, options and machine give the same network.
[[nodiscard]] delineation::Network train(delineation::Boundary boundary, const std::vector<const Example*>& examples,
                                         const TrainingOptions& options);

}  // namespace synchrony::measure_bench

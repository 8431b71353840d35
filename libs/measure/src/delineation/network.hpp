// A small network that gives each candidate a score; a softmax over the window makes of them where the boundary lies.
#pragma once

#include <span>
#include <vector>

#include "delineation/window.hpp"

namespace synchrony::measure::delineation {

/// inputs -> hidden1 -> hidden2 -> 1 score, rectified linear between. Row-major: weight[output][input].
struct Network {
    int inputs = 0, hidden1 = 0, hidden2 = 0;
    std::vector<float> w1, b1, w2, b2, w3;
    float b3 = 0.0F;  ///< matters only against "absent", whose score is 0
};

/// The network's scores over a window (empty for an empty window).
[[nodiscard]] std::vector<float> scores(Boundary b, const Network& network, const Window& window);

/// The trained network of a boundary (weights.cpp, made by train_delineation).
[[nodiscard]] const Network& trained(Boundary b);

}  // namespace synchrony::measure::delineation

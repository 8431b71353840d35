// A small network that says how likely a candidate is to be a beat, from what lies around it.
#pragma once

#include <span>
#include <vector>

#include "candidates.hpp"

namespace synchrony::beats {

/// inputs -> hidden1 -> hidden2 -> 1 log-odds, rectified linear between. Row-major: weight[output][input].
struct CandidateNetwork {
    int inputs = 0, hidden1 = 0, hidden2 = 0;
    std::vector<float> w1, b1, w2, b2, w3;
    float b3 = 0.0F;
};

[[nodiscard]] int candidate_input_count();

/// What the network reads of one candidate, candidate_input_count() numbers. The candidate has been measured, ranked
/// and compared; its position is relative to the window.
void write_candidate_inputs(std::span<const LeadView> leads, const Envelope& envelope, const WorkRate& work,
                            const Candidate& candidate, float* row);

/// Log-odds of each row of `inputs`, [candidate][input].
[[nodiscard]] std::vector<float> candidate_log_odds(const CandidateNetwork& network, std::span<const float> inputs);

/// Made by bench/detect/train_detector (candidate_weights.cpp).
[[nodiscard]] const CandidateNetwork& trained_candidate_network();

}  // namespace synchrony::beats

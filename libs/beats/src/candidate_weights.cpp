#include <cstdint>
#include <span>

#include "candidate_network.hpp"

namespace synchrony::beats {
namespace {

// Weights as 16-bit parts of the largest of their kind, in the order w1 b1 w2 b2 w3.
#include "candidate_weights.inc"  // made by bench/detect/train_detector

std::vector<float> take_weights(std::span<const std::int16_t>& rest, int count, float scale) {
    std::vector<float> weights;
    for (const auto value : rest.first(static_cast<std::size_t>(count)))
        weights.push_back(scale * static_cast<float>(value));
    rest = rest.subspan(static_cast<std::size_t>(count));
    return weights;
}

}  // namespace

const CandidateNetwork& trained_candidate_network() {
    static const CandidateNetwork network = [] {
        CandidateNetwork net;
        net.inputs = packed_inputs;
        net.hidden1 = packed_hidden1;
        net.hidden2 = packed_hidden2;
        std::span<const std::int16_t> rest(packed_weights);
        net.w1 = take_weights(rest, net.inputs * net.hidden1, packed_scales[0]);
        net.b1 = take_weights(rest, net.hidden1, packed_scales[1]);
        net.w2 = take_weights(rest, net.hidden1 * net.hidden2, packed_scales[2]);
        net.b2 = take_weights(rest, net.hidden2, packed_scales[3]);
        net.w3 = take_weights(rest, net.hidden2, packed_scales[4]);
        net.b3 = packed_b3;
        return net;
    }();
    return network;
}

}  // namespace synchrony::beats

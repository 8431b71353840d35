#include <cstdint>

#include "candidate_network.hpp"
#include "packed_weights.hpp"

namespace synchrony::beats {
namespace {

// Weights as 16-bit parts of the largest of their kind, in the order w1 b1 w2 b2 w3.
#include "candidate_weights.inc"  // made by bench/detect/train_detector

}  // namespace

const CandidateNetwork& trained_candidate_network() {
    static const CandidateNetwork network = [] {
        CandidateNetwork net;
        net.inputs = packed_inputs;
        net.hidden1 = packed_hidden1;
        net.hidden2 = packed_hidden2;
        PackedWeights packed(packed_weights, packed_scales);
        net.w1 = packed.take(net.inputs * net.hidden1);
        net.b1 = packed.take(net.hidden1);
        net.w2 = packed.take(net.hidden1 * net.hidden2);
        net.b2 = packed.take(net.hidden2);
        net.w3 = packed.take(net.hidden2);
        net.b3 = packed_b3;
        return net;
    }();
    return network;
}

}  // namespace synchrony::beats

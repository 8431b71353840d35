#include <array>
#include <cstdint>
#include <span>

#include "delineation/network.hpp"

namespace synchrony::measure::delineation {
namespace {

// Weights as 16-bit parts of the largest of their kind: half the size in the source, errors far below the networks'
// own.
struct Packed {
    int inputs, hidden1, hidden2;
    std::array<float, 5> scale;  // w1 b1 w2 b2 w3
    float b3;
    std::span<const std::int16_t> values;
};

#include "delineation/weights.inc"  // made by bench/measure/train_delineation.cpp

std::vector<float> unpack(std::span<const std::int16_t>& rest, int count, float scale) {
    std::vector<float> w(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = scale * static_cast<float>(rest[i]);
    rest = rest.subspan(w.size());
    return w;
}

Network unpack(const Packed& p) {
    Network n;
    n.inputs = p.inputs;
    n.hidden1 = p.hidden1;
    n.hidden2 = p.hidden2;
    auto rest = p.values;
    n.w1 = unpack(rest, p.inputs * p.hidden1, p.scale[0]);
    n.b1 = unpack(rest, p.hidden1, p.scale[1]);
    n.w2 = unpack(rest, p.hidden1 * p.hidden2, p.scale[2]);
    n.b2 = unpack(rest, p.hidden2, p.scale[3]);
    n.w3 = unpack(rest, p.hidden2, p.scale[4]);
    n.b3 = p.b3;
    return n;
}

}  // namespace

const Network& trained(Boundary b) {
    static const std::array<Network, boundary_count> networks = [] {
        std::array<Network, boundary_count> all;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = unpack(packed_networks[i]);
        return all;
    }();
    return networks[static_cast<std::size_t>(b)];
}

}  // namespace synchrony::measure::delineation

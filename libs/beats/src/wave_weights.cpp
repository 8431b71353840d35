#include <array>
#include <cstdint>
#include <span>

#include "packed_weights.hpp"
#include "wave_network.hpp"

namespace synchrony::beats {
namespace {

// Weights as 16-bit parts of the largest of their kind: stem, its bias, then of each block spread, bias, mix, bias, and
// the head with its bias.
#include "wave_weights.inc"  // made by bench/detect/train_wave_network

}  // namespace

const WaveNetwork& trained_wave_network() {
    static const WaveNetwork network = [] {
        PackedWeights packed(packed_waves, packed_wave_scales);
        constexpr int c = packed_channels;
        WaveNetwork net;
        net.channels = c;
        net.stem = packed.take(c * wave_stem_taps);
        net.stem_bias = packed.take(c);
        for (const int dilation : packed_dilations)
            net.blocks.push_back(
                {dilation, packed.take(wave_block_taps * c * c), packed.take(c), packed.take(c * c), packed.take(c)});
        net.head = packed.take(c);
        net.head_bias = packed.take(1).front();
        return net;
    }();
    return network;
}

}  // namespace synchrony::beats

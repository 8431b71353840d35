// A convolutional network that reads the wave of one lead and says, fifty times a second, how likely a beat is there.
// With one lead or two it is asked of every candidate, unless the beats around come faster than 200/min; the more noise
// there is, the more its answer counts: noise has maxima in the envelope that look like beats.
#pragma once

#include <span>
#include <vector>

namespace synchrony::beats {

inline constexpr double wave_rate_hz = 100.0;  ///< of what it reads
inline constexpr int wave_stride = 2;          ///< samples from one answer to the next
inline constexpr int wave_stem_taps = 11, wave_block_taps = 5;

/// Stem (11 taps, every second sample), then blocks x + mix(relu(spread(x))) of dilated taps, then one number. Weights
/// as [tap][output][input] and [output][input]; batch normalization is folded into them.
struct WaveNetwork {
    struct Block {
        int dilation = 1;
        std::vector<float> spread, spread_bias, mix, mix_bias;
    };
    int channels = 0;
    std::vector<float> stem, stem_bias;
    std::vector<Block> blocks;
    std::vector<float> head;
    float head_bias = 0.0F;
};

/// `mv` as the network reads it: at 100 Hz, without drift (mean of 0.6 s around), in units of the median of the largest
/// magnitudes of its seconds, cut at 4. Empty where there is less than a second.
[[nodiscard]] std::vector<float> wave_inputs(std::span<const float> mv, double rate_hz);

/// Log-odds of a beat within 50 ms, [sample / 2].
[[nodiscard]] std::vector<float> wave_log_odds(const WaveNetwork& network, std::span<const float> inputs);

/// Made by bench/detect/train_wave_network (wave_weights.cpp).
[[nodiscard]] const WaveNetwork& trained_wave_network();

}  // namespace synchrony::beats

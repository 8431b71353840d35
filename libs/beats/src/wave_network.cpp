#include "wave_network.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "medians.hpp"
#include "synchrony/dsp/resample.hpp"

namespace synchrony::beats {
namespace {

constexpr std::int64_t drift_before = 31, drift_after = 29;  // samples of the mean that is taken off
constexpr float most_units = 4.0F;
constexpr float least_unit_mv = 0.02F;  // a lead without beats is not made large
constexpr float added_mv = 1e-3F;

/// Beyond its ends the wave is held.
std::vector<float> without_drift(std::span<const float> x) {
    const auto size = static_cast<std::int64_t>(x.size());
    const auto held = [&](std::int64_t i) {
        return static_cast<double>(x[static_cast<std::size_t>(std::clamp<std::int64_t>(i, 0, size - 1))]);
    };
    double sum = 0;
    for (std::int64_t i = -drift_before; i <= drift_after; ++i) sum += held(i);
    std::vector<float> y(x.size());
    for (std::int64_t i = 0; i < size; ++i) {
        y[static_cast<std::size_t>(i)] = static_cast<float>(held(i) - sum / (drift_before + drift_after + 1));
        sum += held(i + drift_after + 1) - held(i - drift_before);
    }
    return y;
}

float unit_of(std::span<const float> x) {
    constexpr auto second = static_cast<std::size_t>(wave_rate_hz);
    std::vector<float> largest;
    for (std::size_t at = 0; at + second <= x.size(); at += second) {
        float most = 0;
        for (const float v : x.subspan(at, second)) most = std::max(most, std::abs(v));
        largest.push_back(most);
    }
    return std::max(least_unit_mv, middle(largest)) + added_mv;
}

constexpr std::ptrdiff_t lanes = 8, groups = 3, width = lanes * groups;  // channels, in registers
constexpr std::ptrdiff_t together = 4;  // positions whose sums are in registers at a time
using Lanes = float __attribute__((vector_size(lanes * sizeof(float))));
using Sums = std::array<std::array<Lanes, groups>, together>;

/// [position][width], zero before and behind, as far as a tap may reach.
class Positions {
  public:
    Positions(std::int64_t count, std::int64_t reach)
        : reach_(reach), values_(static_cast<std::size_t>(count + 2 * reach + together) * width, 0.0F) {}
    float* at(std::int64_t position) { return values_.data() + (position + reach_) * width; }
    [[nodiscard]] const float* at(std::int64_t position) const { return values_.data() + (position + reach_) * width; }
    /// Positions are written a few at a time, the last of them beyond the end.
    void clear_behind(std::int64_t count) { std::fill(at(count), values_.data() + values_.size(), 0.0F); }

  private:
    std::int64_t reach_;
    std::vector<float> values_;
};

/// Weights [tap][output][input] as [tap][input][width]: the outputs of an input side by side.
std::vector<float> by_input(std::span<const float> weights, int taps, int outputs, int inputs) {
    std::vector<float> turned(static_cast<std::size_t>(width * taps * inputs), 0.0F);
    for (int tap = 0; tap < taps; ++tap)
        for (int out = 0; out < outputs; ++out)
            for (int in = 0; in < inputs; ++in)
                turned[static_cast<std::size_t>(width * (std::ptrdiff_t{tap} * inputs + in) + out)] =
                    weights[static_cast<std::size_t>((std::ptrdiff_t{tap} * outputs + out) * inputs + in)];
    return turned;
}

std::vector<float> padded(std::span<const float> bias) {
    std::vector<float> whole(bias.begin(), bias.end());
    whole.resize(width, 0.0F);
    return whole;
}

Lanes load(const float* from) {
    Lanes lane;
    std::memcpy(&lane, from, sizeof lane);
    return lane;
}

void start(Sums& sums, const std::vector<float>& bias) {
    for (auto& sum : sums)
        for (std::size_t g = 0; g < groups; ++g) sum[g] = load(bias.data() + lanes * g);
}

/// Adds weights [input][width] times the inputs of each position, which lie `stride` values apart.
void add(Sums& sums, const float* weights, int inputs, const float* x, std::int64_t stride) {
    for (int in = 0; in < inputs; ++in, weights += width) {
        const std::array row{load(weights), load(weights + lanes), load(weights + 2 * lanes)};
        for (std::size_t p = 0; p < together; ++p) {
            const float value = x[static_cast<std::int64_t>(p) * stride + in];
            for (std::size_t g = 0; g < groups; ++g) sums[p][g] += row[g] * value;
        }
    }
}

/// The sums, of a position each, where they are above zero.
void put_positive(const Sums& sums, float* to) {
    for (std::size_t p = 0; p < together; ++p)
        for (std::size_t g = 0; g < groups; ++g) {
            const Lanes positive = sums[p][g] > 0.0F ? sums[p][g] : Lanes{};
            std::memcpy(to + p * width + g * lanes, &positive, sizeof positive);
        }
}

Positions stem_of(const WaveNetwork& net, std::span<const float> x, std::int64_t positions, std::int64_t reach) {
    constexpr std::ptrdiff_t around = std::ptrdiff_t{2} * wave_stem_taps + wave_stride * together;
    std::vector<float> held(x.size() + static_cast<std::size_t>(around), 0.0F);
    std::ranges::copy(x, held.begin() + wave_stem_taps / 2);
    const auto weights = by_input(net.stem, 1, net.channels, wave_stem_taps), bias = padded(net.stem_bias);
    Positions y(positions, reach);
    for (std::int64_t p = 0; p < positions; p += together) {
        Sums sums;
        start(sums, bias);
        add(sums, weights.data(), wave_stem_taps, held.data() + wave_stride * p, wave_stride);
        put_positive(sums, y.at(p));
    }
    y.clear_behind(positions);
    return y;
}

/// y = x + mix(relu(spread(x)))
void run_block(const WaveNetwork::Block& block, int channels, std::int64_t positions, const Positions& x,
               Positions& y) {
    const auto spread = by_input(block.spread, wave_block_taps, channels, channels),
               mix = by_input(block.mix, 1, channels, channels), spread_bias = padded(block.spread_bias),
               mix_bias = padded(block.mix_bias);
    const auto a_tap = static_cast<std::ptrdiff_t>(channels) * width;
    std::array<float, together * width> between;
    for (std::int64_t p = 0; p < positions; p += together) {
        Sums sums;
        start(sums, spread_bias);
        for (int tap = 0; tap < wave_block_taps; ++tap)
            add(sums, spread.data() + tap * a_tap, channels,
                x.at(p + std::int64_t{tap - wave_block_taps / 2} * block.dilation), width);
        put_positive(sums, between.data());
        start(sums, mix_bias);
        add(sums, mix.data(), channels, between.data(), width);
        for (std::size_t at = 0; at < together; ++at)
            for (std::size_t g = 0; g < groups; ++g) {
                const auto place = static_cast<std::ptrdiff_t>(at * width + g * lanes);
                const Lanes sum = sums[at][g] + load(x.at(p) + place);
                std::memcpy(y.at(p) + place, &sum, sizeof sum);
            }
    }
    y.clear_behind(positions);
}

}  // namespace

std::vector<float> wave_inputs(std::span<const float> mv, double rate_hz) {
    const auto resampled = dsp::resample(mv, rate_hz, wave_rate_hz);
    if (!resampled || static_cast<double>(resampled->size()) < wave_rate_hz) return {};
    auto x = without_drift(*resampled);
    const float unit = unit_of(x);
    for (float& v : x) v = std::clamp(v / unit, -most_units, most_units);
    return x;
}

std::vector<float> wave_log_odds(const WaveNetwork& net, std::span<const float> inputs) {
    if (inputs.empty()) return {};
    assert(net.channels <= width);
    const auto positions = static_cast<std::int64_t>((inputs.size() + 1) / wave_stride);
    std::int64_t reach = 0;
    for (const auto& block : net.blocks) reach = std::max(reach, std::int64_t{wave_block_taps / 2} * block.dilation);
    auto x = stem_of(net, inputs, positions, reach);
    Positions y(positions, reach);
    for (const auto& block : net.blocks) {
        run_block(block, net.channels, positions, x, y);
        std::swap(x, y);
    }
    std::vector<float> odds;
    odds.reserve(static_cast<std::size_t>(positions));
    for (std::int64_t p = 0; p < positions; ++p) {
        float sum = net.head_bias;
        for (int c = 0; c < net.channels; ++c)
            sum += net.head[static_cast<std::size_t>(c)] * std::max(0.0F, x.at(p)[c]);
        odds.push_back(sum);
    }
    return odds;
}

}  // namespace synchrony::beats

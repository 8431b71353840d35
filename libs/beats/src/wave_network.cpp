#include "wave_network.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "medians.hpp"
#include "synchrony/dsp/resample.hpp"

namespace synchrony::beats {
namespace {

using Channels = Eigen::MatrixXf;  // [channel][position]: positions side by side in memory
using Taps = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using Column = Eigen::Map<const Eigen::VectorXf>;

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

Channels stem_of(const WaveNetwork& net, std::span<const float> x) {
    const auto positions = static_cast<Eigen::Index>((x.size() + 1) / wave_stride);
    Channels window(wave_stem_taps, positions);
    for (Eigen::Index p = 0; p < positions; ++p)
        for (Eigen::Index tap = 0; tap < wave_stem_taps; ++tap) {
            const auto at = wave_stride * p + tap - wave_stem_taps / 2;
            window(tap, p) =
                at >= 0 && at < static_cast<Eigen::Index>(x.size()) ? x[static_cast<std::size_t>(at)] : 0.0F;
        }
    Channels y = Taps(net.stem.data(), net.channels, wave_stem_taps) * window;
    y.colwise() += Column(net.stem_bias.data(), net.channels);
    return y.cwiseMax(0.0F);
}

void add_block(const WaveNetwork::Block& block, Channels& x) {
    const auto channels = x.rows(), positions = x.cols();
    Channels y(channels, positions);
    y.colwise() = Column(block.spread_bias.data(), channels);  // replicate() divides for every value
    for (int tap = 0; tap < wave_block_taps; ++tap) {
        const Eigen::Index shift = Eigen::Index{tap - wave_block_taps / 2} * block.dilation;
        const auto count = positions - std::abs(shift);
        if (count <= 0) continue;
        const Taps weights(block.spread.data() + tap * channels * channels, channels, channels);
        y.middleCols(std::max<Eigen::Index>(0, -shift), count).noalias() +=
            weights * x.middleCols(std::max<Eigen::Index>(0, shift), count);
    }
    y = y.cwiseMax(0.0F);
    x.noalias() += Taps(block.mix.data(), channels, channels) * y;
    x.colwise() += Column(block.mix_bias.data(), channels);
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
    Channels x = stem_of(net, inputs);
    for (const auto& block : net.blocks) add_block(block, x);
    const Eigen::RowVectorXf odds =
        (Column(net.head.data(), net.channels).transpose() * x.cwiseMax(0.0F)).array() + net.head_bias;
    return {odds.data(), odds.data() + odds.size()};
}

}  // namespace synchrony::beats

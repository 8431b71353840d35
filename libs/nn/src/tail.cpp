#include "tail.hpp"

#include <algorithm>

#include "synchrony/core/forget.hpp"

namespace synchrony::nn {
namespace {

void cut_below_zero(MapPlane& plane) {
    for (auto& value : plane.values) value = std::max(value, 0.0);
}

void add_plane(MapPlane& to, const MapPlane& other) {
    for (std::size_t i = 0; i < to.values.size(); ++i) to.values[i] += other.values[i];
}

// What a ReLU lets through on the way back: where it let something through on the way there.
void mask_by(MapPlane& gradient, const MapPlane& after_relu) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
        if (!(after_relu.values[i] > 0.0)) gradient.values[i] = 0.0;
}

// Calls `tap` with each place of the output, the place of the input that it sees, and the weights between.
template <typename Tap>
void for_each_tap(const Convolution& c, const std::vector<float>& weights, const MapPlane& in, int height, int width,
                  Tap tap) {
    const auto [rows, columns] = c.kernel;
    const int above = rows / 2, beside = columns / 2;
    const auto matrix = static_cast<std::size_t>(c.in) * static_cast<std::size_t>(c.out);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int k = 0; k < rows * columns; ++k) {
                const int from_y = y * c.stride + k / columns - above, from_x = x * c.stride + k % columns - beside;
                if (from_y < 0 || from_y >= in.height || from_x < 0 || from_x >= in.width) continue;
                tap(y, x, from_y, from_x, weights.data() + static_cast<std::size_t>(k) * matrix);
            }
}

}  // namespace

Tail::Layer Tail::laid_out(Convolution convolution) {
    const auto taps = static_cast<std::size_t>(convolution.kernel.rows * convolution.kernel.columns);
    const auto pairs = static_cast<std::size_t>(convolution.in) * static_cast<std::size_t>(convolution.out);
    std::vector<float> weights(taps * pairs);
    for (std::size_t pair = 0; pair < pairs; ++pair)
        for (std::size_t tap = 0; tap < taps; ++tap)
            weights[tap * pairs + pair] = convolution.weights[pair * taps + tap];
    core::forget(convolution.weights);
    return {std::move(convolution), std::move(weights)};
}

Tail::Tail(const model::Bundle& bundle, int layer, int last) {
    for (int next = layer + 1; next <= last; ++next)
        for (auto& block : folded_layer(bundle, next)) {
            auto& made = blocks_.emplace_back();
            for (auto& convolution : block.convolutions) made.convolutions.push_back(laid_out(std::move(convolution)));
            for (auto& convolution : block.round) made.round.push_back(laid_out(std::move(convolution)));
        }
}

MapPlane Tail::convolved(const Layer& layer, const MapPlane& in) {
    const auto& c = layer.shape;
    MapPlane out((in.height - 1) / c.stride + 1, (in.width - 1) / c.stride + 1, c.out);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) std::ranges::copy(c.bias, out.at(y, x));
    const auto channels = static_cast<std::size_t>(c.in);
    for_each_tap(c, layer.weights, in, out.height, out.width,
                 [&](int y, int x, int from_y, int from_x, const float* weight) {
                     const double* seen = in.at(from_y, from_x);
                     double* to = out.at(y, x);
                     for (int o = 0; o < c.out; ++o, weight += channels) {
                         double sum = 0.0;
                         for (std::size_t i = 0; i < channels; ++i) sum += static_cast<double>(weight[i]) * seen[i];
                         to[o] += sum;
                     }
                 });
    return out;
}

MapPlane Tail::sent_back(const Layer& layer, const MapPlane& of_out, const MapPlane& in) {
    const auto& c = layer.shape;
    MapPlane of_in(in.height, in.width, in.channels);
    const auto channels = static_cast<std::size_t>(c.in);
    for_each_tap(c, layer.weights, in, of_out.height, of_out.width,
                 [&](int y, int x, int from_y, int from_x, const float* weight) {
                     const double* from = of_out.at(y, x);
                     double* to = of_in.at(from_y, from_x);
                     for (int o = 0; o < c.out; ++o, weight += channels) {
                         if (from[o] == 0.0) continue;
                         for (std::size_t i = 0; i < channels; ++i) to[i] += static_cast<double>(weight[i]) * from[o];
                     }
                 });
    return of_in;
}

Tail::BlockTrace Tail::run_block(const TailBlock& block, MapPlane in) {
    BlockTrace trace;
    trace.in = std::move(in);
    for (std::size_t i = 0; i + 1 < block.convolutions.size(); ++i) {
        auto flow = convolved(block.convolutions[i], i == 0 ? trace.in : trace.inside.back());
        cut_below_zero(flow);
        trace.inside.push_back(std::move(flow));
    }
    trace.out = convolved(block.convolutions.back(), trace.inside.back());
    add_plane(trace.out, block.round.empty() ? trace.in : convolved(block.round.front(), trace.in));
    cut_below_zero(trace.out);
    return trace;
}

MapPlane Tail::back_through(const TailBlock& block, const BlockTrace& trace, MapPlane of_out) {
    mask_by(of_out, trace.out);
    MapPlane flow = of_out;
    for (std::size_t i = block.convolutions.size(); i-- > 0;) {
        flow = sent_back(block.convolutions[i], flow, i == 0 ? trace.in : trace.inside[i - 1]);
        if (i > 0) mask_by(flow, trace.inside[i - 1]);
    }
    add_plane(flow, block.round.empty() ? of_out : sent_back(block.round.front(), of_out, trace.in));
    return flow;
}

Tail::Trace Tail::run(MapPlane in) const {
    Trace trace;
    if (blocks_.empty()) {
        trace.emplace_back();
        trace.back().out = std::move(in);
        return trace;
    }
    for (const auto& block : blocks_) trace.push_back(run_block(block, trace.empty() ? in : trace.back().out));
    return trace;
}

MapPlane Tail::back(const Trace& trace, MapPlane of_last) const {
    for (std::size_t i = blocks_.size(); i-- > 0;) of_last = back_through(blocks_[i], trace[i], std::move(of_last));
    return of_last;
}

}  // namespace synchrony::nn

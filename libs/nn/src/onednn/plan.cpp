#include "plan.hpp"

#include <algorithm>
#include <cstring>

#include "synchrony/core/forget.hpp"

namespace synchrony::nn::onednn {
namespace {

using dnnl::memory;
constexpr auto f32 = memory::data_type::f32;

memory::desc any(const memory::dims& dims) {
    return {dims, f32, memory::format_tag::any};
}

int after(int size, int kernel, int stride) {
    return (size + 2 * (kernel / 2) - kernel) / stride + 1;
}

dnnl::primitive_attr what_follows(bool sum, bool relu) {
    dnnl::post_ops ops;
    if (sum) ops.append_sum(1.0F);
    if (relu) ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(ops);
    return attributes;
}

// Of one pixel and whole blocks of channels, a blocked layout is the plain one.
bool same_bytes(const memory::desc& a, const memory::desc& b) {
    const auto plain = [](const memory::desc& desc) {
        const auto& d = desc.data;
        return d.ndims == 4 && d.dims[2] == 1 && d.dims[3] == 1 && d.padded_dims[1] == d.dims[1] &&
               d.format_kind == dnnl_blocked && d.format_desc.blocking.strides[0] == d.dims[1];
    };
    return a.dims() == b.dims() && plain(a) && plain(b);
}

}  // namespace

Taps taps_of(int size, int kernel, int stride) {
    Taps taps;
    taps.out = after(size, kernel, stride);
    const int padding = kernel / 2;
    int last = -1;
    taps.first = kernel;
    for (int place = 0; place < taps.out; ++place)
        for (int tap = 0; tap < kernel; ++tap) {
            const int seen = place * stride + tap - padding;
            if (seen < 0 || seen >= size) continue;
            taps.first = std::min(taps.first, tap);
            last = std::max(last, tap);
        }
    taps.count = last - taps.first + 1;
    taps.before = padding - taps.first;
    taps.after = std::max(0, (taps.out - 1) * stride + taps.count - size - taps.before);
    return taps;
}

memory WeightStore::weights(Convolution& c, const Taps& rows, const Taps& columns, const memory::desc& layout) {
    auto& kept = kept_[&c];
    for (const auto& one : kept)
        if (one.get_desc() == layout) return one;
    const memory::desc all({c.out, c.in, c.kernel.rows, c.kernel.columns}, f32, memory::format_tag::oihw);
    const auto seen = all.submemory_desc({c.out, c.in, rows.count, columns.count}, {0, 0, rows.first, columns.first});
    memory from = kept.empty() ? memory(seen, engine_, c.weights.data()) : kept.front();
    memory laid_out(layout, engine_);
    dnnl::reorder(from, laid_out).execute(stream_, from, laid_out);
    stream_.wait();
    core::forget(c.weights);
    kept.push_back(laid_out);
    return laid_out;
}

memory WeightStore::bias(Convolution& c) {
    return memory({{c.out}, f32, memory::format_tag::a}, engine_, c.bias.data());
}

Plan::Plan(const dnnl::engine& engine, WeightStore& store, FoldedNet& net, int n, int height, int width,
           const std::vector<int>& layers)
    : engine_(engine), store_(store), n_(n) {
    const int channels = net.architecture.input_channels;
    input_ = make({{n, channels, height, width}, f32, memory::format_tag::nchw}, channels, height, width);
    Flow flow = convolve(input_, net.stem, true, nullptr);
    if (net.architecture.stem == model::Stem::standard) flow = pool(flow);
    for (int layer = 1; layer <= layers.back(); ++layer) {
        for (auto& next : net.layers[static_cast<std::size_t>(layer - 1)]) flow = run_block(flow, next);
        if (std::ranges::find(layers, layer) != layers.end()) show(flow, layer);
    }
}

// In the smallest buffer that is free and large enough, else in a new one. Steps run in order, so a buffer is free when
// no later step reads it.
Plan::Flow Plan::make(const memory::desc& desc, int channels, int height, int width) {
    const auto bytes = [this](std::size_t i) { return buffers_[i].get_desc().get_size(); };
    std::size_t best = buffers_.size();
    for (std::size_t i = 0; i < buffers_.size(); ++i)
        if (!used_[i] && bytes(i) >= desc.get_size() && (best == buffers_.size() || bytes(i) < bytes(best))) best = i;
    if (best == buffers_.size()) {
        const auto size = static_cast<memory::dim>((desc.get_size() + sizeof(float) - 1) / sizeof(float));
        buffers_.emplace_back(memory::desc({size}, f32, memory::format_tag::a), engine_);
        used_.push_back(false);
    }
    used_[best] = true;
    return {memory(desc, engine_, buffers_[best].get_data_handle()), best, channels, height, width};
}

Plan::Flow Plan::laid_out(const Flow& from, const memory::desc& desc) {
    if (from.memory.get_desc() == desc) return from;
    if (same_bytes(from.memory.get_desc(), desc))
        return {memory(desc, engine_, from.memory.get_data_handle()), from.buffer, from.channels, from.height,
                from.width};
    auto to = make(desc, from.channels, from.height, from.width);
    steps_.push_back({dnnl::reorder(from.memory, to.memory), {{DNNL_ARG_FROM, from.memory}, {DNNL_ARG_TO, to.memory}}});
    return to;
}

Plan::Flow Plan::convolve(const Flow& in, Convolution& c, bool relu, Flow* onto) {
    const auto rows = taps_of(in.height, c.kernel.rows, c.stride),
               columns = taps_of(in.width, c.kernel.columns, c.stride);
    const bool at_once = rows.out == 1 && columns.out == 1 && rows.count == in.height && columns.count == in.width;
    return at_once ? multiply(in, c, rows, columns, relu, onto) : slide(in, c, rows, columns, relu, onto);
}

Plan::Flow Plan::multiply(const Flow& in, Convolution& c, const Taps& rows, const Taps& columns, bool relu,
                          Flow* onto) {
    const memory::desc one_row({n_, c.out}, f32, memory::format_tag::nc);
    const memory::desc one_pixel({n_, c.out, 1, 1}, f32, memory::format_tag::nhwc);
    const auto source =
        in.height == 1 && in.width == 1 ? laid_out(in, {{n_, c.in, 1, 1}, f32, memory::format_tag::nhwc}) : in;
    const dnnl::inner_product_forward::desc wanted(dnnl::prop_kind::forward_inference, source.memory.get_desc(),
                                                   any({c.out, c.in, rows.count, columns.count}), any({c.out}),
                                                   one_row);
    const dnnl::inner_product_forward::primitive_desc made(wanted, what_follows(onto != nullptr, relu), engine_);
    auto out = onto ? laid_out(*onto, one_pixel) : make(one_pixel, c.out, 1, 1);
    steps_.push_back({dnnl::inner_product_forward(made),
                      {{DNNL_ARG_SRC, source.memory},
                       {DNNL_ARG_WEIGHTS, store_.weights(c, rows, columns, made.weights_desc())},
                       {DNNL_ARG_BIAS, store_.bias(c)},
                       {DNNL_ARG_DST, memory(one_row, engine_, out.memory.get_data_handle())}}});
    if (source.buffer != in.buffer) give_back(source);
    if (onto && out.buffer != onto->buffer) give_back(*onto);
    return out;
}

Plan::Flow Plan::slide(const Flow& in, Convolution& c, const Taps& rows, const Taps& columns, bool relu, Flow* onto) {
    const dnnl::convolution_forward::desc wanted(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, any({n_, c.in, in.height, in.width}),
        any({c.out, c.in, rows.count, columns.count}), any({c.out}), any({n_, c.out, rows.out, columns.out}),
        {c.stride, c.stride}, {rows.before, columns.before}, {rows.after, columns.after});
    const dnnl::convolution_forward::primitive_desc made(wanted, what_follows(onto != nullptr, relu), engine_);
    const auto source = laid_out(in, made.src_desc());
    auto out = onto ? laid_out(*onto, made.dst_desc()) : make(made.dst_desc(), c.out, rows.out, columns.out);
    steps_.push_back({dnnl::convolution_forward(made),
                      {{DNNL_ARG_SRC, source.memory},
                       {DNNL_ARG_WEIGHTS, store_.weights(c, rows, columns, made.weights_desc())},
                       {DNNL_ARG_BIAS, store_.bias(c)},
                       {DNNL_ARG_DST, out.memory}}});
    if (source.buffer != in.buffer) give_back(source);
    if (onto && out.buffer != onto->buffer) give_back(*onto);
    return out;
}

// 3x3, stride 2, as published.
Plan::Flow Plan::pool(const Flow& in) {
    constexpr int kernel = 3, stride = 2;
    const int height = after(in.height, kernel, stride), width = after(in.width, kernel, stride);
    const dnnl::pooling_forward::desc wanted(dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_max,
                                             in.memory.get_desc(), any({n_, in.channels, height, width}),
                                             {stride, stride}, {kernel, kernel}, {kernel / 2, kernel / 2},
                                             {kernel / 2, kernel / 2});
    const dnnl::pooling_forward::primitive_desc made(wanted, engine_);
    auto out = make(made.dst_desc(), in.channels, height, width);
    steps_.push_back({dnnl::pooling_forward(made), {{DNNL_ARG_SRC, in.memory}, {DNNL_ARG_DST, out.memory}}});
    give_back(in);
    return out;
}

// The last convolution adds its result to the way round and overwrites it.
Plan::Flow Plan::run_block(const Flow& in, Block& block) {
    Flow round = block.round.empty() ? in : convolve(in, block.round.front(), false, nullptr);
    Flow flow = in;
    for (std::size_t i = 0; i + 1 < block.convolutions.size(); ++i) {
        const Flow next = convolve(flow, block.convolutions[i], true, nullptr);
        if (i > 0) give_back(flow);
        flow = next;
    }
    if (!block.round.empty()) give_back(in);
    Flow out = convolve(flow, block.convolutions.back(), true, &round);
    give_back(flow);
    return out;
}

// Once more, channels last, in memory of its own.
void Plan::show(const Flow& flow, int layer) {
    const memory plain({{n_, flow.channels, flow.height, flow.width}, f32, memory::format_tag::nhwc}, engine_);
    steps_.push_back({dnnl::reorder(flow.memory, plain), {{DNNL_ARG_FROM, flow.memory}, {DNNL_ARG_TO, plain}}, layer});
    seen_[layer] = {{n_, flow.channels, flow.height, flow.width, static_cast<const float*>(plain.get_data_handle())},
                    plain};
}

void Plan::run(dnnl::stream& stream, const float* images, const SeeMaps& see) {
    std::memcpy(input_.memory.get_data_handle(), images, input_.memory.get_desc().get_size());
    for (auto& step : steps_) {
        step.primitive.execute(stream, step.arguments);
        if (step.layer_seen == 0) continue;
        stream.wait();
        see(step.layer_seen, seen_.at(step.layer_seen).first);
    }
    stream.wait();
}

}  // namespace synchrony::nn::onednn

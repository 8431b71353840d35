// Trains the network that reads the wave of one lead for beats (libs/beats/src/wave_network.hpp).
//
//   train_wave_network DATA_FOLDER WEIGHTS.inc HALF [MINUTES]
//
// HALF: 0 or 1 teaches on that half of every set (clips.hpp), 2 on both. Beats of MIT-BIH are its annotations, those of
// the twelve-lead sets what the detector finds in all leads together. Residual blocks of dilated taps, binary
// cross-entropy, AdamW; one thread.
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "../packed_parts.hpp"
#include "clip_plans.hpp"
#include "clips.hpp"
#include "synchrony/beats/detector.hpp"
#include "wave_network.hpp"

namespace {

using namespace synchrony;
using namespace synchrony::detect_bench;
namespace nn = torch::nn;

constexpr std::int64_t clip_samples = 1000, answers = clip_samples / beats::wave_stride;
constexpr std::int64_t channels = 24, batch = 32;
constexpr std::array dilations = {1, 2, 4, 8, 16, 32, 1, 4, 16};
constexpr double beat_half_s = 0.05;    // answers this near to a beat are to say so ...
constexpr double doubt_until_s = 0.09;  // ... and what lies between this and that teaches little
constexpr float doubt_weight = 0.2F;

struct BlockImpl : nn::Module {
    nn::Conv1d spread{nullptr}, mix{nullptr};
    nn::BatchNorm1d normal{nullptr};
    explicit BlockImpl(std::int64_t dilation) {
        const std::int64_t taps = beats::wave_block_taps;
        spread = register_module("spread", nn::Conv1d(nn::Conv1dOptions(channels, channels, taps)
                                                          .padding(taps / 2 * dilation)
                                                          .dilation(dilation)
                                                          .bias(false)));
        normal = register_module("normal", nn::BatchNorm1d(channels));
        mix = register_module("mix", nn::Conv1d(channels, channels, 1));
    }
    torch::Tensor forward(const torch::Tensor& x) { return x + mix(torch::relu(normal(spread(x)))); }
};
TORCH_MODULE(Block);

struct NetworkImpl : nn::Module {
    nn::Conv1d stem{nullptr}, head{nullptr};
    nn::BatchNorm1d normal{nullptr};
    std::vector<Block> blocks;
    NetworkImpl() {
        const std::int64_t taps = beats::wave_stem_taps;
        stem = register_module(
            "stem",
            nn::Conv1d(nn::Conv1dOptions(1, channels, taps).stride(beats::wave_stride).padding(taps / 2).bias(false)));
        normal = register_module("normal", nn::BatchNorm1d(channels));
        for (std::size_t i = 0; i < dilations.size(); ++i)
            blocks.push_back(register_module("block" + std::to_string(i), Block(dilations[i])));
        head = register_module("head", nn::Conv1d(channels, 1, 1));
    }
    torch::Tensor forward(torch::Tensor x) {
        x = torch::relu(normal(stem(x)));
        for (auto& block : blocks) x = block(x);
        return head(torch::relu(x)).squeeze(1);
    }
};
TORCH_MODULE(Network);

struct Examples {
    std::vector<float> inputs, targets, weights;
    std::int64_t count = 0;
};

void add(const Clip& clip, Examples& all) {
    auto x = beats::wave_inputs(clip.mv, clip.rate_hz);
    if (x.empty()) return;
    x.resize(clip_samples, x.back());
    all.inputs.insert(all.inputs.end(), x.begin(), x.end());
    std::vector<float> target(answers, 0.0F), weight(answers, 1.0F);
    for (const auto beat : clip.beats)
        for (std::int64_t i = 0; i < answers; ++i) {
            const double away_s = std::abs(static_cast<double>(i) * beats::wave_stride / beats::wave_rate_hz -
                                           static_cast<double>(beat) / clip.rate_hz);
            auto& t = target[static_cast<std::size_t>(i)];
            if (away_s <= beat_half_s)
                t = weight[static_cast<std::size_t>(i)] = 1.0F;
            else if (away_s <= doubt_until_s && t == 0.0F)
                weight[static_cast<std::size_t>(i)] = doubt_weight;
        }
    all.targets.insert(all.targets.end(), target.begin(), target.end());
    all.weights.insert(all.weights.end(), weight.begin(), weight.end());
    ++all.count;
}

Examples examples_of(std::vector<Source>& sources, const Noises& noises, int half) {
    Examples all;
    for (auto& s : sources) {
        if (s.set == "mitdb") continue;
        s.beats.clear();
        const auto found = beats::detect_beats(s.ecg, {}).value();
        for (const auto& beat : found) s.beats.push_back(beat.sample);
    }
    for (const std::uint32_t seed : {1U, 11U})
        for (const auto& plan : plans_of(sources, half, true, 1, seed)) {
            if (plan.leads.size() != 1) continue;
            std::mt19937 random(plan.seed);
            add(make_clip(*plan.source, plan.leads.front(), plan.from, plan.disturbance.front(), noises, random), all);
        }
    return all;
}

void train(Network& net, Examples& all, double minutes) {
    const auto options = torch::kFloat32;
    const auto x = torch::from_blob(all.inputs.data(), {all.count, 1, clip_samples}, options);
    const auto t = torch::from_blob(all.targets.data(), {all.count, answers}, options);
    const auto w = torch::from_blob(all.weights.data(), {all.count, answers}, options);
    constexpr double rate = 3e-3, steps_a_minute = 560;  // on one core of 2026
    const auto steps = static_cast<std::int64_t>(minutes * steps_a_minute);
    torch::optim::AdamW optimizer(net->parameters(), torch::optim::AdamWOptions(rate).weight_decay(1e-3));
    double running = 0;
    for (std::int64_t step = 0; step < steps; ++step) {
        const double done = static_cast<double>(step) / static_cast<double>(steps);
        const double now =
            rate * 0.5 * (1 + std::cos(std::numbers::pi * done)) * std::min(1.0, static_cast<double>(step + 1) / 100.0);
        for (auto& group : optimizer.param_groups()) static_cast<torch::optim::AdamWOptions&>(group.options()).lr(now);
        const auto chosen = torch::randint(all.count, {batch}, torch::kInt64);
        auto input = x.index_select(0, chosen);
        // Any gain and either sign, and half of the batches with white noise.
        input = input * torch::exp(0.3 * torch::randn({batch, 1, 1})) * torch::sign(torch::randn({batch, 1, 1}));
        if (step % 2) input = input + 0.1 * torch::rand({batch, 1, 1}) * torch::randn_like(input);
        const auto loss = nn::functional::binary_cross_entropy_with_logits(
            net(input), t.index_select(0, chosen),
            nn::functional::BinaryCrossEntropyWithLogitsFuncOptions().weight(w.index_select(0, chosen)));
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        running += (loss.item<double>() - running) / std::min<double>(500.0, static_cast<double>(step + 1));
        if ((step + 1) % 500 == 0)
            std::printf("%lld of %lld, loss %.5f\n", static_cast<long long>(step + 1), static_cast<long long>(steps),
                        running),
                std::fflush(stdout);
    }
}

/// Batch normalization goes into the taps before it: weights [output][input][tap] and the bias that is left.
std::pair<torch::Tensor, torch::Tensor> folded(const nn::Conv1d& taps, const nn::BatchNorm1d& normal) {
    const auto scale = normal->weight / torch::sqrt(normal->running_var + normal->options.eps());
    return {taps->weight * scale.reshape({-1, 1, 1}), normal->bias - normal->running_mean * scale};
}

void write_weights(const std::string& path, Network& net) {
    net->eval();
    torch::NoGradGuard guard;
    std::ofstream out(path);
    out << "// Made by train_wave_network; do not edit. clang-format off\n";
    out << "constexpr int packed_channels = " << channels << ";\nconstexpr std::array packed_dilations = {";
    for (std::size_t i = 0; i < dilations.size(); ++i) out << (i ? "," : "") << dilations[i];
    out << "};\nconstexpr std::int16_t packed_waves[] = {";
    constexpr int columns = 24;
    bench::PackedParts parts(out, columns);
    const auto add = [&](const torch::Tensor& given) {
        const auto values = given.contiguous();
        parts.add({values.data_ptr<float>(), static_cast<std::size_t>(values.numel())});
    };
    const auto [stem, stem_bias] = folded(net->stem, net->normal);
    for (const auto& array : {stem, stem_bias}) add(array);
    for (auto& block : net->blocks) {
        const auto [spread, bias] = folded(block->spread, block->normal);
        for (const auto& array : {spread.permute({2, 0, 1}), bias, block->mix->weight, block->mix->bias}) add(array);
    }
    for (const auto& array : {net->head->weight, net->head->bias}) add(array);
    out << "};\n";
    bench::write_scales(out, "packed_wave_scales", parts.scales());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: train_wave_network DATA_FOLDER WEIGHTS.inc HALF [MINUTES]\n");
        return 2;
    }
    constexpr int asks_for_both = 2;
    const int half = std::atoi(argv[3]);
    torch::set_num_threads(1);
    torch::manual_seed(1);
    auto sources = read_sources(argv[1]);
    const Noises noises(argv[1]);
    auto examples = examples_of(sources, noises, half == asks_for_both ? both_halves : half);
    std::printf("%lld clips\n", static_cast<long long>(examples.count));
    Network net;
    train(net, examples, argc > 4 ? std::atof(argv[4]) : 40.0);
    write_weights(argv[2], net);
    return 0;
}

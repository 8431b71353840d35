#include "speed.hpp"
#include "stopwatch.hpp"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/mm.h>

#include <chrono>

#include "optimizer.hpp"
#include "replicas.hpp"
#include "set_inputs.hpp"
#include "work.hpp"

namespace synchrony::nn {
namespace {

constexpr double least_timing_s = 3.0;

// Images a second of `work`, called for some seconds after two calls to warm up.
template <typename Work>
double speed_of(int batch, Work work) {
    work();
    work();
    const auto begin = std::chrono::steady_clock::now();
    double seconds = 0;
    int calls = 0;
    while (seconds < least_timing_s) {
        work();
        ++calls;
        seconds = seconds_since(begin);
    }
    return static_cast<double>(batch) * calls / seconds;
}

}  // namespace

double sgemm_gflop_per_s(const Machine& machine) {
    constexpr std::int64_t side = 1536;
    constexpr int products = 4;
    const torch::NoGradGuard no_grad;
    const auto a = on_device(torch::rand({side, side}), machine.device);
    const auto b = on_device(torch::rand({side, side}), machine.device);
    double best = 0;
    for (int i = 0; i < products; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const auto corner = number_in<float>(a.mm(b)[0][0]);  // reading it waits for the device
        if (corner < 0) break;
        best = std::max(best, 2e-9 * static_cast<double>(side * side * side) / seconds_since(begin));
    }
    return best;
}

core::Result<SpeedReport> time_net(const model::Architecture& architecture, int height, int width, int batch,
                                   Precision precision, int threads) {
    SYNCHRONY_ASSIGN(const auto machine, Machine::of(torch::Device(torch::kCPU), precision));
    PretrainOptions options;
    options.architecture = architecture;
    const int copies = std::clamp(threads, 1, batch);
    Replicas replicas(options, machine, copies);
    auto& net = *replicas.first().net;
    net.initialise(1, false);
    std::vector<torch::Tensor> images, extra, labels;
    for (int i = 0; i < copies; ++i) {
        const int part = (batch + i) / copies;  // parts that add up to the batch
        images.push_back(
            torch::rand({part, architecture.input_channels, height, width}).contiguous(at::MemoryFormat::ChannelsLast));
        extra.push_back(torch::zeros({part, SetInputs::extra_count(architecture)}));
        labels.push_back(torch::zeros({part}, torch::kLong));
    }
    SpeedReport report{.architecture = architecture,
                       .height = height,
                       .width = width,
                       .batch = batch,
                       .threads = threads,
                       .precision = machine.precision};
    ScheduledOptimizer optimizer({Optimizer::sgd, Schedule::constant, 1e-3, 0.0}, {{net.parameters(), 1.0}});
    net.train();
    report.train_images_per_s = speed_of(batch, [&] {
        replicas.begin_step();
        replicas.run(static_cast<std::size_t>(copies), [&](Replica& replica, std::size_t i) {
            torch::Tensor loss;
            {
                const AutocastScope autocast(machine);
                const auto outputs = replica.net->forward(images[i], extra[i]).to(torch::kFloat);
                loss = torch::cross_entropy_loss(outputs, labels[i]);
            }
            loss.backward();
            return number_in<double>(loss);
        });
        (void)replicas.end_step(nullptr);  // alone: it cannot fail
        optimizer.update(0, 2);
    });
    net.eval();
    const torch::NoGradGuard no_grad;
    const AutocastScope autocast(machine);
    const auto all_images = torch::cat(images).contiguous(at::MemoryFormat::ChannelsLast);
    const auto all_extra = torch::cat(extra);
    report.predict_images_per_s = speed_of(batch, [&] { net.forward(all_images, all_extra); });
    report.gflop_per_image = training_gflop(architecture, height, width);
    report.sgemm_gflop_per_s = sgemm_gflop_per_s(machine);
    return report;
}

}  // namespace synchrony::nn

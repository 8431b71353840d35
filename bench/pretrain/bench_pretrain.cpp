// Training throughput of one network, as one line of JSON: bench_pretrain NETWORK PRECISION BATCH THREADS.
// run.sh sets it beside the same network in Python.
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

#include "synchrony/nn/engine_probe.hpp"

namespace {

constexpr int image_side = 32;  // pixels, the recipe "fine"
constexpr int channels = 3;     // torchvision's, so that both sides train the very same network

int complain(const synchrony::core::Error& error) {
    std::cerr << error.message() << '\n';
    return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    namespace nn = synchrony::nn;
    if (argc != 5) {
        std::cerr << "bench_pretrain NETWORK PRECISION BATCH THREADS\n";
        return 2;
    }
    synchrony::model::Architecture net;
    net.name = argv[1];
    net.input_channels = channels;
    const auto precision = nn::precision_named(argv[2]);
    if (!precision) return complain(precision.error());
    synchrony::core::RunContext context;
    context.threads = std::atoi(argv[4]);
    const auto probe = nn::load_engine_probe();
    if (!probe) return complain(probe.error());
    const auto report = (*probe)->measure_speed(net, image_side, image_side, std::atoi(argv[3]), *precision, context);
    if (!report) return complain(report.error());
    std::cout << nlohmann::json{{"network", net.name},
                                {"precision", argv[2]},
                                {"batch", report->batch},
                                {"threads", report->threads},
                                {"train_images_per_s", report->train_images_per_s},
                                {"predict_images_per_s", report->predict_images_per_s},
                                {"train_gflop_per_s", report->train_images_per_s * report->gflop_per_image},
                                {"sgemm_gflop_per_s", report->sgemm_gflop_per_s}}
              << '\n';
    return EXIT_SUCCESS;
}

#include "prediction.hpp"

#include "named.hpp"

namespace synchrony::nn {
namespace {
constexpr std::size_t images_predicted_at_once = 256;
}

core::Result<torch::Tensor> outputs_of(ResNet& net, const SetInputs& inputs, std::span<const std::size_t> images,
                                       const PixelScaling& scaling, const Machine& machine,
                                       const core::RunContext& context, const char* task) {
    const torch::NoGradGuard no_grad;
    const AutocastScope autocast(machine);
    const bool training = net.is_training();
    net.eval();
    std::vector<torch::Tensor> parts;
    if (task) context.progress->begin(task, images.size());
    bool cancelled = false;
    for (std::size_t begin = 0; begin < images.size() && !cancelled; begin += images_predicted_at_once) {
        const auto some = images.subspan(begin, std::min(images_predicted_at_once, images.size() - begin));
        const auto extra = on_device(extra_batch(inputs, some, net.architecture()), machine.device);
        const auto batch = on_device(plain_batch(inputs.block(), some, scaling, context.threads), machine.device);
        parts.push_back(on_host(net.forward(batch, extra).to(torch::kFloat)));
        if (task) context.progress->advance(some.size());
        cancelled = context.cancel->requested();
    }
    if (task) context.progress->end();
    net.train(training);
    if (cancelled) return core::fail(cancelled_error());
    if (parts.empty()) return torch::empty({0, net.architecture().outputs});
    return torch::cat(parts);
}

}  // namespace synchrony::nn

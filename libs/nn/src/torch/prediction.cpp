#include "prediction.hpp"

#include "named.hpp"

namespace synchrony::nn {
namespace {
constexpr std::size_t images_predicted_at_once = 256;

// `run` makes [n, columns] of a batch and the numbers beside it.
template <typename Run>
core::Result<torch::Tensor> in_parts(ResNet& net, const SetInputs& inputs, std::span<const std::size_t> images,
                                     const PixelScaling& scaling, const Machine& machine,
                                     const core::RunContext& context, const char* task, std::int64_t columns,
                                     const Run& run) {
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
        parts.push_back(on_host(run(batch, extra).to(torch::kFloat)));
        if (task) context.progress->advance(some.size());
        cancelled = context.cancel->requested();
    }
    if (task) context.progress->end();
    net.train(training);
    if (cancelled) return core::fail(cancelled_error());
    if (parts.empty()) return torch::empty({0, columns});
    return torch::cat(parts);
}

}  // namespace

core::Result<torch::Tensor> outputs_of(ResNet& net, const SetInputs& inputs, std::span<const std::size_t> images,
                                       const PixelScaling& scaling, const Machine& machine,
                                       const core::RunContext& context, const char* task) {
    return in_parts(net, inputs, images, scaling, machine, context, task, net.architecture().outputs,
                    [&](const auto& batch, const auto& extra) { return net.forward(batch, extra); });
}

core::Result<torch::Tensor> pooled_of(ResNet& net, const SetInputs& inputs, std::span<const std::size_t> images,
                                      const PixelScaling& scaling, const Machine& machine,
                                      const core::RunContext& context) {
    return in_parts(net, inputs, images, scaling, machine, context, nullptr,
                    net.architecture().channels_after(ResNet::last_part), [&](const auto& batch, const auto&) {
                        return ResNet::pool(net.maps(batch, ResNet::stem_part, ResNet::last_part));
                    });
}

}  // namespace synchrony::nn

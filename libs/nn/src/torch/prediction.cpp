#include "prediction.hpp"

namespace synchrony::nn {
namespace {
constexpr std::size_t images_at_once = 128;
}

core::Error cancelled_error(std::string hint) {
    return {core::ErrorKind::cancelled, "cancelled", "", "", "", std::move(hint)};
}

core::Result<torch::Tensor> outputs_of(ResNet& net, const features::ImageSet& set, std::span<const std::size_t> images,
                                       const PixelScaling& scaling, const core::RunContext& context, const char* task) {
    const torch::NoGradGuard no_grad;
    const bool training = net.is_training();
    net.eval();
    const auto block = block_of(set);
    std::vector<torch::Tensor> parts;
    if (task) context.progress->begin(task, images.size());
    bool cancelled = false;
    for (std::size_t begin = 0; begin < images.size() && !cancelled; begin += images_at_once) {
        const auto some = images.subspan(begin, std::min(images_at_once, images.size() - begin));
        parts.push_back(
            net.forward(plain_batch(block, some, scaling), rr_batch(set, some, net.architecture().auxiliary_inputs)));
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

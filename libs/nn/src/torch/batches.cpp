#include "batches.hpp"

#include "synchrony/nn/pretrain.hpp"

namespace synchrony::nn {
namespace {

template <typename Read>
torch::Tensor make_batch(const PixelBlock& block, std::size_t count, Read read) {
    auto batch = torch::empty({static_cast<std::int64_t>(count), 1, block.height, block.width}, torch::kFloat);
    float* out = batch.data_ptr<float>();
    for (std::size_t i = 0; i < count; ++i) read(i, std::span<float>(out + i * block.pixels(), block.pixels()));
    return batch.contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

PixelBlock block_of(const features::ImageSet& set) {
    const auto* first = set.size() > 0 ? set.pixels(0).data() : nullptr;
    return {first, set.size(), set.height(), set.width(), set.recipe().scale};
}

torch::Tensor plain_batch(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling) {
    return make_batch(block, images.size(),
                      [&](std::size_t i, std::span<float> out) { read_image(block, images[i], scaling, out); });
}

torch::Tensor changed_batch(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling,
                            const Augmentation& change, const core::RandomStream& random) {
    return make_batch(block, images.size(), [&](std::size_t i, std::span<float> out) {
        auto stream = random.child("image", i);
        read_changed_image(block, images[i], scaling, change, stream, out);
    });
}

torch::Tensor rr_batch(const features::ImageSet& set, std::span<const std::size_t> images, int inputs) {
    if (inputs == 0) return {};
    auto batch = torch::empty({static_cast<std::int64_t>(images.size()), rr_input_count}, torch::kFloat);
    float* out = batch.data_ptr<float>();
    for (const auto image : images)
        for (const float value : rr_inputs(set.index()[image])) *out++ = value;
    return batch;
}

}  // namespace synchrony::nn

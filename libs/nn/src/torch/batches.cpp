#include "batches.hpp"

#include "host.hpp"

namespace synchrony::nn {
namespace {

// `fill` writes [image, channel, height, width].
template <typename Fill>
torch::Tensor make_batch(const PixelBlock& block, std::size_t count, Fill fill) {
    auto batch = torch::empty(
        {static_cast<std::int64_t>(count), static_cast<std::int64_t>(block.channels()), block.height, block.width},
        torch::kFloat);
    fill(host_values<float>(batch));
    return batch.contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

torch::Tensor plain_batch(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling,
                          int threads) {
    return make_batch(block, images.size(),
                      [&](std::span<float> out) { read_images(block, images, scaling, threads, out); });
}

torch::Tensor changed_batch(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling,
                            const Augmentation& change, const ChangeSources& from, const core::RandomStream& random,
                            int threads) {
    const std::size_t size = block.input_pixels();
    return make_batch(block, images.size(), [&](std::span<float> out) {
        for_each_image(images.size(), threads, [&](std::size_t i) {
            auto stream = random.child("image", i);
            read_changed_image(block, images[i], scaling, change, from, stream, out.subspan(i * size, size));
        });
    });
}

torch::Tensor extra_batch(const SetInputs& inputs, std::span<const std::size_t> images,
                          const model::Architecture& architecture) {
    const int count = SetInputs::extra_count(architecture);
    if (count == 0) return {};
    auto batch = torch::empty({static_cast<std::int64_t>(images.size()), count}, torch::kFloat);
    inputs.extra(architecture, images, host_values<float>(batch).data());
    return batch;
}

}  // namespace synchrony::nn

#include "batches.hpp"

#include "synchrony/core/parallel.hpp"

namespace synchrony::nn {
namespace {

constexpr std::size_t images_a_piece = 16;  // of work for one thread

template <typename Read>
torch::Tensor make_batch(const PixelBlock& block, std::size_t count, int threads, Read read) {
    auto batch = torch::empty(
        {static_cast<std::int64_t>(count), static_cast<std::int64_t>(block.channels()), block.height, block.width},
        torch::kFloat);
    float* out = batch.data_ptr<float>();
    const std::size_t size = block.input_pixels();
    core::parallel_for((count + images_a_piece - 1) / images_a_piece, threads, [&](std::size_t piece) {
        const std::size_t end = std::min(count, (piece + 1) * images_a_piece);
        for (std::size_t i = piece * images_a_piece; i < end; ++i) read(i, std::span<float>(out + i * size, size));
    });
    return batch.contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

torch::Tensor plain_batch(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling,
                          int threads) {
    return make_batch(block, images.size(), threads,
                      [&](std::size_t i, std::span<float> out) { read_image(block, images[i], scaling, out); });
}

torch::Tensor changed_batch(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling,
                            const Augmentation& change, const ChangeSources& from, const core::RandomStream& random,
                            int threads) {
    return make_batch(block, images.size(), threads, [&](std::size_t i, std::span<float> out) {
        auto stream = random.child("image", i);
        read_changed_image(block, images[i], scaling, change, from, stream, out);
    });
}

torch::Tensor extra_batch(const SetInputs& inputs, std::span<const std::size_t> images,
                          const model::Architecture& architecture) {
    const int count = SetInputs::extra_count(architecture);
    if (count == 0) return {};
    auto batch = torch::empty({static_cast<std::int64_t>(images.size()), count}, torch::kFloat);
    inputs.extra(architecture, images, batch.data_ptr<float>());
    return batch;
}

}  // namespace synchrony::nn

#include "encoder.hpp"

#include <algorithm>

// Of the OpenMP runtime that oneDNN runs on; clang comes without its header.
extern "C" void omp_set_num_threads(int threads);

namespace synchrony::nn::onednn {
namespace {

// Enough that the small maps of late layers fill the vector units; more do not run faster.
constexpr std::size_t images_at_once = 64;

void mean_of_cell(const Maps& maps, int image, Cells rows, Cells columns, std::span<float> out) {
    const auto channels = static_cast<std::size_t>(maps.channels);
    std::vector<double> sums(channels, 0.0);
    for (int y = rows.begin; y < rows.end; ++y)
        for (int x = columns.begin; x < columns.end; ++x) {
            const auto pixel = (static_cast<std::size_t>(image) * static_cast<std::size_t>(maps.height) +
                                static_cast<std::size_t>(y)) *
                                   static_cast<std::size_t>(maps.width) +
                               static_cast<std::size_t>(x);
            const float* values = maps.values + pixel * channels;
            for (std::size_t c = 0; c < channels; ++c) sums[c] += static_cast<double>(values[c]);
        }
    const double count = (rows.end - rows.begin) * (columns.end - columns.begin);
    std::ranges::transform(sums, out.begin(), [count](double sum) { return static_cast<float>(sum / count); });
}

}  // namespace

Cells cells_of(int i, int grid, int size) {
    return {i * size / grid, ((i + 1) * size + grid - 1) / grid};
}

Encoder::Encoder(const model::Bundle& bundle, std::vector<int> layers)
    : net_(fold(bundle, layers.back())), layers_(std::move(layers)) {}

Plan& Encoder::plan_for(int n, int height, int width) {
    auto& plan = plans_[{n, {height, width}}];
    if (!plan) plan = std::make_unique<Plan>(engine_, store_, net_, n, height, width, layers_);
    return *plan;
}

void Encoder::run(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling,
                  int threads, const std::function<void(std::size_t begin, int layer, const Maps& maps)>& see) {
    omp_set_num_threads(std::max(1, threads));
    for (std::size_t begin = 0; begin < images.size(); begin += images_at_once) {
        const auto some = images.subspan(begin, std::min(images_at_once, images.size() - begin));
        batch_.resize(some.size() * block.input_pixels());
        read_images(block, some, scaling, threads, batch_);
        plan_for(static_cast<int>(some.size()), block.height, block.width)
            .run(stream_, batch_.data(), [&](int layer, const Maps& maps) { see(begin, layer, maps); });
    }
}

std::vector<float> Encoder::pooled(const PixelBlock& block, std::span<const std::size_t> images,
                                   const PixelScaling& scaling, int threads) {
    const auto channels = static_cast<std::size_t>(net_.architecture.channels_after(last_layer));
    std::vector<float> means(images.size() * channels);
    run(block, images, scaling, threads, [&](std::size_t begin, int, const Maps& maps) {
        cell_means(maps, 1, std::span(means).subspan(begin * channels));
    });
    return means;
}

void cell_means(const Maps& maps, int grid, std::span<float> out) {
    const auto channels = static_cast<std::size_t>(maps.channels);
    for (int image = 0; image < maps.n; ++image)
        for (int cell = 0; cell < grid * grid; ++cell) {
            mean_of_cell(maps, image, cells_of(cell / grid, grid, maps.height), cells_of(cell % grid, grid, maps.width),
                         out.first(channels));
            out = out.subspan(channels);
        }
}

}  // namespace synchrony::nn::onednn

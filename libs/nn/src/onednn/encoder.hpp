// The convolutional part of a net, ready to run on images of a set.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "plan.hpp"
#include "set_inputs.hpp"

namespace synchrony::nn::onednn {

class Encoder {
  public:
    static constexpr int last_layer = 4;

    /// Of a checked bundle. Maps after `layers` (1 to 4, ascending) are shown.
    explicit Encoder(const model::Bundle& bundle, std::vector<int> layers = {last_layer});
    explicit Encoder(FoldedNet net) : net_(std::move(net)), layers_{last_layer} {}

    /// Runs those images, some at a time; `see` is told where in `images` the shown ones begin.
    void run(const PixelBlock& block, std::span<const std::size_t> images, const PixelScaling& scaling, int threads,
             const std::function<void(std::size_t begin, int layer, const Maps& maps)>& see);

    /// Of an encoder that shows the last layer: its maps' means over the plane, [image, channel].
    [[nodiscard]] std::vector<float> pooled(const PixelBlock& block, std::span<const std::size_t> images,
                                            const PixelScaling& scaling, int threads);

  private:
    Plan& plan_for(int n, int height, int width);

    FoldedNet net_;
    std::vector<int> layers_;
    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
    WeightStore store_{engine_};
    std::map<std::pair<int, std::pair<int, int>>, std::unique_ptr<Plan>> plans_;
    std::vector<float> batch_;
};

/// Rows or columns of a cell, as adaptive average pooling cuts them: cell i from floor(i h / g) to ceil((i + 1) h / g).
struct Cells {
    int begin = 0, end = 0;
};
[[nodiscard]] Cells cells_of(int i, int grid, int size);

/// Means over grid x grid cells: `out` [n, cell, channel].
void cell_means(const Maps& maps, int grid, std::span<float> out);

}  // namespace synchrony::nn::onednn

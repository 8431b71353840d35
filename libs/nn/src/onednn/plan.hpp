// The encoder laid out for one shape of input: oneDNN's primitives in the order in which they run.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <vector>

#include "folded.hpp"

namespace synchrony::nn::onednn {

/// Feature maps, channels last: [n, height, width, channels].
struct Maps {
    int n = 0, channels = 0, height = 0, width = 0;
    const float* values = nullptr;
};
/// Is shown the maps after layer 1, 2, ...; `values` is valid during the call.
using SeeMaps = std::function<void(int layer, const Maps& maps)>;

/// Taps of a kernel along one side of a map that ever see a pixel; the others see padding alone, as eight of nine do
/// where a map is one pixel. Their weights count nothing and are left out.
struct Taps {
    int first = 0, count = 1;
    int before = 0, after = 0;  ///< padding that is left
    int out = 0;                ///< places of the result
};
[[nodiscard]] Taps taps_of(int size, int kernel, int stride);

/// Weights in the layouts that plans have asked for; each convolution of each layout is kept once. The first layout
/// takes the convolution's own weights away: most nets are only ever run in one, and an image's size never changes.
class WeightStore {
  public:
    explicit WeightStore(const dnnl::engine& engine) : engine_(engine), stream_(engine) {}
    /// Those of the taps in `rows` and `columns`.
    [[nodiscard]] dnnl::memory weights(Convolution& convolution, const Taps& rows, const Taps& columns,
                                       const dnnl::memory::desc& layout);
    [[nodiscard]] dnnl::memory bias(Convolution& convolution);

  private:
    dnnl::engine engine_;
    dnnl::stream stream_;
    std::unordered_map<const Convolution*, std::vector<dnnl::memory>> kept_;
};

class Plan {
  public:
    /// For `n` images of that size; the maps after `layers` (1 to 4, ascending, not empty) will be shown. `store` and
    /// `net` must outlive the plan.
    Plan(const dnnl::engine& engine, WeightStore& store, FoldedNet& net, int n, int height, int width,
         const std::vector<int>& layers);
    /// `images`: [n, channels, height, width].
    void run(dnnl::stream& stream, const float* images, const SeeMaps& see);

  private:
    struct Step {
        dnnl::primitive primitive;
        std::unordered_map<int, dnnl::memory> arguments;
        int layer_seen = 0;  ///< > 0: `seen_` holds the maps after that layer when the step has run
    };
    /// Maps on their way, in a buffer of this number.
    struct Flow {
        dnnl::memory memory;
        std::size_t buffer = 0;
        int channels = 0, height = 0, width = 0;
    };

    Flow make(const dnnl::memory::desc& desc, int channels, int height, int width);
    void give_back(const Flow& flow) { used_[flow.buffer] = false; }
    /// The same maps in that layout; `from` is given back where they had to move.
    Flow laid_out(const Flow& from, const dnnl::memory::desc& desc);
    /// `onto`: what is added to the result before the ReLU, and is overwritten by it; null: nothing.
    Flow convolve(const Flow& in, Convolution& convolution, bool relu, Flow* onto);
    Flow slide(const Flow& in, Convolution& convolution, const Taps& rows, const Taps& columns, bool relu, Flow* onto);
    /// Where all taps see the whole map at once: one product of matrices over the batch.
    Flow multiply(const Flow& in, Convolution& convolution, const Taps& rows, const Taps& columns, bool relu,
                  Flow* onto);
    Flow pool(const Flow& in);
    Flow run_block(const Flow& in, Block& block);
    void show(const Flow& flow, int layer);

    dnnl::engine engine_;
    WeightStore& store_;
    int n_;
    std::vector<Step> steps_;
    Flow input_;
    std::map<int, std::pair<Maps, dnnl::memory>> seen_;
    std::vector<dnnl::memory> buffers_;  ///< reused by steps that come after the last that reads them
    std::vector<bool> used_;
};

}  // namespace synchrony::nn::onednn

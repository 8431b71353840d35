// The last layers of a net written out in double precision, forwards and back: what a score says of the maps before
// them. For a few images at a time; oneDNN runs whole sets.
#pragma once

#include <vector>

#include "folded.hpp"

namespace synchrony::nn {

/// Maps of one image, channels last: [y, x, channel].
struct MapPlane {
    int height = 0, width = 0, channels = 0;
    std::vector<double> values;

    MapPlane() = default;
    MapPlane(int h, int w, int c)
        : height(h),
          width(w),
          channels(c),
          values(static_cast<std::size_t>(h) * static_cast<std::size_t>(w) * static_cast<std::size_t>(c), 0.0) {}
    [[nodiscard]] double* at(int y, int x) { return values.data() + offset(y, x); }
    [[nodiscard]] const double* at(int y, int x) const { return values.data() + offset(y, x); }

  private:
    [[nodiscard]] std::size_t offset(int y, int x) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
               static_cast<std::size_t>(channels);
    }
};

class Tail {
  public:
    /// Layers behind `layer` up to `last`, 1 to 4; none where they are the same.
    Tail(const model::Bundle& bundle, int layer, int last);

    /// What a run leaves behind for the way back.
    struct BlockTrace {
        MapPlane in;
        std::vector<MapPlane> inside;  ///< behind each ReLU but the last
        MapPlane out;
    };
    using Trace = std::vector<BlockTrace>;

    /// Of maps after `layer`; the last entry's `out` holds the maps after `last`.
    [[nodiscard]] Trace run(MapPlane in) const;
    /// d score / d maps after `layer`, of d score / d maps after `last`.
    [[nodiscard]] MapPlane back(const Trace& trace, MapPlane of_last) const;

  private:
    /// A convolution with its weights as [ky, kx, out, in].
    struct Layer {
        Convolution shape;
        std::vector<float> weights;
    };
    struct TailBlock {
        std::vector<Layer> convolutions;
        std::vector<Layer> round;  ///< one or none
    };
    static Layer laid_out(Convolution convolution);
    static MapPlane convolved(const Layer& layer, const MapPlane& in);
    static MapPlane sent_back(const Layer& layer, const MapPlane& of_out, const MapPlane& in);
    static BlockTrace run_block(const TailBlock& block, MapPlane in);
    static MapPlane back_through(const TailBlock& block, const BlockTrace& trace, MapPlane of_out);

    std::vector<TailBlock> blocks_;
};

}  // namespace synchrony::nn

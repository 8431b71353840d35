// Weights of a network as they are shipped in a source: arrays of 16-bit parts, each array with its scale.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace synchrony::beats {

class PackedWeights {
  public:
    PackedWeights(std::span<const std::int16_t> parts, std::span<const float> scales)
        : parts_(parts), scales_(scales) {}

    /// The next array.
    std::vector<float> take(int count) {
        std::vector<float> weights;
        weights.reserve(static_cast<std::size_t>(count));
        for (const auto part : parts_.first(static_cast<std::size_t>(count)))
            weights.push_back(scales_.front() * static_cast<float>(part));
        parts_ = parts_.subspan(static_cast<std::size_t>(count));
        scales_ = scales_.subspan(1);
        return weights;
    }

  private:
    std::span<const std::int16_t> parts_;
    std::span<const float> scales_;
};

}  // namespace synchrony::beats

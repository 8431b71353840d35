// Class activation maps: which places of a network's own maps a score rests on. Zhou et al., "Learning deep features
// for discriminative localization", CVPR 2016; Selvaraju et al., "Grad-CAM", ICCV 2017.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/deep_features.hpp"

namespace synchrony::nn {

/// How a place's channels are weighed. At the layer whose means the score reads over the whole plane, both are CAM.
enum class ActivationWeights : std::uint8_t {
    of_the_place,  ///< by the score's gradient at that place (Draelos and Carin, arXiv:2011.08891)
    of_the_plane   ///< by its mean over the plane, as Grad-CAM does
};

/// A score of one patient and the layer whose maps are asked for.
struct ActivationRequest {
    const model::Bundle* net = nullptr;
    int layer = 2;                      ///< 1 to 4, not behind `place`
    FeaturePlace place;                 ///< whose features the score reads
    std::vector<double> score_weights;  ///< [lead, cell, channel]: the score is the sum of weight x feature. Empty:
                                        ///< the log-odds of the net's own head, which reads layer 4
    ActivationWeights weights = ActivationWeights::of_the_place;
    std::span<const std::size_t> images;  ///< of the set, one a lead
    std::span<const std::size_t> base;    ///< likewise, what they are held against
};

/// Gradient times the difference of the maps of `images` and of `base`, summed over channels. Unlike published maps,
/// what speaks against is kept, below 0.
struct ActivationMaps {
    int height = 0, width = 0;   ///< rows: frequencies, the lowest first; columns: time
    int stride = 1;              ///< cell x sees the pixels around stride * x
    std::vector<double> values;  ///< [lead, height, width]
};

}  // namespace synchrony::nn

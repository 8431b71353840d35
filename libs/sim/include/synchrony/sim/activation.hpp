// When each cell is activated: earliest arrival along the lattice's edges (a graph form of the eikonal equation), from
// several sources at once.
#pragma once

#include <span>
#include <vector>

#include "synchrony/sim/anatomy.hpp"

namespace synchrony::sim {

/// Where and when activation starts.
struct Source {
    std::size_t node = 0;
    double time_ms = 0.0;
};

/// Conduction speed of each cell in mm/ms (= m/s). 0 blocks.
struct Speeds {
    std::vector<float> bulk;   ///< [node]
    std::vector<float> layer;  ///< [node]: along the fast endocardial layer; 0 for cells outside it
};

/// Not reached.
inline constexpr float never_ms = 1e9F;

/// Arrival times, ms; never_ms where blocked or cut off. Dijkstra over 74 directions (steps (1,0,0), (1,1,0), (1,1,1),
/// (2,1,0), (2,1,1)); lengths are scaled so that the error against the straight line is centred on zero, about +-3 %.
/// An edge inside the fast layer takes the layer's speed, any other the harmonic mean of its ends.
[[nodiscard]] std::vector<float> activation_times(const Heart& heart, const Speeds& speeds,
                                                  std::span<const Source> sources);

}  // namespace synchrony::sim

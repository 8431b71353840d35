// One beat at the nine electrodes: what the cells' action potentials amount to on the body's surface.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "synchrony/sim/activation.hpp"
#include "synchrony/sim/anatomy.hpp"
#include "synchrony/sim/scar.hpp"
#include "synchrony/sim/torso.hpp"

namespace synchrony::sim {

/// How long cells stay active. ms.
struct Repolarisation {
    double duration_ms = 300.0;      ///< mean action potential duration of the ventricles
    double outer_shorter_ms = 20.0;  ///< epicardium against endocardium
    /// The right ventricle's share of that: its wall is a third as thick, and neighbours pull each other together.
    double outer_shorter_right_part = 1.0;
    /// How far the septum's right face is endocardium in that: 0 it is as short as an outer wall, 1 as long as the left
    /// face. A septum has no epicardium; where its right face is short, its T wave takes away the lateral wall's.
    double septum_right_long = 0.0;
    double apex_shorter_ms = 8.0;   ///< apex against base
    double right_shorter_ms = 4.0;  ///< right against left ventricle
    /// Cells that are activated late repolarise a little earlier after it, pulled by their neighbours (Franz,
    /// Circulation 1987;75:379: action potentials shorten by about as much as activation is late in normal hearts; far
    /// less is left when activation spreads through muscle).
    double late_shorter = 0.40;
};

/// How a cell of the model goes up. As given: a cell of 4 mm is crossed in 5 ms along the fast layer and in 16 to 20 ms
/// across the wall at 0.2 to 0.25 m/s, seen from all directions about a normal curve; the upstroke itself takes 1 ms.
struct Upstroke {
    double sd_ms = 3.0;  ///< of that normal curve
    /// The QRS complex begins that long before the middle of the first cell's upstroke and ends that long after the
    /// last's: half the time in which a cell of 4 mm is crossed at 0.19 m/s (19 in 20 patients of the preset nanjing
    /// conduct faster), and half of an upstroke of 1 ms.
    double reach_ms = 11.0;
};

/// Potentials of one ventricular beat at the nine electrodes, one value a millisecond; mV before lead formation. They
/// are known up to one time course common to all electrodes, which every lead cancels.
struct BeatPotentials {
    double start_ms = 0.0;                                        ///< of the first value, from the first activation
    double reach_ms = 0.0;                                        ///< of the upstrokes, see Upstroke; 0: a P wave
    std::array<std::vector<float>, electrode_count> potential{};  ///< [electrode][ms]
    [[nodiscard]] std::size_t size() const { return potential[0].size(); }
};

/// Weight of each cell's action potential at each electrode: the discrete divergence of the lead field over open faces,
/// so that the weights of all cells add up to zero. [electrode][node]
using NodeWeights = std::array<std::vector<float>, electrode_count>;
[[nodiscard]] NodeWeights node_weights(const Heart& heart, std::span<const float> activation_ms, const Torso& torso);

/// When each cell repolarises (half way down), ms; never_ms where it was not activated.
[[nodiscard]] std::vector<float> repolarisation_times(const Heart& heart, std::span<const float> activation_ms,
                                                      const Repolarisation& rule);

/// Sums the cells: each goes up at its activation time and down at its repolarisation time. `gain_mv` turns weights
/// into mV. Cost: one pass over the cells, then two short convolutions an electrode.
[[nodiscard]] BeatPotentials beat_potentials(const NodeWeights& weights, std::span<const float> activation_ms,
                                             std::span<const float> repolarisation_ms, double gain_mv,
                                             const Upstroke& upstroke = {});

/// A wave front of part of an atrium: what makes P waves rough. Time and SD as parts of the P wave.
struct AtrialFront {
    double middle = 0.5, sd = 0.05;
    Vec3 moment{};  ///< beside 1 for the right atrium
};

/// The P wave: right atrium, then left, as two dipoles in the upper back of the heart; zero at its onset.
struct AtrialPlan {
    double duration_ms = 115.0;  ///< 120 or less normally, more with a large left atrium
    double amplitude = 1.0;
    double axis_jitter = 0.0;  ///< rad
    std::vector<AtrialFront> fronts{};
};
[[nodiscard]] BeatPotentials atrial_potentials(const AtrialPlan& plan, const Vec3& heart_centre_mm, const Torso& torso);

}  // namespace synchrony::sim

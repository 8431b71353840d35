// Scar of the left ventricle: a dead core that blocks, a border zone that is slow.
#pragma once

#include <cstdint>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/sim/anatomy.hpp"

namespace synchrony::sim {

struct ScarPlan {
    double burden = 0.0;            ///< part of the left ventricle, core and border together, 0 to 0.8
    bool ischemic = false;          ///< one territory, transmural; else patches in the middle and outer wall
    double centre_angle_deg = 0.0;  ///< of the territory
    double centre_height = 0.5;
    std::uint64_t seed = 0;  ///< of its shape
};

/// Shares of the burden that are dead; the rest is border zone. A perfusion defect is larger than the transmural core.
inline constexpr double ischemic_core_part = 0.30;
inline constexpr double patchy_core_part = 0.12;
/// Border zones conduct slower across: surviving tracts are as fast as ever but separated by collagen, so that fronts
/// zigzag (de Bakker, Circulation 1993;88:915: up to 45 ms over 1.4 mm at worst). The part is ours.
inline constexpr double border_speed_part = 0.65;

enum class Tissue : std::uint8_t { healthy, border, dead };

struct Scar {
    std::vector<Tissue> tissue;  ///< [node]
    double burden = 0.0;         ///< part of left-ventricular cells that are border or dead
    double lateral = 0.0;        ///< part of the lateral wall's cells that are
    double septal = 0.0;         ///< likewise of the septum's
};

/// Places exactly round(burden * LV cells) cells of scar.
[[nodiscard]] Scar place_scar(const Heart& heart, const ScarPlan& plan);

/// A territory drawn among the three coronary arteries (LAD 45 %, RCA 30 %, LCx 25 %; the shares are ours).
void draw_territory(ScarPlan& plan, core::RandomStream& random);

/// True on the left ventricle's lateral wall, where CRT's left lead usually goes, and on its septum.
[[nodiscard]] bool on_lateral_wall(const Heart& heart, std::size_t node);
[[nodiscard]] bool on_septum(const Heart& heart, std::size_t node);

}  // namespace synchrony::sim

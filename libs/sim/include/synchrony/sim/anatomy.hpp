// Two ventricles as a lattice of cells: the left one a truncated ellipsoid, the right one a crescent on its septal
// side.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/sim/vector.hpp"

namespace synchrony::sim {

/// What a patient's ventricles look like. Lengths in mm.
struct HeartShape {
    double lvedv_ml = 130.0;           ///< volume of the left cavity
    double lv_wall_mm = 9.5;           ///< end-diastolic; 6-10 mm normally (Lang, J Am Soc Echocardiogr 2015;28:1)
    double rv_wall_mm = 4.5;           ///< 1-5 mm (Lang 2015); at least 1.2 cells, or the wall would have holes
    double elongation = 1.7;           ///< long over short half-axis; remodelled hearts are rounder (about 1.4-1.6)
    double cell_mm = 3.5;              ///< edge of a cell
    Vec3 apex{0.72, 0.48, -0.50};      ///< direction from base to apex, any length
    Vec3 lateral{0.45, 0.00, 0.88};    ///< rough direction of the lateral wall; made perpendicular to `apex`
    Vec3 centre_mm{24.0, 5.0, -18.0};  ///< centre of the left ventricle in the torso
};

enum class Chamber : std::uint8_t { left, right };

/// The lattice, in a frame turned with the heart; cells are addressed by node number elsewhere.
struct Heart {
    double cell_mm = 0.0;
    std::array<int, 3> size{};          ///< cells along each axis; two empty layers on each side
    std::vector<std::int32_t> node_at;  ///< [x + size[0] * (y + size[1] * z)]: node number or -1
    std::vector<std::int32_t> cell_of;  ///< [node]: index into node_at
    std::vector<Vec3> position_mm;      ///< [node], torso frame
    std::vector<Chamber> chamber;       ///< [node]: septal cells belong to the left
    std::vector<float> height;          ///< [node]: 0 at the left ventricle's apex, 1 at its base
    std::vector<float> angle_deg;  ///< [node]: around the long axis, 0 lateral, 90 anterior, 180 septal, 270 inferior
    std::vector<float> depth;      ///< [node]: 0 at the endocardium, 1 at the epicardium; septum: at its right face
    std::vector<std::uint8_t> septum;          ///< [node]: 1 in the left wall where the right cavity lies behind
    std::vector<std::uint8_t> lv_endocardium;  ///< [node]: 1 where the cell touches the left cavity
    std::vector<std::uint8_t> rv_endocardium;  ///< [node]: likewise the right cavity; septal cells can have it
    [[nodiscard]] std::size_t nodes() const { return cell_of.size(); }
};

/// Builds the lattice. Errors (usage): lengths that are not positive or out of proportion, more than 200,000 cells.
[[nodiscard]] core::Result<Heart> build_heart(const HeartShape& shape);

/// The AHA segment (1 to 17; Cerqueira, Circulation 2002;105:539) of a left-ventricular node.
[[nodiscard]] int aha_segment(double height, double angle_deg);

/// The node of that cavity's endocardium nearest to a place given as for Heart::height and angle_deg, among those with
/// alive[node] > 0; in the right cavity on the septum or on the free wall, as `septal` says. 0 where there is none.
[[nodiscard]] std::size_t endocardial_node(const Heart& heart, Chamber cavity, bool septal, double height,
                                           double angle_deg, std::span<const float> alive);

}  // namespace synchrony::sim

// The body as a volume conductor: a homogeneous sphere with nine electrodes, and the twelve leads made of them.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/sim/vector.hpp"

namespace synchrony::sim {

/// RA LA LL V1 V2 V3 V4 V5 V6.
inline constexpr std::size_t electrode_count = 9;

struct Torso {
    double radius_mm = 140.0;
    std::array<Vec3, electrode_count> electrodes{};  ///< on the surface, mm from the centre
};

/// How electrodes are placed on one patient.
struct TorsoPlan {
    double radius_mm = 140.0;
    double misplacement_mm = 10.0;  ///< SD of each chest electrode, along and across; Wenger and Kligfield, J
                                    ///< Electrocardiol 1996;29:179 found V1 and V2 off by 10 mm and more in most
    double limb_spread_mm = 12.0;   ///< SD of the limb electrodes' places: build rather than mistakes
};
[[nodiscard]] Torso draw_torso(const TorsoPlan& plan, core::RandomStream& random);
/// Every electrode where the textbook puts it.
[[nodiscard]] Torso standard_torso(double radius_mm);

/// The lead field of one electrode: potential at `at` (mm, inside) when unit current enters at electrode `e` on the
/// surface of an insulated sphere and leaves evenly through the whole of it; times 4 pi conductivity, 1/mm. Neumann's
/// function of the sphere (Kellogg, Foundations of Potential Theory, 1929, chapter IX). By reciprocity its gradient at
/// a place is the weight of a dipole there. What flows out evenly cancels in every lead.
[[nodiscard]] double lead_field(const Vec3& at, const Vec3& e, double radius_mm);
/// Its gradient, 1/mm^2.
[[nodiscard]] Vec3 lead_field_gradient(const Vec3& at, const Vec3& e, double radius_mm);

/// The twelve leads in the standard order from the nine potentials: Einthoven's, Goldberger's, and the chest against
/// Wilson's terminal (RA + LA + LL) / 3.
template <typename Number>
[[nodiscard]] std::array<Number, 12> leads_of(const std::array<Number, electrode_count>& p) {
    const Number wilson = (p[0] + p[1] + p[2]) / Number(3);
    const Number half = Number(0.5);
    return {p[1] - p[0],
            p[2] - p[0],
            p[2] - p[1],
            p[0] - half * (p[1] + p[2]),
            p[1] - half * (p[0] + p[2]),
            p[2] - half * (p[0] + p[1]),
            p[3] - wilson,
            p[4] - wilson,
            p[5] - wilson,
            p[6] - wilson,
            p[7] - wilson,
            p[8] - wilson};
}

}  // namespace synchrony::sim

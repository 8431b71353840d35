#include "synchrony/sim/torso.hpp"

#include <cmath>
#include <numbers>

namespace synchrony::sim {
namespace {

/// Where an electrode sits: degrees around the long axis of the body (0 at the sternum, 90 left), degrees above (+) or
/// below (-) the level of the torso's centre.
struct Site {
    double around_deg, above_deg;
};
// Chest: V1 and V2 in the fourth space at the sternal borders, V4 to V6 one space lower on the midclavicular, anterior
// and middle axillary lines (Kligfield, Circulation 2007;115:1306). Limbs act where they join the trunk.
constexpr std::array<Site, electrode_count> sites{Site{-62.0, 44.0}, Site{66.0, 42.0}, Site{40.0, -62.0},
                                                  Site{-11.0, 6.0},  Site{11.0, 6.0},  Site{27.0, 0.0},
                                                  Site{43.0, -6.0},  Site{64.0, -6.0}, Site{86.0, -6.0}};

Vec3 on_sphere(const Site& s, double radius) {
    const double a = s.around_deg * std::numbers::pi / 180.0, b = s.above_deg * std::numbers::pi / 180.0;
    return {radius * std::cos(b) * std::sin(a), -radius * std::sin(b), -radius * std::cos(b) * std::cos(a)};
}

}  // namespace

Torso standard_torso(double radius_mm) {
    Torso torso{radius_mm, {}};
    for (std::size_t e = 0; e < electrode_count; ++e) torso.electrodes[e] = on_sphere(sites[e], radius_mm);
    return torso;
}

Torso draw_torso(const TorsoPlan& plan, core::RandomStream& random) {
    Torso torso{plan.radius_mm, {}};
    const double degree_mm = plan.radius_mm * std::numbers::pi / 180.0;
    for (std::size_t e = 0; e < electrode_count; ++e) {
        const double sd = (e < 3 ? plan.limb_spread_mm : plan.misplacement_mm) / degree_mm;
        const double across = sd * random.normal(), along = sd * random.normal();
        torso.electrodes[e] = on_sphere({sites[e].around_deg + across, sites[e].above_deg + along}, plan.radius_mm);
    }
    return torso;
}

double lead_field(const Vec3& at, const Vec3& e, double radius) {
    const double d = norm(at - e);
    return 2.0 / d + std::log(2.0 * radius * radius / (radius * radius - dot(at, e) + radius * d)) / radius;
}

Vec3 lead_field_gradient(const Vec3& at, const Vec3& e, double radius) {
    const Vec3 away = at - e;
    const double d = norm(away), bottom = radius * radius - dot(at, e) + radius * d;
    const Vec3 first = (-2.0 / (d * d * d)) * away;
    return first + (-1.0 / (radius * bottom)) * ((radius / d) * away - e);
}

}  // namespace synchrony::sim

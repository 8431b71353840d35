// Truths: Einthoven's and Goldberger's relations; the surface potential of a dipole at the centre of a sphere is three
// times that in an infinite medium (Wilson and Bayley, Circulation 1950;1:84); no current crosses the sphere's surface
// but at the electrode, so that a difference of lead fields has no normal derivative there; it is harmonic inside.
#include "synchrony/sim/torso.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace synchrony::sim {
namespace {

TEST(Leads, keep_einthoven_and_goldberger) {
    const std::array<double, electrode_count> p{0.3, -0.2, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5};
    const auto l = leads_of(p);
    EXPECT_NEAR(l[0] + l[2], l[1], 1e-15);        // I + III = II
    EXPECT_NEAR(l[3] + l[4] + l[5], 0.0, 1e-15);  // aVR + aVL + aVF = 0
    EXPECT_NEAR(l[3], -(l[0] + l[1]) / 2.0, 1e-15);
    EXPECT_NEAR(l[5], l[1] - l[0] / 2.0, 1e-15);
    EXPECT_NEAR(l[6], 1.0 - (0.3 - 0.2 + 0.9) / 3.0, 1e-15);
}

TEST(LeadField, of_a_central_dipole_is_three_times_the_free_one) {
    const double r = 140.0;
    const Vec3 e{0.0, r, 0.0};
    const Vec3 g = lead_field_gradient({0, 0, 0}, e, r);
    EXPECT_NEAR(g.y, 3.0 / (r * r), 1e-12);
    EXPECT_NEAR(g.x, 0.0, 1e-15);
    // At an angle of 60 degrees from the dipole: 3 cos(60) / R^2.
    const Vec3 d = unit({0.0, 0.5, std::sqrt(3.0) / 2.0});
    EXPECT_NEAR(dot(d, g), 1.5 / (r * r), 1e-12);
}

TEST(LeadField, falls_off_as_near_a_flat_wall_when_close) {
    // Much closer to the electrode than the radius, the surface is a plane and doubles the free field 1/d^2.
    const double r = 1e4, d = 10.0;
    const Vec3 g = lead_field_gradient({0, 0, -(r - d)}, {0, 0, -r}, r);
    EXPECT_NEAR(norm(g) * d * d / 2.0, 1.0, 2e-3);
    EXPECT_LT(g.z, 0.0);  // towards the electrode
}

TEST(LeadField, gradient_is_that_of_the_field) {
    const Vec3 e = standard_torso(150.0).electrodes[5], at{30.0, -12.0, 41.0};
    const double h = 1e-3;
    const Vec3 g = lead_field_gradient(at, e, 150.0);
    const auto slope = [&](const Vec3& step) {
        return (lead_field(at + step, e, 150.0) - lead_field(at - step, e, 150.0)) / (2.0 * h);
    };
    EXPECT_NEAR(g.x, slope({h, 0, 0}), 1e-9);
    EXPECT_NEAR(g.y, slope({0, h, 0}), 1e-9);
    EXPECT_NEAR(g.z, slope({0, 0, h}), 1e-9);
}

TEST(LeadField, difference_is_harmonic_and_insulated) {
    const Torso torso = standard_torso(140.0);
    const auto field = [&](const Vec3& p) {
        return lead_field(p, torso.electrodes[1], 140.0) - lead_field(p, torso.electrodes[0], 140.0);
    };
    const Vec3 at{20.0, 10.0, -30.0};
    const double h = 2.0;
    double laplacian = -6.0 * field(at);
    for (const Vec3& s : {Vec3{h, 0, 0}, Vec3{0, h, 0}, Vec3{0, 0, h}}) laplacian += field(at + s) + field(at - s);
    EXPECT_NEAR(laplacian / (h * h), 0.0, 1e-8);
    for (const Vec3& n : {unit({0.2, 0.9, -0.1}), unit({0.1, 0.1, 0.99}), unit({-0.5, 0.5, -0.7})}) {
        const Vec3 p = 140.0 * n;
        const Vec3 g =
            lead_field_gradient(p, torso.electrodes[1], 140.0) - lead_field_gradient(p, torso.electrodes[0], 140.0);
        EXPECT_NEAR(dot(g, n), 0.0, 1e-9);
    }
}

TEST(Torso, puts_electrodes_where_they_belong) {
    const Torso t = standard_torso(150.0);
    EXPECT_LT(t.electrodes[0].x, 0.0);  // right arm
    EXPECT_GT(t.electrodes[1].x, 0.0);
    EXPECT_GT(t.electrodes[2].y, 100.0);  // leg: to the feet
    EXPECT_LT(t.electrodes[3].x, 0.0);    // V1 right of the sternum
    EXPECT_GT(t.electrodes[4].x, 0.0);
    for (std::size_t e = 3; e + 1 < electrode_count; ++e) EXPECT_LT(t.electrodes[e].x, t.electrodes[e + 1].x);
    for (const auto& e : t.electrodes) EXPECT_NEAR(norm(e), 150.0, 1e-9);
}

}  // namespace
}  // namespace synchrony::sim

// Truths: conservation (weights add up to zero), the far field of a small piece of muscle is that of its dipole, and
// the area under each lead is minus the weighted sum of activation times.
#include "synchrony/sim/beat.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace synchrony::sim {
namespace {

struct Fixture {
    Heart heart;
    Torso torso = standard_torso(150.0);
    std::vector<float> activation;
    Fixture() {
        HeartShape shape;
        shape.cell_mm = 4.0;
        shape.rv_wall_mm = 5.2;
        heart = *build_heart(shape);
        for (const auto& p : heart.position_mm) activation.push_back(static_cast<float>(40.0 + 0.3 * p.x));
    }
};

/// Side by side at the centre, of 2 mm.
Heart two_cells() {
    Heart pair;
    pair.cell_mm = 2.0;
    pair.size = {6, 5, 5};
    pair.node_at.assign(150, -1);
    pair.cell_of = {62, 63};
    pair.node_at[62] = 0;
    pair.node_at[63] = 1;
    pair.position_mm = {{-1, 0, 0}, {1, 0, 0}};
    return pair;
}

TEST(NodeWeights, add_up_to_zero_at_each_electrode) {
    Fixture f;
    for (std::size_t n = 0; n < f.heart.nodes(); n += 7) f.activation[n] = never_ms;  // holes insulate
    for (const auto& w : node_weights(f.heart, f.activation, f.torso)) {
        double sum = 0.0, size = 0.0;
        for (std::size_t n = 0; n < w.size(); ++n) sum += w[n], size += std::abs(w[n]);
        EXPECT_NEAR(sum, 0.0, 1e-4 * size);
        for (std::size_t n = 0; n < w.size(); n += 7) EXPECT_EQ(w[n], 0.0F);
    }
}

TEST(NodeWeights, of_two_cells_are_their_dipole) {
    // Two cells side by side at the centre: one active, one not, is a dipole of moment cell^2 along the line from the
    // active one to the other; its potential is moment . gradient of the lead field.
    const Heart pair = two_cells();
    const Torso torso = standard_torso(150.0);
    const auto w = node_weights(pair, std::vector<float>{0.0F, 10.0F}, torso);
    for (std::size_t e = 0; e < electrode_count; ++e) {
        const double expected = 4.0 * lead_field_gradient({0, 0, 0}, torso.electrodes[e], 150.0).x;
        EXPECT_NEAR(w[e][0], expected, 1e-3 * std::abs(expected) + 1e-9);
    }
}

TEST(Beat, area_of_a_lead_is_the_weighted_sum_of_times) {
    // Each cell is up from activation to repolarisation, so the integral over the beat is weight * duration, and the
    // integral of the QRS part alone (all cells stay up) differs from it by the same sum of activation times.
    Fixture f;
    std::vector<float> down;
    for (const float a : f.activation) down.push_back(a + 300.0F + 0.1F * a);
    const auto weights = node_weights(f.heart, f.activation, f.torso);
    const auto beat = beat_potentials(weights, f.activation, down, 2.0);
    for (std::size_t e = 0; e < electrode_count; ++e) {
        double expected = 0.0, area = 0.0, size = 0.0;
        for (std::size_t n = 0; n < down.size(); ++n) {
            expected += 2.0 * static_cast<double>(weights[e][n]) * (down[n] - f.activation[n]);
            size += std::abs(2.0 * weights[e][n] * 30.0);
        }
        for (const float v : beat.potential[e]) area += v;
        EXPECT_NEAR(area, expected, 1e-3 * size);
        EXPECT_NEAR(beat.potential[e].back(), 0.0, 1e-3);
        EXPECT_NEAR(beat.potential[e].front(), 0.0, 1e-3);
    }
}

/// The dipole that repolarisation sums up to: from cells that are up to neighbours that are down.
Vec3 repolarisation_dipole(const Heart& heart, const std::vector<float>& down) {
    Vec3 sum{0.0, 0.0, 0.0};
    const std::array<std::int64_t, 3> strides{1, heart.size[0],
                                              static_cast<std::int64_t>(heart.size[0]) * heart.size[1]};
    for (std::size_t n = 0; n < heart.nodes(); ++n)
        for (const auto stride : strides) {
            const auto m = heart.node_at[static_cast<std::size_t>(heart.cell_of[n] + stride)];
            if (m < 0) continue;
            const auto other = static_cast<std::size_t>(m);
            sum = sum + (down[n] - down[other]) * (heart.position_mm[other] - heart.position_mm[n]);
        }
    return sum;
}

TEST(Repolarisation, of_a_cup_points_to_its_apex_and_a_long_septum_turns_it_to_the_lateral_wall) {
    // All cells start at once; the outer wall ends earlier. The outward normals of a cup, added up, point along its
    // axis to the closed end (divergence theorem). A septum whose right face ends no earlier takes its part, to the
    // right, out of that sum.
    const HeartShape shape = [] {
        HeartShape s;
        s.cell_mm = 3.0;
        return s;
    }();
    const Heart heart = *build_heart(shape);
    const std::vector<float> together(heart.nodes(), 0.0F);
    Repolarisation rule;
    rule.apex_shorter_ms = rule.right_shorter_ms = rule.outer_shorter_right_part = 0.0;
    // Right cells last as long as the middle of the wall; where they touch the left wall they add little.
    const Vec3 cup = repolarisation_dipole(heart, repolarisation_times(heart, together, rule));
    EXPECT_GT(dot(unit(cup), unit(shape.apex)), std::cos(25.0 * std::numbers::pi / 180.0));
    rule.septum_right_long = 1.0;
    const Vec3 turned = repolarisation_dipole(heart, repolarisation_times(heart, together, rule));
    EXPECT_GT(dot(turned, unit(shape.lateral)), dot(cup, unit(shape.lateral)) + 0.2 * norm(cup));
    EXPECT_NEAR(dot(turned, unit(shape.apex)), dot(cup, unit(shape.apex)), 0.35 * norm(cup));
}

/// Time from 10 to 90 % of `level`, between samples by linear interpolation, ms.
double rise_ms(const std::vector<float>& x, std::size_t end, double level) {
    const auto reached = [&](double part) {
        std::size_t i = 1;
        while (i < end && x[i] / level < part) ++i;
        return static_cast<double>(i) - (x[i] / level - part) / ((x[i] - x[i - 1]) / level);
    };
    return reached(0.9) - reached(0.1);
}

TEST(Beat, a_cell_rises_as_a_normal_distribution_does) {
    // From 10 to 90 % of a normal distribution are 2.563 SDs.
    const Torso torso = standard_torso(150.0);
    const std::vector<float> up{30.0F, 200.0F}, down{500.0F, 700.0F};
    const auto weights = node_weights(two_cells(), up, torso);
    for (const double sd : {1.5, 3.0}) {
        const auto beat = beat_potentials(weights, up, down, 1.0, {.sd_ms = sd, .reach_ms = 7.0});
        EXPECT_EQ(beat.reach_ms, 7.0);
        const auto& x = beat.potential[5];
        EXPECT_NEAR(rise_ms(x, 120, x[120]), 2.563 * sd, 0.25);
    }
}

TEST(Atria, a_front_adds_its_own_dipole_at_its_own_time) {
    // Beside the waves of both atria, a front without moment is nothing, and one that moves to the left makes lead I
    // more positive, most at its middle (30 ms of 100).
    const Torso torso = standard_torso(150.0);
    const Vec3 heart{24.0, 5.0, -18.0};
    const auto smooth = atrial_potentials({.duration_ms = 100.0}, heart, torso);
    const auto still = atrial_potentials({.duration_ms = 100.0, .fronts = {{0.3, 0.05, {}}}}, heart, torso);
    const auto left = atrial_potentials({.duration_ms = 100.0, .fronts = {{0.3, 0.05, {1.0, 0.0, 0.0}}}}, heart, torso);
    std::vector<double> gained;
    for (std::size_t i = 0; i < smooth.size(); ++i) {
        EXPECT_EQ(still.potential[1][i], smooth.potential[1][i]);
        const auto lead_i = [i](const BeatPotentials& p) { return p.potential[1][i] - p.potential[0][i]; };
        gained.push_back(lead_i(left) - lead_i(smooth));
    }
    EXPECT_GT(gained[30], 0.0);
    EXPECT_NEAR(static_cast<double>(std::ranges::max_element(gained) - gained.begin()), 30.0, 1.0);
    EXPECT_LT(std::abs(gained[60]), 1e-3 * gained[30]);
}

TEST(Beat, points_where_activation_goes) {
    Fixture f;  // activation runs to the left
    const auto weights = node_weights(f.heart, f.activation, f.torso);
    const std::vector<float> down(f.activation.size(), 400.0F);
    const auto beat = beat_potentials(weights, f.activation, down, 1.0);
    double lead_i = 0.0;
    for (std::size_t i = 0; i < 90; ++i) lead_i += beat.potential[1][i] - beat.potential[0][i];
    EXPECT_GT(lead_i, 0.0);
}

}  // namespace
}  // namespace synchrony::sim

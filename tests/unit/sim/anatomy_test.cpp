// Truths: volumes of solids by formula.
#include "synchrony/sim/anatomy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace synchrony::sim {
namespace {

Heart heart_of(const HeartShape& shape) {
    auto heart = build_heart(shape);
    EXPECT_TRUE(heart) << heart.error().message();
    return *heart;
}

/// Volume between two ellipsoids of revolution cut at `base` above the equator: pi a^2 (z - z^3 / 3 c^2) from -c to
/// base.
double cut_volume(double a, double c, double base) {
    const auto up_to = [&](double z) { return z - z * z * z / (3.0 * c * c); };
    return std::numbers::pi * a * a * (up_to(base) - up_to(-c));
}

TEST(Anatomy, left_wall_has_the_volume_of_its_solid) {
    HeartShape shape;
    shape.lvedv_ml = 200.0;
    shape.cell_mm = 2.5;
    const Heart heart = heart_of(shape);
    const double cells = static_cast<double>(std::ranges::count(heart.chamber, Chamber::left));
    // By hand: 200 ml = 1.125 pi a^2 c with c = 1.7 a.
    const double a = std::cbrt(200e3 / (1.125 * std::numbers::pi * 1.7)), c = 1.7 * a, w = shape.lv_wall_mm;
    const double expected = cut_volume(a + w, c + 0.7 * w, 0.5 * c) - 200e3;
    EXPECT_NEAR(cells * std::pow(shape.cell_mm, 3), expected, 0.03 * expected);
}

TEST(Anatomy, is_a_few_thousand_cells_that_hang_together) {
    HeartShape shape;
    shape.lvedv_ml = 286.0;
    shape.cell_mm = 4.0;
    shape.rv_wall_mm = 5.2;
    const Heart heart = heart_of(shape);
    EXPECT_GT(heart.nodes(), 2500U);
    EXPECT_LT(heart.nodes(), 8000U);
    std::vector<char> seen(heart.nodes(), 0);
    std::vector<std::size_t> stack{0};
    seen[0] = 1;
    std::size_t count = 1;
    while (!stack.empty()) {
        const auto cell = heart.cell_of[stack.back()];
        stack.pop_back();
        for (const int step :
             {1, -1, heart.size[0], -heart.size[0], heart.size[0] * heart.size[1], -heart.size[0] * heart.size[1]}) {
            const auto next = heart.node_at[static_cast<std::size_t>(cell + step)];
            if (next < 0 || seen[static_cast<std::size_t>(next)]) continue;
            seen[static_cast<std::size_t>(next)] = 1;
            ++count;
            stack.push_back(static_cast<std::size_t>(next));
        }
    }
    EXPECT_EQ(count, heart.nodes());
}

TEST(Anatomy, right_ventricle_lies_to_the_right_and_in_front) {
    const Heart heart = heart_of({});
    Vec3 left, right;
    double lefts = 0.0, rights = 0.0;
    for (std::size_t n = 0; n < heart.nodes(); ++n) {
        const bool is_left = heart.chamber[n] == Chamber::left;
        (is_left ? left : right) = (is_left ? left : right) + heart.position_mm[n];
        ++(is_left ? lefts : rights);
    }
    left = (1.0 / lefts) * left;
    right = (1.0 / rights) * right;
    EXPECT_LT(right.x, left.x);  // x to the left
    EXPECT_LT(right.z, left.z);  // z to the back
}

TEST(Anatomy, segments_follow_the_heart_associations_numbers) {
    EXPECT_EQ(aha_segment(0.05, 0.0), 17);
    EXPECT_EQ(aha_segment(0.9, 90.0), 1);     // basal anterior
    EXPECT_EQ(aha_segment(0.9, 150.0), 2);    // basal anteroseptal
    EXPECT_EQ(aha_segment(0.9, 270.0), 4);    // basal inferior
    EXPECT_EQ(aha_segment(0.9, 330.0), 5);    // basal inferolateral
    EXPECT_EQ(aha_segment(0.55, 30.0), 12);   // mid anterolateral
    EXPECT_EQ(aha_segment(0.25, 180.0), 14);  // apical septal
    EXPECT_EQ(aha_segment(0.25, 0.0), 16);    // apical lateral
}

TEST(Anatomy, refuses_shapes_that_cannot_be) {
    const auto refused = [](auto change) {
        HeartShape shape;
        change(shape);
        const auto heart = build_heart(shape);
        return !heart && heart.error().kind == core::ErrorKind::usage;
    };
    EXPECT_TRUE(refused([](HeartShape& s) { s.lvedv_ml = 0.0; }));
    EXPECT_TRUE(refused([](HeartShape& s) { s.cell_mm = 0.1; }));
    EXPECT_TRUE(refused([](HeartShape& s) { s.rv_wall_mm = 1.0; }));
    EXPECT_TRUE(refused([](HeartShape& s) { s.apex = s.lateral; }));
    EXPECT_TRUE(refused([](HeartShape& s) { s.lvedv_ml = std::nan(""); }));
}

}  // namespace
}  // namespace synchrony::sim

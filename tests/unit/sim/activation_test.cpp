// Truths: in a homogeneous block the arrival time is distance over speed; on a sphere's shell, arc over speed.
#include "synchrony/sim/activation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::sim {
namespace {

/// Cells of a solid given by a predicate of the position in mm from the lattice's centre.
template <typename Inside>
Heart solid(int cells, double cell_mm, Inside inside) {
    Heart heart;
    heart.cell_mm = cell_mm;
    heart.size = {cells + 4, cells + 4, cells + 4};
    heart.node_at.assign(static_cast<std::size_t>((cells + 4) * (cells + 4) * (cells + 4)), -1);
    const double half = 0.5 * (cells - 1) * cell_mm;
    for (int z = 0; z < cells; ++z)
        for (int y = 0; y < cells; ++y)
            for (int x = 0; x < cells; ++x) {
                const Vec3 at{x * cell_mm - half, y * cell_mm - half, z * cell_mm - half};
                if (!inside(at)) continue;
                const int cell = x + 2 + (cells + 4) * (y + 2 + (cells + 4) * (z + 2));
                heart.node_at[static_cast<std::size_t>(cell)] = static_cast<std::int32_t>(heart.cell_of.size());
                heart.cell_of.push_back(cell);
                heart.position_mm.push_back(at);
            }
    return heart;
}

Speeds uniform(const Heart& heart, float speed) {
    return {std::vector<float>(heart.nodes(), speed), std::vector<float>(heart.nodes(), 0.0F)};
}

std::size_t nearest(const Heart& heart, const Vec3& to) {
    std::size_t best = 0;
    for (std::size_t n = 1; n < heart.nodes(); ++n)
        if (norm(heart.position_mm[n] - to) < norm(heart.position_mm[best] - to)) best = n;
    return best;
}

TEST(Activation, takes_distance_over_speed_in_a_block) {
    const Heart block = solid(31, 2.0, [](const Vec3&) { return true; });
    const Source source{nearest(block, {0, 0, 0}), 0.0};
    const auto time = activation_times(block, uniform(block, 0.5F), {&source, 1});
    double worst = 0.0, sum = 0.0, count = 0.0;
    for (std::size_t n = 0; n < block.nodes(); ++n) {
        const double expected = norm(block.position_mm[n] - block.position_mm[source.node]) / 0.5;
        if (expected < 30.0) continue;  // relative errors of the first cells say nothing
        const double error = time[n] / expected - 1.0;
        worst = std::max(worst, std::abs(error));
        sum += error;
        ++count;
    }
    EXPECT_LT(worst, 0.035);
    EXPECT_NEAR(sum / count, 0.0, 0.01);
}

TEST(Activation, goes_round_a_shell) {
    const double radius = 40.0;
    const Heart shell = solid(47, 2.0, [&](const Vec3& p) { return std::abs(norm(p) - radius) <= 3.5; });
    const Source source{nearest(shell, {0, 0, -radius}), 0.0};
    const auto time = activation_times(shell, uniform(shell, 1.0F), {&source, 1});
    // To the opposite pole along the shortest way, at the shell's inner face: pi times 36.5 to 40 mm.
    const double at_pole = time[nearest(shell, {0, 0, radius})];
    EXPECT_GT(at_pole, 0.97 * 3.14159 * 36.5);
    EXPECT_LT(at_pole, 1.03 * 3.14159 * 41.0);
}

TEST(Activation, takes_the_earliest_of_several_sources) {
    const Heart block = solid(21, 2.0, [](const Vec3&) { return true; });
    const Source sources[] = {{nearest(block, {-20, 0, 0}), 0.0}, {nearest(block, {20, 0, 0}), 10.0}};
    const auto time = activation_times(block, uniform(block, 1.0F), sources);
    // Fronts from both ends meet where x + 20 = 20 - x + 10, at x = 5.
    EXPECT_NEAR(time[nearest(block, {4, 0, 0})], 24.0, 1.0);
    EXPECT_NEAR(time[nearest(block, {6, 0, 0})], 24.0, 1.0);
    EXPECT_NEAR(time[nearest(block, {20, 0, 0})], 10.0, 1e-4);
}

TEST(Activation, is_blocked_by_dead_cells_and_sped_up_by_the_layer) {
    const Heart block = solid(21, 2.0, [](const Vec3&) { return true; });
    Speeds speeds = uniform(block, 0.5F);
    for (std::size_t n = 0; n < block.nodes(); ++n)
        if (std::abs(block.position_mm[n].x) < 2.5) speeds.bulk[n] = 0.0F;  // a wall across
    const Source source{nearest(block, {-20, 0, 0}), 0.0};
    auto time = activation_times(block, speeds, {&source, 1});
    EXPECT_EQ(time[nearest(block, {20, 0, 0})], never_ms);
    EXPECT_EQ(time[nearest(block, {0, 0, 0})], never_ms);

    speeds = uniform(block, 0.5F);
    for (std::size_t n = 0; n < block.nodes(); ++n)
        if (block.position_mm[n].z < -19.0) speeds.layer[n] = 2.0F;
    const Source low{nearest(block, {-20, 0, -20}), 0.0};
    time = activation_times(block, speeds, {&low, 1});
    EXPECT_NEAR(time[nearest(block, {20, 0, -20})], 40.0 / 2.0, 0.03 * 20.0 + 0.1);
}

}  // namespace
}  // namespace synchrony::sim

#include "synchrony/sim/scar.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace synchrony::sim {
namespace {

constexpr double degrees = std::numbers::pi / 180.0;
constexpr double length_mm = 95.0, radius_mm = 40.0;  // of a typical ventricle: puts angle and height on one scale

double turn_deg(double a, double b) {
    return std::abs(std::fmod(a - b + 540.0, 360.0) - 180.0);
}

/// Distance on the wall from a centre, mm; nearer the apex a degree is shorter.
double distance_mm(const Heart& heart, std::size_t n, double angle_deg, double height) {
    const double girth = radius_mm * std::clamp(1.6 * static_cast<double>(heart.height[n]), 0.25, 1.0);
    const double across = girth * degrees * turn_deg(heart.angle_deg[n], angle_deg);
    const double along = length_mm * (heart.height[n] - height);
    return std::hypot(across, along);
}

struct Patch {
    double angle_deg, height, strength;
};

/// The field whose highest values become scar.
std::vector<double> field(const Heart& heart, const std::vector<std::size_t>& cells, const ScarPlan& plan) {
    core::RandomStream random = core::RandomStream(plan.seed).child("scar");
    std::vector<Patch> patches;
    if (plan.ischemic) {
        patches.push_back({plan.centre_angle_deg, plan.centre_height, 1.0});
    } else {
        constexpr int count = 9;
        for (int i = 0; i < count; ++i)
            patches.push_back({360.0 * random.uniform(), 0.15 + 0.8 * random.uniform(), 0.6 + 0.4 * random.uniform()});
    }
    constexpr double ischemic_reach_mm = 45.0, patch_reach_mm = 18.0, ripple = 0.12;
    const double reach = plan.ischemic ? ischemic_reach_mm : patch_reach_mm;
    std::vector<double> value;
    value.reserve(cells.size());
    for (const auto n : cells) {
        double v = 0.0;
        for (const auto& p : patches) {
            const double d = distance_mm(heart, n, p.angle_deg, p.height) / reach;
            v = std::max(v, p.strength * std::exp(-d * d));
        }
        // Infarcts spread from the endocardium; other fibrosis lies in the middle and outer wall (Mahrholdt, Eur Heart
        // J 2005;26:1461).
        const double depth = heart.depth[n];
        v *= plan.ischemic ? 1.0 - 0.25 * depth : 0.55 + 0.45 * depth;
        value.push_back(v + ripple * random.uniform());
    }
    return value;
}

}  // namespace

bool on_lateral_wall(const Heart& heart, std::size_t n) {
    return heart.chamber[n] == Chamber::left && turn_deg(heart.angle_deg[n], 0.0) <= 60.0 && heart.height[n] >= 0.3F &&
           heart.height[n] <= 0.9F;
}

bool on_septum(const Heart& heart, std::size_t n) {
    return heart.chamber[n] == Chamber::left && turn_deg(heart.angle_deg[n], 180.0) <= 60.0 &&
           heart.height[n] >= 0.3F && heart.height[n] <= 0.9F;
}

void draw_territory(ScarPlan& plan, core::RandomStream& random) {
    struct Territory {
        double share, angle_deg, height;
    };
    constexpr Territory territories[] = {{0.45, 130.0, 0.30}, {0.30, 255.0, 0.60}, {0.25, 340.0, 0.55}};
    double u = random.uniform();
    for (const auto& t : territories) {
        plan.centre_angle_deg = t.angle_deg + 20.0 * random.normal();
        plan.centre_height = std::clamp(t.height + 0.10 * random.normal(), 0.05, 0.9);
        if ((u -= t.share) < 0.0) break;
    }
    plan.seed = random.engine()();
}

Scar place_scar(const Heart& heart, const ScarPlan& plan) {
    Scar scar;
    scar.tissue.assign(heart.nodes(), Tissue::healthy);
    std::vector<std::size_t> cells;
    for (std::size_t n = 0; n < heart.nodes(); ++n)
        if (heart.chamber[n] == Chamber::left) cells.push_back(n);
    const double burden = std::clamp(plan.burden, 0.0, 0.8);
    const auto count = static_cast<std::size_t>(std::lround(burden * static_cast<double>(cells.size())));
    if (count > 0) {
        const auto value = field(heart, cells, plan);
        std::vector<std::size_t> order(cells.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return value[a] > value[b]; });
        const double core_part = plan.ischemic ? ischemic_core_part : patchy_core_part;
        const auto dead = static_cast<std::size_t>(core_part * static_cast<double>(count));
        for (std::size_t i = 0; i < count; ++i) scar.tissue[cells[order[i]]] = i < dead ? Tissue::dead : Tissue::border;
    }
    std::array<double, 2> ill{}, all{};
    for (const auto n : cells) {
        const bool sick = scar.tissue[n] != Tissue::healthy;
        if (on_lateral_wall(heart, n)) ++all[0], ill[0] += sick;
        if (on_septum(heart, n)) ++all[1], ill[1] += sick;
    }
    scar.burden = static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(cells.size(), 1));
    scar.lateral = ill[0] / std::max(all[0], 1.0);
    scar.septal = ill[1] / std::max(all[1], 1.0);
    return scar;
}

}  // namespace synchrony::sim

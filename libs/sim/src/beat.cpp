#include "synchrony/sim/beat.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace synchrony::sim {
namespace {

/// Phases 2 to 3: a slow bend, then the fall. Their time constants make T waves rise slowly and fall fast.
constexpr double bend_sd_ms = 36.0, fall_sd_ms = 24.0;
constexpr double lead_in_ms = 20.0, tail_ms = 120.0;
constexpr double longest_beat_ms = 1200.0;

/// Derivative of a smooth step, sampled at whole ms, area 1; SD differs on both sides of the middle.
std::vector<double> bell(double before_sd, double after_sd) {
    const int before = static_cast<int>(std::ceil(3.5 * before_sd)),
              after = static_cast<int>(std::ceil(3.5 * after_sd));
    std::vector<double> k;
    double sum = 0.0;
    for (int i = -before; i <= after; ++i) {
        const double u = i / (i < 0 ? before_sd : after_sd);
        k.push_back(std::exp(-0.5 * u * u));
        sum += k.back();
    }
    for (auto& v : k) v /= sum;
    return k;
}

/// Adds the running sum of (impulses * kernel) to `out`; kernel[middle] stands at the impulse.
void add_steps(const std::vector<double>& impulses, const std::vector<double>& kernel, std::size_t middle, double sign,
               std::vector<double>& out) {
    const std::size_t n = impulses.size();
    std::vector<double> rate(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        if (impulses[i] == 0.0) continue;
        const std::size_t first = i >= middle ? i - middle : 0;
        const std::size_t skip = first + middle - i;
        const std::size_t count = std::min(kernel.size() - skip, n - first);
        for (std::size_t k = 0; k < count; ++k) rate[first + k] += impulses[i] * kernel[skip + k];
    }
    double level = 0.0;
    for (std::size_t i = 0; i < n; ++i) out[i] += sign * (level += rate[i]);
}

void put(std::vector<double>& bins, double time_ms, double value) {
    const double at = std::clamp(time_ms, 0.0, static_cast<double>(bins.size()) - 2.0);
    const auto i = static_cast<std::size_t>(at);
    const double part = at - static_cast<double>(i);
    bins[i] += (1.0 - part) * value;
    bins[i + 1] += part * value;
}

}  // namespace

NodeWeights node_weights(const Heart& heart, std::span<const float> activation, const Torso& torso) {
    NodeWeights weights;
    const std::array<std::int64_t, 3> strides{1, heart.size[0],
                                              static_cast<std::int64_t>(heart.size[0]) * heart.size[1]};
    std::vector<double> field(heart.nodes());
    for (std::size_t e = 0; e < electrode_count; ++e) {
        for (std::size_t n = 0; n < heart.nodes(); ++n)
            field[n] = lead_field(heart.position_mm[n], torso.electrodes[e], torso.radius_mm);
        auto& w = weights[e];
        w.assign(heart.nodes(), 0.0F);
        for (std::size_t n = 0; n < heart.nodes(); ++n) {
            if (activation[n] >= never_ms) continue;
            for (const auto stride : strides) {
                const auto other = heart.node_at[static_cast<std::size_t>(heart.cell_of[n] + stride)];
                if (other < 0 || activation[static_cast<std::size_t>(other)] >= never_ms) continue;
                const auto m = static_cast<std::size_t>(other);
                // -(V_n - V_m)(Z_n - Z_m) h, shared out between the two cells
                const auto flow = static_cast<float>(heart.cell_mm * (field[m] - field[n]));
                w[n] += flow;
                w[m] -= flow;
            }
        }
    }
    return weights;
}

std::vector<float> repolarisation_times(const Heart& heart, std::span<const float> activation,
                                        const Repolarisation& r) {
    double mean = 0.0, count = 0.0;
    for (const float t : activation)
        if (t < never_ms) mean += t, ++count;
    mean /= std::max(count, 1.0);
    std::vector<float> times(heart.nodes(), never_ms);
    for (std::size_t n = 0; n < heart.nodes(); ++n) {
        if (activation[n] >= never_ms) continue;
        const bool right = heart.chamber[n] == Chamber::right;
        double depth = heart.depth[n];
        if (heart.septum[n]) depth = std::lerp(depth, std::min(depth, 1.0 - depth), r.septum_right_long);
        const double outer = right ? r.outer_shorter_ms * r.outer_shorter_right_part : r.outer_shorter_ms;
        double duration = r.duration_ms - outer * (depth - 0.5) +
                          r.apex_shorter_ms * (std::clamp(static_cast<double>(heart.height[n]), 0.0, 1.0) - 0.5) -
                          r.late_shorter * (activation[n] - mean);
        if (right) duration -= r.right_shorter_ms;
        times[n] = static_cast<float>(activation[n] + duration);
    }
    return times;
}

BeatPotentials beat_potentials(const NodeWeights& weights, std::span<const float> activation,
                               std::span<const float> repolarisation, double gain_mv, const Upstroke& upstroke) {
    static const std::vector<double> down = bell(bend_sd_ms, fall_sd_ms);
    const std::vector<double> up = bell(upstroke.sd_ms, upstroke.sd_ms);
    const auto up_middle = static_cast<std::size_t>(std::ceil(3.5 * upstroke.sd_ms));
    static const auto down_middle = static_cast<std::size_t>(std::ceil(3.5 * bend_sd_ms));
    double last = 0.0;
    for (const float t : repolarisation)
        if (t < never_ms) last = std::max(last, static_cast<double>(t));
    BeatPotentials beat;
    beat.start_ms = -lead_in_ms;
    beat.reach_ms = upstroke.reach_ms;
    const auto n = static_cast<std::size_t>(std::min(longest_beat_ms, lead_in_ms + last + tail_ms)) + 2;
    for (std::size_t e = 0; e < electrode_count; ++e) {
        std::vector<double> on(n, 0.0), off(n, 0.0), sum(n, 0.0);
        for (std::size_t i = 0; i < activation.size(); ++i) {
            if (activation[i] >= never_ms) continue;
            put(on, activation[i] + lead_in_ms, weights[e][i]);
            put(off, repolarisation[i] + lead_in_ms, weights[e][i]);
        }
        add_steps(on, up, up_middle, gain_mv, sum);
        add_steps(off, down, down_middle, -gain_mv, sum);
        beat.potential[e].assign(sum.begin(), sum.end());
    }
    return beat;
}

BeatPotentials atrial_potentials(const AtrialPlan& plan, const Vec3& centre, const Torso& torso) {
    // Dipole moments in the units of lead_field_gradient, set so that P is about 0.12 mV in lead II.
    constexpr double moment = 620.0;
    const double c = std::cos(plan.axis_jitter), s = std::sin(plan.axis_jitter);
    const auto turned = [c, s](const Vec3& v) { return Vec3{c * v.x - s * v.y, s * v.x + c * v.y, v.z}; };
    struct Part {
        Vec3 place, moment;
        double middle, sd;  // of the duration
    };
    const Vec3 atria = centre + Vec3{-45.0, -40.0, 35.0};
    std::vector<Part> parts{{atria + Vec3{-15.0, 0.0, -10.0}, unit(turned({0.25, 0.80, -0.50})), 0.36, 0.13},
                            {atria + Vec3{25.0, -5.0, 15.0}, unit(turned({0.85, 0.30, 0.55})), 0.60, 0.15}};
    for (const auto& front : plan.fronts)
        parts.push_back({parts[front.middle < 0.5 ? 0 : 1].place, front.moment, front.middle, front.sd});
    BeatPotentials beat;
    const auto n = static_cast<std::size_t>(plan.duration_ms) + 1;
    for (std::size_t e = 0; e < electrode_count; ++e) {
        beat.potential[e].assign(n, 0.0F);
        for (const auto& part : parts) {
            const double strength =
                moment * plan.amplitude *
                dot(part.moment, lead_field_gradient(part.place, torso.electrodes[e], torso.radius_mm));
            for (std::size_t i = 0; i < n; ++i) {
                const double x = static_cast<double>(i) / static_cast<double>(n - 1);
                const double u = (x - part.middle) / part.sd, edge = std::sin(std::numbers::pi * x);
                beat.potential[e][i] += static_cast<float>(strength * edge * std::exp(-0.5 * u * u));
            }
        }
    }
    return beat;
}

}  // namespace synchrony::sim

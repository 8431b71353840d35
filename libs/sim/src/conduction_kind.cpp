#include "synchrony/sim/conduction_kind.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace synchrony::sim {
namespace {

// Speeds before all are stretched to a QRS duration, m/s; what counts is their ratio. Along fibres human myocardium
// conducts at 0.6 to 1 (de Bakker, Circulation 1993;88:915: 0.6 to 1 in surviving tracts), across them at a third to a
// half of that, and fronts run across them through the wall: 0.2 to 0.5. Over the ventricles' surface, Purkinje network
// included, 2.1 +- 0.5 in people with normal hearts and 1.6 +- 0.4 in CRT candidates (non-invasive imaging: Berger,
// PLoS One 2011;6:e16255). Where the network is only met from the muscle it leads less.
constexpr double myocardium = 0.32;
constexpr double network_led = 1.8;        // right block, incomplete left block
constexpr double network_met = 0.85;       // proximal LBBB: retrograde entry into a whole network
constexpr double network_sick = 0.7;       // distal LBBB
constexpr double network_slow = 1.2;       // nonspecific delay
constexpr double myocardium_slow = 0.28;   // nonspecific delay: fibrosis and stretch
constexpr double network_right = 2.6;      // right network in LBBB
constexpr double network_met_right = 0.7;  // RBBB and pacing: right endocardium reached from the muscle

// Breakthroughs. Left: middle of the septum, high anterior paraseptal wall, posterior paraseptal wall a third of the
// way from apex to base, all within 5 ms; right: near the insertion of the anterior papillary muscle, 5 to 10 ms later
// (Durrer, Circulation 1970;41:899).
constexpr Breakthrough left_septal{Chamber::left, 0.58, 185.0, 0.0, true};
constexpr Breakthrough left_anterior{Chamber::left, 0.70, 55.0, 4.0, false};
constexpr Breakthrough left_posterior{Chamber::left, 0.62, 305.0, 5.0, false};
constexpr Breakthrough right_papillary{Chamber::right, 0.50, 135.0, 0.0, false};
constexpr Breakthrough right_septal{Chamber::right, 0.50, 175.0, 0.0, true};
constexpr Breakthrough right_inferior{Chamber::right, 0.55, 215.0, 9.0, false};
constexpr double right_after_left_ms = 6.0;

// The same in people with normal conduction, fitted together with hearts_of_people() of preset.cpp: the septum first
// and high, so that r waves grow from V1 to V4; the network fast, and about the right septum too, which else would take
// away the lateral wall's forces. Other kinds keep the places above, which the CRT candidates' table was met with.
constexpr Breakthrough normal_septal{Chamber::left, 0.80, 164.0, 0.0, true};
constexpr Breakthrough normal_anterior{Chamber::left, 0.75, 90.0, 10.8, false};
constexpr Breakthrough normal_posterior{Chamber::left, 0.62, 295.0, 8.9, false};
constexpr Breakthrough normal_right_papillary{Chamber::right, 0.51, 120.0, 8.7, false};
constexpr Breakthrough normal_right_inferior{Chamber::right, 0.55, 215.0, 14.8, false};
constexpr double network_normal_left = 3.0, network_normal_right = 1.3;
/// Left bundle late by this much after the right in incomplete block: less than the front takes through the septum, so
/// that part of it is left to the left bundle.
constexpr double incomplete_delay_ms = 28.0;
constexpr Breakthrough right_apex{Chamber::right, 0.18, 180.0, 0.0, true};

/// In LBBB the front comes out on the left side of the septum, stalls, and goes on in a U round a line of slow
/// conduction between septum and lateral wall (Auricchio, Circulation 2004;109:1133: 23 of 24 patients; anterior in 12,
/// lateral in 8, inferior in 3): there the network is not met yet.
constexpr double left_gap_deg = 35.0, left_gap_sd_deg = 8.0;

/// Patients differ about these values by that much (coefficient of variation, or SD of a place).
constexpr double speed_variation = 0.08, height_sd = 0.05, angle_sd_deg = 9.0, time_sd_ms = 1.5;

struct Name {
    Conduction kind;
    std::string_view text;
};
constexpr std::array kind_names{Name{Conduction::normal, "normal"},
                                Name{Conduction::lbbb_proximal, "lbbb_proximal"},
                                Name{Conduction::lbbb_distal, "lbbb_distal"},
                                Name{Conduction::incomplete_lbbb, "incomplete_lbbb"},
                                Name{Conduction::rbbb, "rbbb"},
                                Name{Conduction::left_anterior_block, "left_anterior_block"},
                                Name{Conduction::nonspecific, "nonspecific"},
                                Name{Conduction::paced_rv, "paced_rv"}};

std::vector<Breakthrough> later(std::vector<Breakthrough> sites, double by_ms) {
    for (auto& s : sites) s.time_ms += by_ms;
    return sites;
}

void add(std::vector<Breakthrough>& to, const std::vector<Breakthrough>& sites) {
    to.insert(to.end(), sites.begin(), sites.end());
}

ConductionPlan standard_plan(Conduction kind) {
    ConductionPlan plan;
    plan.kind = kind;
    plan.myocardium_m_s = myocardium;
    plan.lv_layer_m_s = plan.rv_layer_m_s = network_led;
    plan.layer_reach = 1.0;
    plan.right_septum_fast = complete_lbbb(kind) || kind == Conduction::incomplete_lbbb || kind == Conduction::paced_rv;
    const std::vector<Breakthrough> left{left_septal, left_anterior, left_posterior};
    const std::vector<Breakthrough> right{right_papillary, right_septal, right_inferior};
    // Where the left bundle works, the septum is activated from the left.
    const std::vector<Breakthrough> right_free_wall{right_papillary, right_inferior};
    auto& sites = plan.breakthroughs;
    switch (kind) {
        case Conduction::normal:
            plan.lv_layer_m_s = network_normal_left;
            plan.rv_layer_m_s = network_normal_right;
            plan.right_septum_fast = true;
            sites = {normal_septal, normal_anterior, normal_posterior, normal_right_papillary, normal_right_inferior};
            break;
        case Conduction::lbbb_proximal:
            plan.lv_layer_m_s = network_met;
            plan.rv_layer_m_s = network_right;
            plan.left_gap_deg = left_gap_deg;
            sites = right;
            break;
        case Conduction::lbbb_distal:
            plan.lv_layer_m_s = network_sick;
            plan.rv_layer_m_s = network_right;
            plan.left_gap_deg = left_gap_deg;
            sites = right;
            break;
        case Conduction::incomplete_lbbb:
            plan.lv_layer_m_s = 0.5 * (network_met + network_led);
            sites = right;
            add(sites, later(left, incomplete_delay_ms));
            break;
        case Conduction::rbbb:
            plan.rv_layer_m_s = network_met_right;
            sites = left;
            break;
        case Conduction::left_anterior_block:
            plan.lv_layer_m_s = network_sick;
            sites = later({left_septal}, 6.0);
            sites.push_back(left_posterior);
            sites.back().time_ms = 0.0;
            add(sites, later(right_free_wall, right_after_left_ms));
            break;
        case Conduction::nonspecific:
            plan.myocardium_m_s = myocardium_slow;
            plan.lv_layer_m_s = network_slow;
            plan.slow_patch = 1.0;
            sites = left;
            add(sites, later(right_free_wall, right_after_left_ms));
            break;
        case Conduction::paced_rv:
            plan.lv_layer_m_s = network_sick;
            plan.rv_layer_m_s = network_met_right;
            sites = {right_apex};
            break;
    }
    return plan;
}

}  // namespace

std::string_view name_of(Conduction c) {
    return std::ranges::find(kind_names, c, &Name::kind)->text;
}

std::optional<Conduction> conduction_of(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name, &Name::text);
    if (found == kind_names.end()) return std::nullopt;
    return found->kind;
}

bool complete_lbbb(Conduction c) {
    return c == Conduction::lbbb_proximal || c == Conduction::lbbb_distal;
}

TypicalQrs typical_qrs(Conduction c) {
    switch (c) {
        case Conduction::normal:
            return {104.0, 9.0};
        case Conduction::left_anterior_block:
            return {106.0, 6.0};
        case Conduction::incomplete_lbbb:
            return {122.0, 8.0};
        case Conduction::rbbb:
            return {146.0, 12.0};
        case Conduction::nonspecific:
            return {142.0, 14.0};
        case Conduction::lbbb_proximal:
            return {166.0, 16.0};
        case Conduction::lbbb_distal:
            return {176.0, 18.0};
        case Conduction::paced_rv:
            return {182.0, 16.0};
    }
    return {};
}

ConductionPlan draw_plan(Conduction kind, core::RandomStream& random) {
    ConductionPlan plan = standard_plan(kind);
    const auto varied = [&random](double value) { return value * std::exp(speed_variation * random.normal()); };
    plan.lv_layer_m_s = varied(plan.lv_layer_m_s);
    plan.rv_layer_m_s = varied(plan.rv_layer_m_s);
    plan.layer_reach = std::clamp(plan.layer_reach + 0.05 * random.normal(), 0.85, 1.0);
    if (plan.left_gap_deg > 0.0)
        plan.left_gap_deg = std::clamp(plan.left_gap_deg + left_gap_sd_deg * random.normal(), 20.0, 120.0);
    plan.slow_patch_angle_deg = 360.0 * random.uniform();
    for (auto& site : plan.breakthroughs) {
        site.height = std::clamp(site.height + height_sd * random.normal(), 0.1, 0.8);
        site.angle_deg += angle_sd_deg * random.normal();
        site.time_ms = std::max(0.0, site.time_ms + time_sd_ms * random.normal());
    }
    double first = plan.breakthroughs.front().time_ms;
    for (const auto& site : plan.breakthroughs) first = std::min(first, site.time_ms);
    for (auto& site : plan.breakthroughs) site.time_ms -= first;
    return plan;
}

namespace {

/// Blocks living cells that hang together with fewer others than the largest piece does: islands in a scar.
void keep_largest_piece(const Heart& heart, std::vector<float>& bulk) {
    std::vector<int> piece(heart.nodes(), -1);
    std::vector<std::size_t> sizes, stack;
    for (std::size_t start = 0; start < heart.nodes(); ++start) {
        if (piece[start] >= 0 || !(bulk[start] > 0.0F)) continue;
        const int number = static_cast<int>(sizes.size());
        sizes.push_back(0);
        piece[start] = number;
        stack.push_back(start);
        while (!stack.empty()) {
            const auto cell = heart.cell_of[stack.back()];
            stack.pop_back();
            ++sizes.back();
            for (int z = -1; z <= 1; ++z)
                for (int y = -1; y <= 1; ++y)
                    for (int x = -1; x <= 1; ++x) {
                        const auto next =
                            heart.node_at[static_cast<std::size_t>(cell + x + heart.size[0] * (y + heart.size[1] * z))];
                        if (next < 0) continue;
                        const auto n = static_cast<std::size_t>(next);
                        if (piece[n] >= 0 || !(bulk[n] > 0.0F)) continue;
                        piece[n] = number;
                        stack.push_back(n);
                    }
        }
    }
    if (sizes.empty()) return;
    const auto largest = static_cast<int>(std::ranges::max_element(sizes) - sizes.begin());
    for (std::size_t n = 0; n < bulk.size(); ++n)
        if (piece[n] != largest) bulk[n] = 0.0F;
}

}  // namespace

Speeds speeds_of(const ConductionPlan& plan, const Heart& heart, const Scar& scar) {
    Speeds speeds;
    speeds.bulk.resize(heart.nodes());
    speeds.layer.assign(heart.nodes(), 0.0F);
    constexpr double patch_half_angle_deg = 55.0;
    for (std::size_t n = 0; n < heart.nodes(); ++n) {
        const Tissue tissue = scar.tissue[n];
        double v = plan.myocardium_m_s;
        const double turn = std::abs(std::fmod(heart.angle_deg[n] - plan.slow_patch_angle_deg + 540.0, 360.0) - 180.0);
        if (heart.chamber[n] == Chamber::left && turn < patch_half_angle_deg) v *= plan.slow_patch;
        if (tissue == Tissue::dead) v = 0.0;
        if (tissue == Tissue::border) v *= border_speed_part;
        speeds.bulk[n] = static_cast<float>(v);
        if (tissue != Tissue::healthy || heart.height[n] > plan.layer_reach) continue;
        const double from_septum = std::abs(std::fmod(heart.angle_deg[n] - 180.0 + 540.0, 360.0) - 180.0);
        if (heart.lv_endocardium[n] && from_septum >= plan.left_gap_deg)
            speeds.layer[n] = static_cast<float>(plan.lv_layer_m_s);
        const bool septal = heart.chamber[n] == Chamber::left;
        if (heart.rv_endocardium[n] && (plan.right_septum_fast || !septal))
            speeds.layer[n] = static_cast<float>(plan.rv_layer_m_s);
    }
    keep_largest_piece(heart, speeds.bulk);
    for (std::size_t n = 0; n < heart.nodes(); ++n)
        if (!(speeds.bulk[n] > 0.0F)) speeds.layer[n] = 0.0F;
    return speeds;
}

std::vector<Source> sources_of(const ConductionPlan& plan, const Heart& heart, const Speeds& speeds) {
    std::vector<Source> sources;
    for (const auto& site : plan.breakthroughs)
        sources.push_back({endocardial_node(heart, site.cavity, site.septal, site.height, site.angle_deg, speeds.bulk),
                           site.time_ms});
    return sources;
}

double activation_span_ms(std::vector<float> times) {
    std::erase(times, never_ms);
    if (times.empty()) return 0.0;
    constexpr double seen = 0.98;
    const auto last = static_cast<std::ptrdiff_t>(seen * static_cast<double>(times.size() - 1));
    std::nth_element(times.begin(), times.begin() + last, times.end());
    const float end = times[static_cast<std::size_t>(last)];
    return end - *std::min_element(times.begin(), times.begin() + last + 1);
}

}  // namespace synchrony::sim

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "integral.hpp"
#include "synchrony/measure/intervals.hpp"
#include "synchrony/measure/quality.hpp"

namespace synchrony::measure {
namespace {

using Wave1 = std::vector<double>;  // a lead from QRS onset to T end, from the level before it

// I and II from V1..V6: least squares over QRS and T of the median beats of LUDB, each record scaled to unit power.
constexpr std::array<std::array<double, 6>, 2> limb_from_chest = {
    {{-0.588, 0.453, -0.030, -0.182, 0.364, 0.452}, {-0.130, -0.082, 0.127, 0.105, 0.156, 0.523}}};
constexpr double p_weight = 2.0;     // of a P wave that points the wrong way, in units of log error
constexpr double limb_margin = 0.8;  // log error an exchange must gain before it is suspected: 1 false alarm in 100
constexpr double chest_ratio = 0.9;  // an exchange must make neighbours this much more alike
constexpr double far_chest_ratio = 0.75, far_limb_ratio = 0.9;  // of leads that are not neighbours
constexpr double reversed_limb_ratio = 0.5;

struct Limb {
    Wave1 one, two;
    double p_one = 0.0, p_two = 0.0;
};

// What I and II are if the electrodes were exchanged and the recording is put right.
Limb put_right(const Limb& m, LeadSwap swap) {
    Limb r = m;
    const auto mix = [](double one, double two, LeadSwap s) -> std::pair<double, double> {
        switch (s) {
            case LeadSwap::la_ra:
                return {-one, two - one};
            case LeadSwap::ra_ll:
                return {one - two, -two};
            case LeadSwap::la_ll:
                return {two, one};
            default:
                return {one, two};
        }
    };
    for (std::size_t i = 0; i < m.one.size(); ++i) std::tie(r.one[i], r.two[i]) = mix(m.one[i], m.two[i], swap);
    std::tie(r.p_one, r.p_two) = mix(m.p_one, m.p_two, swap);
    return r;
}

// Part of the P wave's area in I, II and between that points away from where the sinus node sends it.
double wrong_p(const Limb& l) {
    const double all = std::abs(l.p_one) + std::abs(l.p_two) + std::abs(l.p_two - l.p_one);
    return all > 0.0 ? (std::max(0.0, -l.p_one) + std::max(0.0, -l.p_two)) / all : 0.0;
}

double difference(const Wave1& a, const Wave1& b) {
    double d = 0.0, power = 1e-9;
    for (std::size_t i = 0; i < a.size(); ++i) {
        d += (a[i] - b[i]) * (a[i] - b[i]);
        power += a[i] * a[i] + b[i] * b[i];
    }
    return d / power;
}

using Order = std::array<std::size_t, 6>;
constexpr Order as_named = {0, 1, 2, 3, 4, 5};

/// Differences of each pair of chest leads, once: orders are many.
using Differences = std::array<std::array<double, 6>, 6>;

double unlikeness(const Differences& between, const Order& order) {
    double d = 0.0;
    for (std::size_t i = 0; i + 1 < 6; ++i) d += between[order[i]][order[i + 1]];
    return d;
}

/// What V1..V6 in that order leave of I and II, against their own power.
double limb_error(const Limb& limb, const std::array<Wave1, 6>& chest, const Order& order) {
    double error = 0.0, power = 1e-9;
    for (std::size_t i = 0; i < limb.one.size(); ++i) {
        double one = limb.one[i], two = limb.two[i];
        power += one * one + two * two;
        for (std::size_t l = 0; l < 6; ++l) {
            one -= limb_from_chest[0][l] * chest[order[l]][i];
            two -= limb_from_chest[1][l] * chest[order[l]][i];
        }
        error += one * one + two * two;
    }
    return error / power;
}

LeadSwap limb_swap(const Limb& measured, const std::array<Wave1, 6>& chest) {
    Wave1 one(measured.one.size(), 0.0), two = one;
    for (std::size_t l = 0; l < 6; ++l)
        for (std::size_t i = 0; i < one.size(); ++i) {
            one[i] += limb_from_chest[0][l] * chest[l][i];
            two[i] += limb_from_chest[1][l] * chest[l][i];
        }
    const auto cost = [&](LeadSwap s) {
        const Limb r = put_right(measured, s);
        double e = 1e-9;
        for (std::size_t i = 0; i < one.size(); ++i)
            e += (r.one[i] - one[i]) * (r.one[i] - one[i]) + (r.two[i] - two[i]) * (r.two[i] - two[i]);
        return std::log(e) + p_weight * wrong_p(r);
    };
    const double as_it_is = cost(LeadSwap::none);
    LeadSwap best = LeadSwap::none;
    double least = as_it_is - limb_margin;
    for (const LeadSwap s : {LeadSwap::la_ra, LeadSwap::ra_ll, LeadSwap::la_ll})
        if (const double c = cost(s); c < least) {
            least = c;
            best = s;
        }
    return best;
}

struct ChestOrder {
    LeadSwap swap;
    Order order;
    double ratio;       ///< of unlikeness that the order must come below
    double limb_ratio;  ///< likewise of what is left of the limb leads; 0: not asked
};

Order exchanged(std::size_t a, std::size_t b) {
    Order order = as_named;
    std::swap(order[a], order[b]);
    return order;
}

std::vector<ChestOrder> chest_orders() {
    using enum LeadSwap;
    std::vector<ChestOrder> orders;
    constexpr std::array<LeadSwap, 5> near = {v1_v2, v2_v3, v3_v4, v4_v5, v5_v6};
    for (std::size_t i = 0; i < near.size(); ++i) orders.push_back({near[i], exchanged(i, i + 1), chest_ratio, 0.0});
    constexpr std::array<LeadSwap, 10> far = {v1_v3, v2_v4, v3_v5, v4_v6, v1_v4, v2_v5, v3_v6, v1_v5, v2_v6, v1_v6};
    std::size_t next = 0;
    for (std::size_t apart = 2; apart < 6; ++apart)
        for (std::size_t i = 0; i + apart < 6; ++i)
            orders.push_back({far[next++], exchanged(i, i + apart), far_chest_ratio, far_limb_ratio});
    // Turned round the neighbours are as alike as before: the limb leads alone must tell.
    orders.push_back({chest_reversed, {5, 4, 3, 2, 1, 0}, 1.0 + 1e-9, reversed_limb_ratio});
    return orders;
}

/// Whether the QRS complex points more to V1 than to V6: it does so where the electrodes stand in reverse. A heart of
/// low voltage leaves little to compare with limb leads, but still points to its apex.
bool points_to_first(const std::array<Wave1, 6>& chest, std::size_t qrs_samples) {
    double toward = 0.0;
    for (std::size_t i = 0; i < std::min(qrs_samples, chest[0].size()); ++i) toward += chest[0][i] - chest[5][i];
    return toward > 0.0;
}

LeadSwap chest_swap(const Limb& limb, const std::array<Wave1, 6>& chest, std::size_t qrs_samples) {
    static const std::vector<ChestOrder> orders = chest_orders();
    Differences between{};
    for (std::size_t a = 0; a < 6; ++a)
        for (std::size_t b = a + 1; b < 6; ++b) between[a][b] = between[b][a] = difference(chest[a], chest[b]);
    const double now = unlikeness(between, as_named), limb_now = limb_error(limb, chest, as_named);
    double least = 1.0;
    LeadSwap best = LeadSwap::none;
    for (const auto& o : orders) {
        const double ratio = unlikeness(between, o.order) / now;
        if (ratio > o.ratio) continue;
        if (o.swap == LeadSwap::chest_reversed && !points_to_first(chest, qrs_samples)) continue;
        const double limb_ratio = o.limb_ratio > 0.0 ? limb_error(limb, chest, o.order) / limb_now : 1.0;
        if (o.limb_ratio > 0.0 && limb_ratio > o.limb_ratio) continue;
        const double score = ratio * limb_ratio;  // both count where both are asked
        if (score < least) {
            least = score;
            best = o.swap;
        }
    }
    return best;
}

}  // namespace

std::string_view name_of(LeadSwap swap) {
    constexpr std::array<std::string_view, 21> names = {"none",
                                                        "LA/RA",
                                                        "RA/LL",
                                                        "LA/LL",
                                                        "V1/V2",
                                                        "V2/V3",
                                                        "V3/V4",
                                                        "V4/V5",
                                                        "V5/V6",
                                                        "limb leads do not fit together",
                                                        "V1/V3",
                                                        "V2/V4",
                                                        "V3/V5",
                                                        "V4/V6",
                                                        "V1/V4",
                                                        "V2/V5",
                                                        "V3/V6",
                                                        "V1/V5",
                                                        "V2/V6",
                                                        "V1/V6",
                                                        "V6 to V1 under the names V1 to V6"};
    return names[static_cast<std::size_t>(swap)];
}

std::optional<LeadSwap> lead_swap(const record::Ecg& beat, const BeatWaves& g) {
    if (!g.qrs || !g.t) return std::nullopt;
    const double fs = beat.sampling_frequency_hz;
    const auto from = static_cast<std::size_t>(std::max(0.0, std::floor(g.qrs->onset_s * fs)));
    const auto to = std::min(static_cast<std::size_t>(beat.sample_count()),
                             static_cast<std::size_t>(std::max(0.0, std::ceil(g.t->end_s * fs))));
    if (from >= to) return std::nullopt;
    const auto cut = [&](const std::vector<float>& x) {
        const double rest = isoelectric_before(std::span<const float>(x), fs, g.qrs->onset_s);
        Wave1 w;
        for (std::size_t i = from; i < to; ++i) w.push_back(static_cast<double>(x[i]) - rest);
        return w;
    };
    std::array<Wave1, 6> chest;
    constexpr std::array<std::string_view, 6> chest_names = {"V1", "V2", "V3", "V4", "V5", "V6"};
    for (std::size_t l = 0; l < 6; ++l) {
        const auto* lead = beat.find_lead(chest_names[l]);
        if (!lead) return std::nullopt;
        chest[l] = cut(lead->samples);
    }
    const auto one = limb_lead(beat, "I"), two = limb_lead(beat, "II");
    if (!one || !two) return std::nullopt;
    Limb limb{cut(*one), cut(*two), 0.0, 0.0};
    if (g.p) {
        const auto area = [&](const std::vector<float>& x) {
            const std::span<const float> s(x);
            return integral(s, fs, g.p->onset_s, g.p->end_s, isoelectric_before(s, fs, g.qrs->onset_s));
        };
        limb.p_one = area(*one);
        limb.p_two = area(*two);
    }
    const LeadSwap limb_answer = limb_swap(limb, chest);
    if (limb_answer != LeadSwap::none) return limb_answer;
    return chest_swap(limb, chest, static_cast<std::size_t>(std::max(0.0, (g.qrs->end_s - g.qrs->onset_s) * fs)));
}

}  // namespace synchrony::measure

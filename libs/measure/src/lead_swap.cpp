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
// Part of the amplitude of I, II and III that may be left in I + III - II. True recordings leave a hundredth; those of
// LUDB, whose gains differ by lead, up to 0.62; leads under each other's names about 1.
constexpr double einthoven_part = 0.7;

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

double unlikeness(const std::array<Wave1, 6>& chest, const std::array<std::size_t, 6>& order) {
    double d = 0.0;
    for (std::size_t i = 0; i + 1 < 6; ++i) d += difference(chest[order[i]], chest[order[i + 1]]);
    return d;
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

LeadSwap chest_swap(const std::array<Wave1, 6>& chest) {
    std::array<std::size_t, 6> order = {0, 1, 2, 3, 4, 5};
    double least = chest_ratio * unlikeness(chest, order);
    LeadSwap best = LeadSwap::none;
    constexpr std::array<LeadSwap, 5> swaps = {LeadSwap::v1_v2, LeadSwap::v2_v3, LeadSwap::v3_v4, LeadSwap::v4_v5,
                                               LeadSwap::v5_v6};
    for (std::size_t i = 0; i < 5; ++i) {
        std::swap(order[i], order[i + 1]);
        if (const double d = unlikeness(chest, order); d < least) {
            least = d;
            best = swaps[i];
        }
        std::swap(order[i], order[i + 1]);
    }
    return best;
}

}  // namespace

std::string_view name_of(LeadSwap swap) {
    constexpr std::array<std::string_view, 10> names = {
        "none",  "LA/RA", "RA/LL", "LA/LL", "V1/V2",
        "V2/V3", "V3/V4", "V4/V5", "V5/V6", "limb leads do not fit together"};
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
        const double rest = rest_before(std::span<const float>(x), fs, g.qrs->onset_s);
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
    const auto one = limb_lead(beat, "I"), two = limb_lead(beat, "II"), three = limb_lead(beat, "III");
    if (!one || !two || !three) return std::nullopt;
    Limb limb{cut(*one), cut(*two), 0.0, 0.0};
    const Wave1 third = cut(*three);
    double left = 0.0, power = 1e-9;
    for (std::size_t i = 0; i < third.size(); ++i) {
        const double e = limb.one[i] + third[i] - limb.two[i];
        left += e * e;
        power += limb.one[i] * limb.one[i] + limb.two[i] * limb.two[i] + third[i] * third[i];
    }
    if (left > einthoven_part * einthoven_part * power) return LeadSwap::inconsistent;
    if (g.p) {
        const auto area = [&](const std::vector<float>& x) {
            const std::span<const float> s(x);
            return integral(s, fs, g.p->onset_s, g.p->end_s, rest_before(s, fs, g.qrs->onset_s));
        };
        limb.p_one = area(*one);
        limb.p_two = area(*two);
    }
    const LeadSwap limb_answer = limb_swap(limb, chest);
    return limb_answer != LeadSwap::none ? limb_answer : chest_swap(chest);
}

}  // namespace synchrony::measure

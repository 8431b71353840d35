#include "delineation/window.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "synchrony/core/scan.hpp"

namespace synchrony::measure::delineation {
namespace {

// Where each boundary may lie, ms from its anchor, and how densely it is looked for (the networks learn on the same
// grid). The ranges hold every label of LUDB's tuning half and QRS complexes up to 260 ms, PR up to 400 ms and JT up to
// 560 ms.
struct Plan {
    double from_ms, to_ms;
    int step;  // samples
};
constexpr std::array<Plan, boundary_count> plans = {{
    {-170.0, 40.0, 2},   // qrs_onset, from the centre
    {-30.0, 200.0, 2},   // qrs_end, from the centre
    {-400.0, -20.0, 4},  // p_onset, from the QRS onset
    {-360.0, -10.0, 4},  // p_peak
    {-320.0, 10.0, 4},   // p_end
    {-10.0, 420.0, 6},   // t_onset, from the QRS end
    {20.0, 500.0, 6},    // t_peak
    {60.0, 580.0, 6},    // t_end
}};

// Floors of the logarithms: below these a slope (as part of the largest) or a height (mV) is taken for noise.
constexpr float slope_floor = 0.01F;
constexpr float height_floor_mv = 0.02F;
constexpr float tiny_slope = 0.05F;                  // mV/s; the largest slope of a lead is never taken smaller
constexpr int prior_wave_room = samples_of_ms(150);  // a P wave is not looked for in the QRS complex of the beat before
constexpr int next_wave_room = samples_of_ms(60);    // nor a T wave in the one after

std::vector<int> both_sides(std::initializer_list<int> offsets) {
    std::vector<int> t;
    for (const int o : offsets) {
        t.push_back(o);
        if (o != 0) t.push_back(-o);
    }
    std::sort(t.begin(), t.end());
    return t;
}

float largest_in(const std::vector<float>& v, int from, int to) {
    from = std::max(from, 0);
    to = std::min(to, static_cast<int>(v.size()) - 1);
    if (to < from) return tiny_slope;
    const auto [low, high] = core::extremes({v.data() + from, v.data() + to + 1});
    return std::max({-low, high, tiny_slope});
}

// Signed by the largest deviation in the stretch, so that upright and inverted waves look alike.
float polarity(const LeadSignals& lead, float rest, int from, int to) {
    from = std::max(from, 0);
    to = std::min(to, static_cast<int>(lead.wave.size()) - 1);
    if (to < from) return 1.0F;
    const auto [low, high] = core::extremes({lead.wave.data() + from, lead.wave.data() + to + 1});
    if (std::abs(low - rest) != std::abs(high - rest))
        return std::abs(low - rest) > std::abs(high - rest) ? -1.0F : 1.0F;
    float best = 0.0F;  // as far on both sides: the first decides
    for (int i = from; i <= to; ++i) {
        const float h = lead.wave[static_cast<std::size_t>(i)] - rest;
        if (std::abs(h) > std::abs(best)) best = h;
    }
    return best < 0.0F ? -1.0F : 1.0F;
}

struct Scales {
    float own = 1.0F, all = 1.0F;  // largest slopes, mV/s: of this lead and of all together
    float own_slow = 1.0F, all_slow = 1.0F;
    float rest = 0.0F, sign = 1.0F;
};

Scales scales_of(const Signals& s, const LeadSignals& lead, const BeatFrame& f, int from, int to) {
    Scales k;
    k.rest = isoelectric_level(lead, f);
    k.own = largest_in(lead.fast, from, to);
    k.all = largest_in(s.all_fast, from, to);
    k.own_slow = largest_in(lead.slow, from, to);
    k.all_slow = largest_in(s.all_slow, from, to);
    k.sign = polarity(lead, k.rest, from, to);
    return k;
}

// std::log is the dearest call here; log2 by exponent and a cubic is within 0.001, far below what the networks resolve.
float quick_log(float x) {
    std::uint32_t bits = 0;
    static_assert(sizeof bits == sizeof x);
    std::memcpy(&bits, &x, sizeof x);
    const float exponent = static_cast<float>(static_cast<int>(bits >> 23) - 127);
    bits = (bits & 0x007fffffU) | 0x3f800000U;
    float m = 0.0F;
    std::memcpy(&m, &bits, sizeof m);
    const float log2m = ((0.15394F * m - 1.03446F) * m + 3.02127F) * m - 2.14010F;
    return 0.693147F * (exponent + log2m);
}

/// v[from ... from + length), its ends held.
std::vector<float> stretch_of(const std::vector<float>& v, int from, int length) {
    const int n = static_cast<int>(v.size());
    std::vector<float> out(static_cast<std::size_t>(length));
    const int before = std::clamp(-from, 0, length), inside = std::clamp(n - from, before, length);
    std::fill_n(out.begin(), before, v.front());
    std::copy(v.begin() + (from + before), v.begin() + (from + inside), out.begin() + before);
    std::fill(out.begin() + inside, out.end(), v.back());
    return out;
}

// x becomes ln(|x| / scale + floor): one loop without a branch, which runs eight samples at once.
void take_logs(std::vector<float>& x, float scale, float floor) {
    for (float& v : x) v = quick_log(std::abs(v) / scale + floor);
}

void fill_channels(Boundary b, const Signals& s, const LeadSignals& lead, const Scales& k, Window& w) {
    const int length = (w.count - 1) * w.step + 1 + 2 * w.reach;
    const auto stretch = [&](const std::vector<float>& v) { return stretch_of(v, w.first - w.reach, length); };
    std::array<std::vector<float>, channel_count> c;
    const bool qrs = is_qrs(b);
    c[0] = stretch(qrs ? lead.fast : lead.slow);
    take_logs(c[0], qrs ? k.own : k.own_slow, slope_floor);
    c[1] = stretch(qrs ? s.all_fast : s.all_slow);
    take_logs(c[1], qrs ? k.all : k.all_slow, slope_floor);
    c[2] = stretch(lead.slow);
    if (qrs)
        take_logs(c[2], k.own_slow, slope_floor);
    else
        for (float& v : c[2]) v = k.sign * v / k.own_slow;
    c[3] = stretch(lead.wave);
    for (float& v : c[3]) v -= k.rest;
    take_logs(c[3], 1.0F, height_floor_mv);
    c[4] = stretch(lead.fast);
    take_logs(c[4], 1.0F, 1.0F);
    w.channels.resize(static_cast<std::size_t>(length * channel_count));
    float* out = w.channels.data();
    for (std::size_t j = 0; j < static_cast<std::size_t>(length); ++j)
        for (std::size_t channel = 0; channel < channel_count; ++channel) *out++ = c[channel][j];
}

}  // namespace

const std::vector<int>& taps(Boundary b) {
    static const std::vector<int> qrs = both_sides({0, 1, 2, 3, 4, 6, 8, 11, 14, 18, 23, 30, 38, 48});
    static const std::vector<int> p = both_sides({0, 2, 4, 8, 12, 17, 22, 28, 35, 43, 52, 64});
    static const std::vector<int> t = both_sides({0, 4, 8, 14, 20, 27, 35, 45, 56, 70, 86, 104});
    return is_qrs(b) ? qrs : is_p(b) ? p : t;
}

int input_count(Boundary b) {
    return static_cast<int>(taps(b).size()) * channel_count + position_count + constant_count;
}

Window make_window(Boundary b, const Signals& s, int lead_index, const BeatFrame& f, int qrs_onset, int qrs_end) {
    const Plan& plan = plans[static_cast<std::size_t>(b)];
    const LeadSignals& lead = s.leads[static_cast<std::size_t>(lead_index)];
    const int n = s.length();
    Window w;
    w.step = plan.step;
    w.reach = taps(b).back();
    w.anchor = is_qrs(b) ? f.centre : is_p(b) ? qrs_onset : qrs_end;
    const int begin = w.anchor + static_cast<int>(std::lround(plan.from_ms * samples_per_ms));
    int from = begin;
    w.origin = begin;
    int to = w.anchor + static_cast<int>(std::lround(plan.to_ms * samples_per_ms));
    if (is_p(b)) from = std::max(from, f.centre - f.before + prior_wave_room);
    if (is_t(b)) to = std::min(to, f.centre + f.after - next_wave_room);
    from = std::max(from, 0);
    to = std::min(to, n - 1);
    from = begin + (from - begin + w.step - 1) / w.step * w.step;  // all beats look on one grid
    w.first = from;
    w.count = to >= from ? (to - from) / w.step + 1 : 0;
    if (w.count == 0) return w;

    const Scales k = is_qrs(b) ? scales_of(s, lead, f, f.centre - samples_of_ms(130), f.centre + samples_of_ms(160))
                               : scales_of(s, lead, f, from, to);
    fill_channels(b, s, lead, k, w);
    const float qrs_slope = largest_in(lead.fast, f.centre - samples_of_ms(100), f.centre + samples_of_ms(100));
    w.constants[0] = std::log(k.own);
    w.constants[1] = std::log(k.all);
    w.constants[2] = std::log(qrs_slope);
    w.constants[3] = std::log(static_cast<float>(f.before) / static_cast<float>(working_rate_hz));
    w.constants[4] = std::log(static_cast<float>(f.after) / static_cast<float>(working_rate_hz));
    w.constants[5] = is_qrs(b) ? 0.0F : static_cast<float>(qrs_end - qrs_onset) / samples_of_ms(100);
    if (lead.standard_index >= 0) w.constants[static_cast<std::size_t>(6 + lead.standard_index)] = 1.0F;
    return w;
}

void write_inputs(Boundary b, const Window& w, float* rows) {
    const auto& offsets = taps(b);
    for (int i = 0; i < w.count; ++i) {
        const float* centre = w.channels.data() + static_cast<std::ptrdiff_t>(w.reach + i * w.step) * channel_count;
        for (const int o : offsets) {
            const float* tap = centre + static_cast<std::ptrdiff_t>(o) * channel_count;
            for (int c = 0; c < channel_count; ++c) rows[c] = tap[c];  // std::copy_n calls memmove for these few
            rows += channel_count;
        }
        const float u = static_cast<float>(w.sample(i) - w.anchor) / samples_of_ms(100);
        *rows++ = u;
        *rows++ = u * u;
        rows = std::copy(w.constants.begin(), w.constants.end(), rows);
    }
}

}  // namespace synchrony::measure::delineation

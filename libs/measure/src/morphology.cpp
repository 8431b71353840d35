#include "synchrony/measure/morphology.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "integral.hpp"

namespace synchrony::measure {
namespace {

// The complex on a grid of 1 ms, smoothed, from the level before it; element 0 stands at QRS onset.
constexpr double grid_s = 0.001;

std::vector<double> on_grid(std::span<const float> lead, double fs, double onset, double end, double sigma_s) {
    const double rest = isoelectric_before(lead, fs, onset);
    const int n = std::max(2, static_cast<int>(std::lround((end - onset) / grid_s)) + 1);
    const int radius = static_cast<int>(std::ceil(3.0 * sigma_s / grid_s));
    std::vector<double> raw(static_cast<std::size_t>(n + 2 * radius)), y(static_cast<std::size_t>(n), 0.0), kernel;
    for (std::size_t i = 0; i < raw.size(); ++i)
        raw[i] = value_at(lead, fs, onset + (static_cast<double>(i) - radius) * grid_s) - rest;
    double norm = 0.0;
    for (int k = -radius; k <= radius; ++k) {
        kernel.push_back(std::exp(-0.5 * k * k * grid_s * grid_s / (sigma_s * sigma_s)));
        norm += kernel.back();
    }
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t k = 0; k < kernel.size(); ++k) y[i] += kernel[k] / norm * raw[i + k];
    return y;
}

struct Stretch {
    int begin, end;  // inclusive
    int sign;
};

// Stretches on one side of the isoelectric level whose excursion is a wave: high and long enough, with its peak inside.
// What only leans on the end of the complex is ST segment.
std::vector<Stretch> stretches(const std::vector<double>& y, const MorphologyOptions& o) {
    std::vector<Stretch> out;
    const int n = static_cast<int>(y.size());
    for (int i = 0; i < n;) {
        const int sign = y[static_cast<std::size_t>(i)] > 0.0 ? 1 : -1;
        int j = i, peak = i;
        while (j + 1 < n && (y[static_cast<std::size_t>(j + 1)] > 0.0 ? 1 : -1) == sign) {
            ++j;
            if (sign * y[static_cast<std::size_t>(j)] > sign * y[static_cast<std::size_t>(peak)]) peak = j;
        }
        const double height = std::abs(y[static_cast<std::size_t>(peak)]);
        const bool high = height >= o.least_wave_mv, lasting = (j - i + 1) * grid_s >= o.least_wave_s;
        constexpr double fall_back = 0.3;  // part of the height lost again before the complex ends
        const bool ends_inside = j + 1 < n || std::abs(y[static_cast<std::size_t>(j)]) <= (1.0 - fall_back) * height;
        if (high && lasting && ends_inside) {
            if (!out.empty() && out.back().sign == sign)
                out.back().end = j;  // a crossing too small to be a wave
            else
                out.push_back({i, j, sign});
        }
        i = j + 1;
    }
    return out;
}

std::string name_of(const std::vector<Deflection>& before, bool positive, double amplitude,
                    const MorphologyOptions& o) {
    const auto count = [&](char letter) {
        return std::count_if(before.begin(), before.end(), [&](const Deflection& d) {
            return std::toupper(static_cast<unsigned char>(d.name[0])) == letter;
        });
    };
    char letter = 'R';
    if (!positive) letter = count('R') > 0 ? 'S' : 'Q';
    std::string name(1, std::abs(amplitude) >= o.capital_mv ? letter : static_cast<char>(std::tolower(letter)));
    name.append(static_cast<std::size_t>(count(letter)), '\'');
    return name;
}

// Local maxima and minima of u between begin and end, alternating, small ripples merged.
std::vector<int> extrema(const std::vector<double>& u, int begin, int end, double least) {
    std::vector<int> e;
    int high = begin, low = begin;
    bool rising = true;
    for (int i = begin; i <= end; ++i) {
        const double v = u[static_cast<std::size_t>(i)];
        if (v > u[static_cast<std::size_t>(high)]) high = i;
        if (v < u[static_cast<std::size_t>(low)]) low = i;
        if (rising && u[static_cast<std::size_t>(high)] - v >= least) {
            e.push_back(high);
            rising = false;
            low = i;
        } else if (!rising && v - u[static_cast<std::size_t>(low)] >= least) {
            e.push_back(low);
            rising = true;
            high = i;
        }
    }
    return e;  // max, min, max, ...
}

/// The last maximum of several that is no ripple on the way back to the baseline: as high as that share of the highest.
std::optional<double> last_peak_of(const std::vector<double>& u, const std::vector<int>& extrema_of_u) {
    constexpr double least_part_of_highest = 0.25;
    if (extrema_of_u.size() < 3) return std::nullopt;
    const auto height = [&](std::size_t k) { return u[static_cast<std::size_t>(extrema_of_u[k])]; };
    double highest = height(0);
    for (std::size_t k = 2; k < extrema_of_u.size(); k += 2) highest = std::max(highest, height(k));
    for (std::size_t k = extrema_of_u.size() - (extrema_of_u.size() % 2 == 1 ? 1 : 2);; k -= 2)
        if (k == 0 || height(k) >= least_part_of_highest * highest) return extrema_of_u[k] * grid_s;
}

void find_notches(const std::vector<double>& y, const Stretch& s, std::size_t index, double least, QrsMorphology& m) {
    std::vector<double> u(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) u[i] = s.sign * y[i];
    const auto e = extrema(u, s.begin, s.end, least);
    for (std::size_t k = 1; k + 1 < e.size(); k += 2) {
        const double lower = std::min(u[static_cast<std::size_t>(e[k - 1])], u[static_cast<std::size_t>(e[k + 1])]);
        m.notches.push_back({false, e[k - 1] * grid_s, e[k] * grid_s, e[k + 1] * grid_s,
                             lower - u[static_cast<std::size_t>(e[k])], index});
    }
    if (const auto last = last_peak_of(u, e)) m.deflections[index].last_peak_s = *last;
}

// On each flank (slope of one sign) a dip of the steepness between two steeper parts.
void find_slurs(const std::vector<double>& y, const std::vector<Stretch>& waves, const MorphologyOptions& o,
                QrsMorphology& m) {
    const int n = static_cast<int>(y.size());
    std::vector<double> slope(y.size(), 0.0);
    double steepest = 0.0;
    for (int i = 1; i + 1 < n; ++i) {
        slope[static_cast<std::size_t>(i)] =
            0.5 * (y[static_cast<std::size_t>(i + 1)] - y[static_cast<std::size_t>(i - 1)]);
        steepest = std::max(steepest, std::abs(slope[static_cast<std::size_t>(i)]));
    }
    if (steepest <= 0.0) return;
    for (int i = 0; i < n;) {
        const int sign = slope[static_cast<std::size_t>(i)] > 0.0 ? 1 : -1;
        int j = i;
        while (j + 1 < n && slope[static_cast<std::size_t>(j + 1)] * sign > 0.0) ++j;
        std::vector<double> u;
        for (int k = i; k <= j; ++k) u.push_back(sign * slope[static_cast<std::size_t>(k)]);
        const auto e = extrema(u, 0, static_cast<int>(u.size()) - 1, 0.05 * steepest);
        for (std::size_t k = 1; k + 1 < e.size(); k += 2) {
            const double lesser =
                std::min(u[static_cast<std::size_t>(e[k - 1])], u[static_cast<std::size_t>(e[k + 1])]);
            if (lesser < o.slur_flank_part * steepest || u[static_cast<std::size_t>(e[k])] > o.slur_slope_part * lesser)
                continue;
            int from = e[k], to = e[k];  // as long as it is flatter than half of the lesser maximum
            while (from > e[k - 1] && u[static_cast<std::size_t>(from)] < 0.5 * lesser) --from;
            while (to < e[k + 1] && u[static_cast<std::size_t>(to)] < 0.5 * lesser) ++to;
            const int at = i + e[k];
            for (std::size_t d = 0; d < waves.size(); ++d)
                if (at >= waves[d].begin && at <= waves[d].end)
                    m.notches.push_back({true, (i + from) * grid_s, at * grid_s, (i + to) * grid_s, 0.0, d});
        }
        i = j + 1;
    }
}

}  // namespace

const Deflection* QrsMorphology::largest(bool positive) const {
    const Deflection* best = nullptr;
    for (const auto& d : deflections)
        if (d.positive() == positive && (!best || std::abs(d.amplitude_mv) > std::abs(best->amplitude_mv))) best = &d;
    return best;
}

const Deflection* QrsMorphology::initial_q() const {
    if (deflections.size() < 2 || deflections.front().positive()) return nullptr;
    return &deflections.front();
}

bool QrsMorphology::qs_or_rs() const {
    if (deflections.empty() || deflections.back().positive()) return false;
    if (deflections.size() == 1) return true;
    return deflections.size() == 2 && -deflections[1].amplitude_mv > deflections[0].amplitude_mv;
}

bool QrsMorphology::mainly_positive() const {
    const Deflection *r = largest(true), *s = largest(false);
    return r && (!s || r->amplitude_mv > -s->amplitude_mv);
}

QrsMorphology qrs_morphology(std::span<const float> lead, double fs, double onset, double end,
                             const MorphologyOptions& o) {
    QrsMorphology m;
    if (lead.size() < 2 || !(end > onset) || !(fs > 0.0)) return m;
    const std::vector<double> y = on_grid(lead, fs, onset, end, o.smoothing_s);
    const auto [low, high] = std::minmax_element(y.begin(), y.end());
    m.swing_mv = *high - *low;
    const auto waves = stretches(y, o);
    for (const Stretch& s : waves) {
        int peak = s.begin;
        for (int i = s.begin; i <= s.end; ++i)
            if (s.sign * y[static_cast<std::size_t>(i)] > s.sign * y[static_cast<std::size_t>(peak)]) peak = i;
        Deflection d{
            {}, s.begin * grid_s, peak * grid_s, peak * grid_s, s.end * grid_s, y[static_cast<std::size_t>(peak)]};
        d.name = name_of(m.deflections, s.sign > 0, d.amplitude_mv, o);
        m.deflections.push_back(d);
    }
    if (m.deflections.size() == 1 && !m.deflections[0].positive()) m.deflections[0].name = "QS";
    for (const auto& d : m.deflections) m.pattern += d.name;
    const double least = std::max(o.least_notch_mv, o.least_notch_part * m.swing_mv);
    for (std::size_t i = 0; i < waves.size(); ++i) find_notches(y, waves[i], i, least, m);
    find_slurs(y, waves, o, m);
    std::sort(m.notches.begin(), m.notches.end(), [](const Notch& a, const Notch& b) { return a.begin_s < b.begin_s; });
    return m;
}

}  // namespace synchrony::measure

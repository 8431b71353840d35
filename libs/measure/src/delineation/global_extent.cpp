#include "delineation/global_extent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace synchrony::measure::delineation {
namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();
constexpr double p_onset_place = 7.0 / 11.0;  // of the leads' marks in order: the 8th of twelve
constexpr double marked_place = 3.0 / 11.0;   // the 4th
constexpr int fewest_voices = 2;

// Where the velocity is looked at, ms from the leads' marks, and how far its reading may leave them.
constexpr int noise_before = samples_of_ms(120), noise_before_reach = samples_of_ms(5);
constexpr int noise_after_from = samples_of_ms(5), noise_after_to = samples_of_ms(80);
constexpr int noise_before_width = samples_of_ms(20), noise_after_width = samples_of_ms(30);
constexpr int search_beyond = samples_of_ms(15);
constexpr double out_of_second_onset = samples_of_ms(3), out_of_second_end = samples_of_ms(5);
constexpr double into_median = samples_of_ms(15), into_third = samples_of_ms(10);

// Marks of the leads that have a say, ascending: usable ones, or all when none is.
std::vector<double> marks_of(const Signals& s, const std::vector<LeadMarks>& leads, Boundary b) {
    std::vector<double> v;
    for (const bool all : {false, true}) {
        for (std::size_t l = 0; l < leads.size(); ++l)
            if ((all || s.leads[l].usable) && std::isfinite(leads[l][b])) v.push_back(leads[l][b]);
        if (!v.empty()) break;
    }
    std::sort(v.begin(), v.end());
    return v;
}

// Linear between the marks; place 0 is the first, 1 the last.
double at_place(const std::vector<double>& v, double place) {
    if (v.empty()) return not_there;
    const double u = std::clamp(place, 0.0, 1.0) * static_cast<double>(v.size() - 1);
    const auto i = static_cast<std::size_t>(u);
    const double f = u - static_cast<double>(i);
    return i + 1 < v.size() ? v[i] + f * (v[i + 1] - v[i]) : v[i];
}

bool independent(const LeadSignals& lead) {
    return lead.standard_index == 0 || lead.standard_index == 1 || lead.standard_index >= 6;
}

// Stretch of samples with the spatial velocity in it, mV/s.
struct Velocity {
    int from = 0;
    std::vector<double> v;
    [[nodiscard]] int to() const { return from + static_cast<int>(v.size()) - 1; }
    [[nodiscard]] double at(int i) const { return v[static_cast<std::size_t>(std::clamp(i, from, to()) - from)]; }
};

// Gaussian that brings the 3 ms of Signals::fast to `smoothing_ms`.
std::vector<double> rest_of_smoothing(double smoothing_ms) {
    const double sigma =
        std::sqrt(std::max(0.01, smoothing_ms * smoothing_ms - fast_sigma_ms * fast_sigma_ms)) * samples_per_ms;
    const int radius = std::max(1, static_cast<int>(std::ceil(3.0 * sigma)));
    std::vector<double> k;
    double sum = 0.0;
    for (int i = -radius; i <= radius; ++i) {
        k.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
        sum += k.back();
    }
    for (double& x : k) x /= sum;
    return k;
}

Velocity spatial_velocity(const Signals& s, int from, int to, double smoothing_ms) {
    Velocity out;
    out.from = std::max(0, from);
    to = std::min(to, s.length() - 1);
    if (to < out.from) return out;
    std::vector<const LeadSignals*> voices;
    for (const bool any : {false, true}) {
        for (const auto& l : s.leads)
            if (l.usable && (any || independent(l))) voices.push_back(&l);
        if (voices.size() >= fewest_voices) break;
        if (!any) voices.clear();
    }
    const auto kernel = rest_of_smoothing(smoothing_ms);
    const int radius = static_cast<int>(kernel.size()) / 2, n = s.length();
    out.v.assign(static_cast<std::size_t>(to - out.from + 1), 0.0);
    for (const auto* l : voices)
        for (int i = out.from; i <= to; ++i) {
            double slope = 0.0;
            for (int k = -radius; k <= radius; ++k)
                slope += kernel[static_cast<std::size_t>(k + radius)] *
                         static_cast<double>(l->fast[static_cast<std::size_t>(std::clamp(i + k, 0, n - 1))]);
            out.v[static_cast<std::size_t>(i - out.from)] += slope * slope;
        }
    for (double& x : out.v) x = std::sqrt(x / static_cast<double>(std::max<std::size_t>(1, voices.size())));
    return out;
}

double lowest_mean(const Velocity& v, int from, int to, int width) {
    double best = std::numeric_limits<double>::infinity();
    from = std::max(from, v.from);
    to = std::min(to, v.to());
    for (int i = from; i + width - 1 <= to; ++i) {
        double sum = 0.0;
        for (int k = 0; k < width; ++k) sum += v.at(i + k);
        best = std::min(best, sum / width);
    }
    return std::isfinite(best) ? best : 0.0;
}

// From the first place, walking inward from `start`, where the velocity is surely the complex's: outward until it stays
// below the threshold for `quiet` samples. The crossing, between samples; empty when there is none.
std::optional<double> crossing(const Velocity& v, int start, int last, int outward, double sure, double threshold,
                               int quiet) {
    int i = start;
    while (i != last && v.at(i) < sure) i -= outward;
    if (v.at(i) < sure) return std::nullopt;
    for (int below = 0; i >= v.from && i <= v.to(); i += outward) {
        below = v.at(i) < threshold ? below + 1 : 0;
        if (below < quiet) continue;
        const int in = i - quiet * outward, out = in + outward;  // last above, first below
        const double a = v.at(in), b = v.at(out);
        return in + outward * (a > b ? std::clamp((a - threshold) / (a - b), 0.0, 1.0) : 0.0);
    }
    return std::nullopt;
}

struct Sorted {
    std::vector<double> onsets, ends;
};

Extent by_velocity(const Signals& s, const Sorted& m, const ExtentOptions& o) {
    const auto sample = [](double x) { return static_cast<int>(std::lround(x)); };
    const double mid_onset = at_place(m.onsets, 0.5), mid_end = at_place(m.ends, 0.5);
    const int first = sample(m.onsets.front()), last = sample(m.ends.back());
    const Velocity v = spatial_velocity(s, sample(mid_onset) - noise_before, last + noise_after_to, o.smoothing_ms);
    Extent e{not_there, not_there};
    if (v.v.empty()) return e;
    double peak = 0.0;
    for (int i = sample(mid_onset); i <= sample(mid_end); ++i) peak = std::max(peak, v.at(i));
    if (peak <= 0.0) return e;
    const int quiet = samples_of_ms(o.quiet_ms);
    const double before =
        lowest_mean(v, sample(mid_onset) - noise_before, first + noise_before_reach, noise_before_width);
    const double after = lowest_mean(v, last - noise_after_from, last + noise_after_to, noise_after_width);
    const double onset_at = std::max(o.onset_part * peak, o.onset_noise * before);
    const double end_at = std::max(o.end_part * peak, o.end_noise * after);
    const auto sure = [&](double threshold) { return std::max(o.start_part * peak, o.start_threshold * threshold); };
    if (const auto x = crossing(v, first - search_beyond, sample(mid_end), -1, sure(onset_at), onset_at, quiet))
        e.onset = std::clamp(*x, at_place(m.onsets, 1.0 / 11.0) - out_of_second_onset, mid_onset + into_median);
    if (const auto x = crossing(v, last + search_beyond, sample(mid_onset), 1, sure(end_at), end_at, quiet)) {
        const double most = at_place(m.ends, 10.0 / 11.0) + out_of_second_end;
        e.end = std::clamp(*x, std::max(mid_end - into_median, at_place(m.ends, 9.0 / 11.0) - into_third), most);
    }
    return e;
}

}  // namespace

Extent global_extent(const Signals& s, const std::vector<LeadMarks>& leads, const ExtentOptions& o) {
    const Sorted m{marks_of(s, leads, Boundary::qrs_onset), marks_of(s, leads, Boundary::qrs_end)};
    if (m.onsets.empty() || m.ends.empty()) return {not_there, not_there};
    const Extent seen = by_velocity(s, m, o);
    return {std::isfinite(seen.onset) ? seen.onset : at_place(m.onsets, marked_place),
            std::isfinite(seen.end) ? seen.end : at_place(m.ends, 1.0 - marked_place)};
}

double global_p_onset(const Signals& s, const std::vector<LeadMarks>& leads) {
    return at_place(marks_of(s, leads, Boundary::p_onset), p_onset_place);
}

}  // namespace synchrony::measure::delineation

#include "delineation/velocity.hpp"

#include <cmath>
#include <limits>

namespace synchrony::measure::delineation {
namespace {

constexpr int fewest_voices = 2;

bool independent(const LeadSignals& lead) {
    return lead.standard_index == 0 || lead.standard_index == 1 || lead.standard_index >= 6;
}

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

}  // namespace

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

double Velocity::largest(int first, int last) const {
    double most = 0.0;
    for (int i = std::max(first, from); i <= std::min(last, to()); ++i) most = std::max(most, at(i));
    return most;
}

double Velocity::lowest_mean(int first, int last, int width) const {
    double best = std::numeric_limits<double>::infinity();
    for (int i = std::max(first, from); i + width - 1 <= std::min(last, to()); ++i) {
        double sum = 0.0;
        for (int k = 0; k < width; ++k) sum += at(i + k);
        best = std::min(best, sum / width);
    }
    return std::isfinite(best) ? best : 0.0;
}

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

}  // namespace synchrony::measure::delineation

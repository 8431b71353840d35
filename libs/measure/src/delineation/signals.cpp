#include "delineation/signals.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace synchrony::measure::delineation {
namespace {

struct Kernel {
    std::vector<float> taps;  // odd count, centre in the middle
    bool odd = false;         // antisymmetric: a derivative
};

Kernel gaussian(double sigma_ms, bool derivative) {
    const double sigma = sigma_ms * samples_per_ms;
    const int radius = std::max(1, static_cast<int>(std::ceil(3.0 * sigma)));
    Kernel k{std::vector<float>(static_cast<std::size_t>(2 * radius + 1)), derivative};
    double norm = 0.0;
    for (int i = -radius; i <= radius; ++i) {
        const double g = std::exp(-0.5 * i * i / (sigma * sigma));
        const double v = derivative ? i * g : g;
        k.taps[static_cast<std::size_t>(i + radius)] = static_cast<float>(v);
        norm += derivative ? i * v : v;  // a unit ramp gives slope 1, a constant stays itself
    }
    const double scale = derivative ? working_rate_hz / norm : 1.0 / norm;
    for (float& t : k.taps) t = static_cast<float>(t * scale);
    return k;
}

// Correlation with the ends held, so that a recording cut in a wave makes no edge of its own.
std::vector<float> filter(const std::vector<float>& x, const Kernel& k) {
    const int n = static_cast<int>(x.size());
    const int radius = static_cast<int>(k.taps.size()) / 2;
    std::vector<float> padded(static_cast<std::size_t>(n + 2 * radius));
    std::fill_n(padded.begin(), radius, n > 0 ? x.front() : 0.0F);
    std::copy(x.begin(), x.end(), padded.begin() + radius);
    std::fill_n(padded.end() - radius, radius, n > 0 ? x.back() : 0.0F);
    std::vector<float> y(x.size(), 0.0F);
    for (std::size_t j = 0; j < k.taps.size(); ++j) {
        const float tap = k.taps[j];
        const float* from = padded.data() + j;
        for (std::size_t i = 0; i < y.size(); ++i) y[i] += tap * from[i];
    }
    return y;
}

// Root mean square over leads without the largest, so that one bad lead cannot speak for all.
std::vector<float> together(const std::vector<LeadSignals>& leads, std::vector<float> LeadSignals::*slope) {
    if (leads.empty()) return {};
    const bool any = std::any_of(leads.begin(), leads.end(), [](const auto& l) { return l.usable; });
    std::vector<const std::vector<float>*> voices;
    for (const auto& l : leads)
        if (l.usable || !any) voices.push_back(&(l.*slope));
    const std::size_t n = voices.front()->size();
    std::vector<float> sum(n, 0.0F), largest(n, 0.0F);
    for (const auto* v : voices)
        for (std::size_t i = 0; i < n; ++i) {
            const float s = (*v)[i] * (*v)[i];
            sum[i] += s;
            largest[i] = std::max(largest[i], s);
        }
    const bool leave_out = voices.size() > 2;
    const float scale = 1.0F / static_cast<float>(leave_out ? voices.size() - 1 : voices.size());
    for (std::size_t i = 0; i < n; ++i)
        sum[i] = std::sqrt(std::max(0.0F, sum[i] - (leave_out ? largest[i] : 0.0F)) * scale);
    return sum;
}

}  // namespace

Signals make_signals(std::span<const std::vector<float>> leads_mv, std::span<const int> standard_index,
                     std::span<const char> usable) {
    static const Kernel smooth = gaussian(fast_sigma_ms, false);
    static const Kernel fast = gaussian(fast_sigma_ms, true);
    static const Kernel slow = gaussian(slow_sigma_ms, true);
    Signals s;
    s.leads.resize(leads_mv.size());
    for (std::size_t l = 0; l < leads_mv.size(); ++l) {
        LeadSignals& out = s.leads[l];
        out.standard_index = standard_index[l];
        out.usable = usable[l] != 0;
        out.wave = filter(leads_mv[l], smooth);
        out.fast = filter(leads_mv[l], fast);
        out.slow = filter(leads_mv[l], slow);
    }
    s.all_fast = together(s.leads, &LeadSignals::fast);
    s.all_slow = together(s.leads, &LeadSignals::slow);
    return s;
}

}  // namespace synchrony::measure::delineation

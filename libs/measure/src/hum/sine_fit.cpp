#include "hum/sine_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace synchrony::measure::hum {
namespace {

/// Sums of a least-squares fit of a cos + b sin to each lane.
struct NormalSums {
    FourDoubles cc{}, cs{}, ss{}, yc{}, ys{};
    void add(const NormalSums& o, double weight) {
        cc += weight * o.cc, cs += weight * o.cs, ss += weight * o.ss, yc += weight * o.yc, ys += weight * o.ys;
    }
    /// Nothing where too little was quiet.
    [[nodiscard]] bool solve(std::size_t lane, double least_samples, Complex& c) const {
        const double l_cc = cc[lane], l_cs = cs[lane], l_ss = ss[lane], l_yc = yc[lane], l_ys = ys[lane];
        const double det = l_cc * l_ss - l_cs * l_cs;
        if (l_cc + l_ss < least_samples || det < 0.01 * l_cc * l_ss) return false;
        c = {(l_yc * l_ss - l_ys * l_cs) / det, -(l_ys * l_cc - l_yc * l_cs) / det};
        return true;
    }
};

/// The sums of every hop over what is quiet.
std::vector<NormalSums> hop_sums(const QuietLeads& leads, const Carrier& carrier, std::size_t hop) {
    const std::size_t n = leads.y.size();
    std::vector<NormalSums> pieces((n + hop - 1) / hop);
    for (std::size_t h = 0; h < pieces.size(); ++h) {
        NormalSums p;
        for (std::size_t i = h * hop, end = std::min(n, (h + 1) * hop); i < end;) {
            const std::size_t b = i / leads.block;
            if (b >= leads.quiet.size()) break;
            const FourDoubles quiet = leads.quiet[b];  // 0 takes the sample out of all sums
            for (const std::size_t stop = std::min(end, (b + 1) * leads.block); i < stop; ++i) {
                const FourDoubles c = quiet * static_cast<double>(carrier.cosine[i]);
                const FourDoubles s = quiet * static_cast<double>(carrier.sine[i]);
                const FourDoubles y = __builtin_convertvector(leads.y[i], FourDoubles);
                p.cc += c * c, p.cs += c * s, p.ss += s * s, p.yc += y * c, p.ys += y * s;
            }
        }
        pieces[h] = p;
    }
    return pieces;
}

/// Where nothing was quiet the nearest known fit holds.
void fill_unknown(Amplitudes& amplitude, const std::vector<char>& known) {
    const std::size_t hops = amplitude.size();
    std::ptrdiff_t last = -1;
    for (std::size_t h = 0; h < hops; ++h) {
        if (!known[h]) continue;
        for (std::size_t k = static_cast<std::size_t>(last + 1); k < h; ++k)
            amplitude[k] = last >= 0 && k - static_cast<std::size_t>(last) < h - k
                               ? amplitude[static_cast<std::size_t>(last)]
                               : amplitude[h];
        last = static_cast<std::ptrdiff_t>(h);
    }
    for (std::size_t k = static_cast<std::size_t>(last + 1); k < hops; ++k)
        amplitude[k] = last >= 0 ? amplitude[static_cast<std::size_t>(last)] : Complex{};
}

}  // namespace

Carrier::Carrier(std::size_t samples, double angular) : cosine(samples), sine(samples) {
    constexpr std::size_t exact = 256;  // the recurrence is set right so often
    Complex now(1.0, 0.0);
    const Complex step = std::polar(1.0, angular);
    for (std::size_t i = 0; i < samples; ++i, now *= step) {
        if (i % exact == 0) now = std::polar(1.0, angular * static_cast<double>(i));
        cosine[i] = static_cast<float>(now.real());
        sine[i] = static_cast<float>(now.imag());
    }
}

std::array<Amplitudes, lanes> fitted_hum(const QuietLeads& leads, const Carrier& carrier, std::size_t hop,
                                         std::size_t window) {
    const auto pieces = hop_sums(leads, carrier, hop);
    const std::size_t hops = pieces.size();
    // The centre of a piece is its middle; the window's weights are taken there.
    const auto reach = static_cast<std::ptrdiff_t>(window / 2 / hop);
    std::vector<double> weights;
    for (std::ptrdiff_t k = -reach; k <= reach; ++k)
        weights.push_back(0.5 +
                          0.5 * std::cos(std::numbers::pi * static_cast<double>(k) / static_cast<double>(reach + 1)));
    std::array<Amplitudes, lanes> amplitudes;
    std::array<std::vector<char>, lanes> known;
    amplitudes.fill(Amplitudes(hops));
    known.fill(std::vector<char>(hops, 0));
    for (std::size_t h = 0; h < hops; ++h) {
        NormalSums sum;
        for (std::ptrdiff_t k = -reach; k <= reach; ++k) {
            const auto at = static_cast<std::ptrdiff_t>(h) + k;
            if (at < 0 || at >= static_cast<std::ptrdiff_t>(hops)) continue;
            sum.add(pieces[static_cast<std::size_t>(at)], weights[static_cast<std::size_t>(k + reach)]);
        }
        for (std::size_t lane = 0; lane < lanes; ++lane)
            known[lane][h] = sum.solve(lane, 0.1 * static_cast<double>(window), amplitudes[lane][h]) ? 1 : 0;
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) fill_unknown(amplitudes[lane], known[lane]);
    return amplitudes;
}

void subtract_hum(FourSignals& x, const std::array<Amplitudes, lanes>& amplitudes, const Carrier& carrier,
                  std::size_t hop, double scale) {
    const std::size_t hops = (x.size() + hop - 1) / hop;
    std::vector<FourDoubles> real(hops, FourDoubles{}), imaginary(hops, FourDoubles{});
    for (std::size_t lane = 0; lane < lanes; ++lane)
        for (std::size_t h = 0; h < amplitudes[lane].size(); ++h) {
            real[h][lane] = amplitudes[lane][h].real();
            imaginary[h][lane] = amplitudes[lane][h].imag();
        }
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double place = std::clamp((static_cast<double>(i) + 0.5) / static_cast<double>(hop) - 0.5, 0.0,
                                        static_cast<double>(hops - 1));
        const auto h = std::min(static_cast<std::size_t>(place), hops - 1), next = std::min(h + 1, hops - 1);
        const double part = place - static_cast<double>(h);
        const FourDoubles re = real[h] + part * (real[next] - real[h]);
        const FourDoubles im = imaginary[h] + part * (imaginary[next] - imaginary[h]);
        const FourDoubles wave =
            scale * (re * static_cast<double>(carrier.cosine[i]) - im * static_cast<double>(carrier.sine[i]));
        x[i] -= __builtin_convertvector(wave, FourFloats);
    }
}

double median_magnitude(const Amplitudes& amplitudes) {
    std::vector<double> sizes;
    for (const auto& c : amplitudes) sizes.push_back(std::abs(c));
    if (sizes.empty()) return 0.0;
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    return *middle;
}

}  // namespace synchrony::measure::hum

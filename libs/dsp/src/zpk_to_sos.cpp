// Pairs poles and zeros into sections as scipy.signal.zpk2sos(pairing='nearest') of SciPy 1.10 does: the pole nearest
// to the unit circle takes the zero nearest to it, and such sections come last, so that large gains meet small signals.
#include <algorithm>
#include <cmath>
#include <limits>

#include "zpk.hpp"

namespace synchrony::dsp {
namespace {

using Complex = std::complex<double>;
using Roots = std::vector<Complex>;

bool is_real(const Complex& z) {
    return z.imag() == 0.0;
}

auto count_real(const Roots& roots) {
    return std::count_if(roots.begin(), roots.end(), is_real);
}

// The upper halves of the conjugate pairs, then the real roots, each sorted as SciPy's _cplxreal sorts them.
Roots upper_halves_then_real(Roots roots) {
    constexpr double tolerance = 100 * std::numeric_limits<double>::epsilon();  // SciPy's
    std::stable_sort(roots.begin(), roots.end(), [](const Complex& a, const Complex& b) {
        return a.real() != b.real() ? a.real() < b.real() : std::abs(a.imag()) < std::abs(b.imag());
    });
    Roots upper, lower, real;
    for (const auto& root : roots) {
        if (std::abs(root.imag()) <= tolerance * std::abs(root))
            real.emplace_back(root.real());
        else
            (root.imag() > 0 ? upper : lower).push_back(root);
    }
    // Runs of equal real part are ordered by their imaginary part, so that each root meets its own conjugate.
    for (std::size_t begin = 0; begin < upper.size();) {
        std::size_t end = begin + 1;
        while (end < upper.size() && upper[end].real() - upper[end - 1].real() <= tolerance * std::abs(upper[end - 1]))
            ++end;
        const auto by_imaginary = [](const Complex& a, const Complex& b) {
            return std::abs(a.imag()) < std::abs(b.imag());
        };
        const auto at = [](Roots& r, std::size_t i) { return r.begin() + static_cast<std::ptrdiff_t>(i); };
        std::stable_sort(at(upper, begin), at(upper, end), by_imaginary);
        std::stable_sort(at(lower, begin), at(lower, end), by_imaginary);
        begin = end;
    }
    for (std::size_t i = 0; i < upper.size(); ++i) upper[i] = (upper[i] + std::conj(lower[i])) / 2.0;
    upper.insert(upper.end(), real.begin(), real.end());
    return upper;
}

enum class Which { any, real, complex };

template <typename Distance>
std::size_t first_smallest(const Roots& roots, Which which, Distance distance) {
    std::size_t best = roots.size();
    for (std::size_t i = 0; i < roots.size(); ++i) {
        if (which != Which::any && is_real(roots[i]) != (which == Which::real)) continue;
        if (best == roots.size() || distance(roots[i]) < distance(roots[best])) best = i;
    }
    return best;
}

Complex take(Roots& roots, std::size_t i) {
    const Complex root = roots[i];
    roots.erase(roots.begin() + static_cast<std::ptrdiff_t>(i));
    return root;
}

Complex take_worst(Roots& poles, Which which) {
    return take(poles, first_smallest(poles, which, [](const Complex& p) { return std::abs(1.0 - std::abs(p)); }));
}

Complex take_nearest(Roots& zeros, const Complex& to, Which which) {
    return take(zeros, first_smallest(zeros, which, [&](const Complex& z) { return std::abs(z - to); }));
}

Section section_of(const Complex& z1, const Complex& z2, const Complex& p1, const Complex& p2) {
    return {
        .b0 = 1.0, .b1 = -(z1 + z2).real(), .b2 = (z1 * z2).real(), .a1 = -(p1 + p2).real(), .a2 = (p1 * p2).real()};
}

// Takes the next worst pole, its partner and the zeros that go with them.
Section take_section(Roots& zeros, Roots& poles) {
    const Complex p1 = take_worst(poles, Which::any);
    if (is_real(p1) && count_real(poles) == 0) return section_of(take_nearest(zeros, p1, Which::real), 0.0, p1, 0.0);
    if (poles.size() + 1 == zeros.size() && !is_real(p1) && count_real(poles) == 1 && count_real(zeros) == 1) {
        // One real pole and one real zero are left for the last section: this one needs a complex zero.
        const Complex z1 = take_nearest(zeros, p1, Which::complex);
        return section_of(z1, std::conj(z1), p1, std::conj(p1));
    }
    const Complex p2 = is_real(p1) ? take_worst(poles, Which::real) : std::conj(p1);
    const Complex z1 = take_nearest(zeros, p1, Which::any);
    const Complex z2 = is_real(z1) ? take_nearest(zeros, p1, Which::real) : std::conj(z1);
    return section_of(z1, z2, p1, p2);
}

}  // namespace

Sos sections_from_zpk(Zpk filter) {
    // The bilinear transform leaves as many zeros as poles; an odd number is filled up by a pair at the origin.
    if (filter.poles.size() % 2 == 1) {
        filter.poles.emplace_back(0.0);
        filter.zeros.emplace_back(0.0);
    }
    Sos sos(filter.poles.size() / 2);
    Roots zeros = upper_halves_then_real(std::move(filter.zeros));
    Roots poles = upper_halves_then_real(std::move(filter.poles));
    for (std::size_t i = sos.size(); i-- > 0;) sos[i] = take_section(zeros, poles);
    sos.front().b0 *= filter.gain;
    sos.front().b1 *= filter.gain;
    sos.front().b2 *= filter.gain;
    return sos;
}

}  // namespace synchrony::dsp

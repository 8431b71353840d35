#include "synchrony/sim/dyssynchrony.hpp"

#include <algorithm>
#include <vector>

#include "synchrony/sim/activation.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::sim {
namespace {

/// Late-activated segments are stretched first and shorten late: mechanical delay exceeds electrical delay. Set so that
/// a typical LBBB of the preset has a phase SD near 45 degrees; 43 is the cut-off for CRT response of Henneman (J Am
/// Coll Cardiol 2007;49:1708).
constexpr double mechanical_stretch = 2.4;
/// Scarred cells move passively, at any time about their neighbours'.
constexpr double scar_scatter_deg = 58.0, healthy_scatter_deg = 9.0;

}  // namespace

PhaseAnalysis phase_analysis(const Heart& heart, std::span<const float> activation, const Scar& scar, double rr_ms,
                             core::RandomStream& random) {
    std::vector<double> phase;
    double last = 0.0;
    for (std::size_t n = 0; n < heart.nodes(); ++n) {
        if (heart.chamber[n] != Chamber::left) continue;
        if (activation[n] < never_ms) last = activation[n];  // a dead cell moves with the one beside it
        const bool sick = scar.tissue[n] != Tissue::healthy;
        phase.push_back(mechanical_stretch * last * 360.0 / rr_ms +
                        (sick ? scar_scatter_deg : healthy_scatter_deg) * random.normal());
    }
    const auto sd = stats::standard_deviation(phase);
    const auto low = stats::quantile(phase, 0.025), high = stats::quantile(phase, 0.975);
    if (!sd) return {};
    return {std::min(*sd, 180.0), std::min(*high - *low, 360.0)};
}

}  // namespace synchrony::sim

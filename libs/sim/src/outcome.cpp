#include "synchrony/sim/outcome.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synchrony/stats/distributions.hpp"

namespace synchrony::sim {

double expected_fall_pct(const OutcomeModel& m, const Substrate& s) {
    return m.fall_at_centre_pct +
           m.per_delay_pct * std::tanh((s.lateral_delay_ms - m.delay_centre_ms) / m.delay_unit_ms) -
           m.per_scar_pct * (s.scar - m.scar_centre) / m.scar_unit -
           m.per_lateral_scar_pct * (s.lateral_scar - s.scar) / m.scar_unit + m.per_reserve_pct * s.reserve;
}

double response_probability(const OutcomeModel& m, const Substrate& s) {
    const double above = expected_fall_pct(m, s) - m.response_pct;
    if (m.chance_sd_pct <= 0.0) return above >= 0.0 ? 1.0 : 0.0;
    return stats::normal_cdf(above / m.chance_sd_pct);
}

double draw_fall_pct(const OutcomeModel& m, const Substrate& s, core::RandomStream& random) {
    constexpr double most = 75.0, least = -60.0;
    return std::clamp(expected_fall_pct(m, s) + m.chance_sd_pct * random.normal(), least, most);
}

double attainable_auc(std::span<const double> probabilities) {
    std::vector<double> p(probabilities.begin(), probabilities.end());
    std::sort(p.begin(), p.end());
    double below = 0.0, concordant = 0.0, responders = 0.0;  // non-responders expected so far
    for (std::size_t i = 0; i < p.size();) {
        double yes = 0.0, no = 0.0;
        std::size_t j = i;
        for (; j < p.size() && p[j] == p[i]; ++j) {
            yes += p[j];
            no += 1.0 - p[j];
        }
        concordant += yes * (below + 0.5 * no);
        below += no;
        responders += yes;
        i = j;
    }
    const double pairs = responders * below;
    return pairs > 0.0 ? concordant / pairs : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace synchrony::sim

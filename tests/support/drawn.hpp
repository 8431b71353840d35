// A beat whose waves and boundaries are known by construction, and what a drawing of it holds.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "support/svg_reader.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::test {

inline constexpr double beat_rate_hz = 1000.0;

/// One second at 1000 Hz: P 0.20 to 0.28 s, QRS 0.40 to 0.52 s, T end at 0.90 s. In the leads named a QRS of 1 mV (a
/// triangle that peaks at 0.46 s); all other leads are flat.
inline measure::Measurements triangle_beat(const std::vector<std::string>& leads_with_qrs) {
    measure::Measurements m;
    m.beats = 9;
    m.beats_in_median = 8;
    m.heart_rate_bpm = 60.0;
    m.median_beat.sampling_frequency_hz = beat_rate_hz;
    measure::BeatWaves waves;
    waves.p = measure::Wave{0.20, 0.24, 0.28, 1.0F};
    waves.qrs = measure::Wave{0.40, 0.46, 0.52, 1.0F};
    waves.t = measure::Wave{0.65, 0.80, 0.90, 1.0F};
    m.global = waves;
    for (const auto name : record::standard_leads()) {
        record::Lead lead;
        lead.name = name;
        const bool wave = std::find(leads_with_qrs.begin(), leads_with_qrs.end(), name) != leads_with_qrs.end();
        for (int i = 0; i < 1000; ++i) {
            const double from_peak = std::abs(i - 460) / 60.0;
            lead.samples.push_back(wave && from_peak < 1.0 ? static_cast<float>(1.0 - from_peak) : 0.0F);
        }
        m.median_beat.leads.push_back(std::move(lead));
        m.leads.push_back(waves);
    }
    m.intervals = measure::intervals(waves, 1.0);
    m.morphology = measure::conduction_input(m.median_beat, 0.40, 0.52, std::nullopt, measure::Sex::male);
    m.conduction = measure::conduction(m.morphology);
    return m;
}

/// Lines drawn in a colour of 0 to 1 a channel, as Cairo writes it, of so many points or more.
inline std::vector<SvgLine> lines_of(const SvgDrawing& drawing, double red, double green, double blue,
                                     std::size_t least_points = 2) {
    std::vector<SvgLine> found;
    for (const auto& line : drawing.lines) {
        double r = -1.0, g = -1.0, b = -1.0;
        const auto at = line.style.find("stroke:rgb(");
        if (at == std::string::npos || line.points.size() < least_points) continue;
        std::sscanf(line.style.c_str() + at, "stroke:rgb(%lf%%,%lf%%,%lf%%", &r, &g, &b);
        if (std::abs(r - 100.0 * red) < 0.6 && std::abs(g - 100.0 * green) < 0.6 && std::abs(b - 100.0 * blue) < 0.6)
            found.push_back(line);
    }
    return found;
}

}  // namespace synchrony::test

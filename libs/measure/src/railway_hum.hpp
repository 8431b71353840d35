// Hum of the railways' supply, which no filter can take out of a QRS complex.
#pragma once

#include <optional>

#include "synchrony/measure/quality.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

struct RailwayHum {
    double frequency_hz = 0.0;  ///< as found, 16.4 to 17.0
    double amplitude_uv = 0.0;  ///< of the sine, in the lead that has most of it
};

/// A line near 16.7 Hz (16 2/3 until 1995; Germany, Austria, Switzerland, Sweden, Norway) in what lies between the QRS
/// complexes of the first 20 s, all leads together: a sine fitted by least squares to means of 10 ms less their mean
/// over one period. A tremor or a flutter wave is no line: within 4 Hz nothing of what is left may reach 40 % of it.
/// Empty where the lead that has most of it has less than `least_uv`, and where less than two seconds lie between
/// complexes.
[[nodiscard]] std::optional<RailwayHum> railway_hum(const record::Ecg& ecg, const BeatPlaces& beats, double least_uv);

}  // namespace synchrony::measure

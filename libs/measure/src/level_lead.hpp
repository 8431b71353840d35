// A lead of a median beat, measured from a level.
#pragma once

#include <span>

#include "integral.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

struct LevelLead {
    std::span<const float> samples;
    double fs, level;
    /// From the mean just before an instant where a wave begins.
    [[nodiscard]] static LevelLead before(const record::Lead& lead, double fs, double onset_s) {
        const std::span<const float> samples(lead.samples);
        return {samples, fs, isoelectric_before(samples, fs, onset_s)};
    }
    /// mV, t in s from the beat's first sample.
    [[nodiscard]] double at(double t) const { return value_at(samples, fs, t) - level; }
};

}  // namespace synchrony::measure

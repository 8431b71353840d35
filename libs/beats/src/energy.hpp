// From the filtered leads of one window to one envelope of Shannon energy.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lead_filter.hpp"
#include "synchrony/beats/detector_options.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

/// The filtered samples of one lead in a window; all of one length.
struct LeadView {
    std::span<const float> plain;
    std::span<const float> qrs;
    std::span<const float> wide;
    std::vector<record::SampleRange> missing;  ///< as it shows in `qrs`; may reach beyond the window
};

/// A figure for each block of `block` samples, interpolated between the middles of the blocks.
struct BlockSeries {
    std::vector<float> values;
    std::int64_t block = 1;
    [[nodiscard]] float at(std::int64_t sample) const;
    /// The figure at each of the first `samples` samples.
    [[nodiscard]] std::vector<float> each(std::int64_t samples) const;
};

struct Envelope {
    std::vector<float> height;              ///< [sample], 1 = the level of beats around
    std::vector<float> noise;               ///< [block], median of the envelope around / level
    std::vector<std::vector<float>> shape;  ///< [lead, sample], QRS band times the lead's gain: for comparing waves
    std::vector<BlockSeries> gain;          ///< [lead], sqrt(weight) / amplitude in the band, 1/mV
    std::int64_t block = 1;                 ///< samples a block
};

/// The window must begin at a multiple of the block's length, so that blocks are the same in every window.
[[nodiscard]] Envelope envelope_of(std::span<const LeadView> leads, const WorkRate& work,
                                   const DetectorOptions& options);

}  // namespace synchrony::beats

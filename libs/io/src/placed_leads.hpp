// Recordings that store their leads in stretches (a 3 x 4 print: 2.5 s a lead, one after the other) or in groups, put
// together on one axis of time.
#pragma once

#include <cstdint>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// A stretch of one signal.
struct PlacedLead {
    record::Lead lead;
    std::int64_t begin = 0;  ///< its first sample on the recording's axis, >= 0
    std::size_t group = 0;   ///< which group of the file it stands in
    bool is_ecg = true;      ///< else one of Ecg::other_signals
};

/// The stretches as signals of `samples` samples each, added to `ecg`: what no stretch covers is invalid. Stretches of
/// one name in several groups become one lead; where they overlap the longer is kept, with a warning (a rhythm strip
/// beside a print). Two of one name in one group stay two, which read_ecg refuses.
void place_leads(std::vector<PlacedLead> stretches, std::int64_t samples, record::Ecg& ecg);

}  // namespace synchrony::io

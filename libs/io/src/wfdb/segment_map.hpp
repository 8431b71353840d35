// Which signal of a segment stands for which signal of the record, and how its ADC units are to be scaled.
// Source: the WFDB library, lib/signal.c, sigmap_init() and sigmap().
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synchrony/io/wfdb_record.hpp"

namespace synchrony::io::wfdb {

/// For one signal of the record: the segment's signal it comes from, and value = floor(raw x scale + offset + 1/2).
struct SignalMap {
    int from = -1;  ///< -1: the segment lacks it
    double scale = 1.0;
    double offset = 0.0;
};

/// By description in variable layout, by place in fixed layout.
[[nodiscard]] core::Result<std::vector<SignalMap>> map_segment(const Header& record, const Header& segment,
                                                               const std::string& where);

/// Appends `frames` frames of the segment's samples `raw` to the record's `out`.
void map_samples(const std::vector<SignalMap>& map, const Header& record, const std::vector<Samples>& raw,
                 std::int64_t frames, std::vector<Samples>& out);

/// Appends `frames` frames without a valid sample.
void append_missing(const Header& record, std::int64_t frames, std::vector<Samples>& out);

}  // namespace synchrony::io::wfdb

// Sections 3 and 4 of SCP-ECG: which leads there are, where each begins and ends, and where its beats lie.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scp/sections.hpp"

namespace synchrony::io::scp {

/// Samples are numbered from 1; `last` belongs to the lead.
struct LeadSpan {
    std::int64_t first = 1;
    std::int64_t last = 0;
    int code = 0;  ///< of the standard's table of leads
    [[nodiscard]] std::int64_t count() const { return last - first + 1; }
};

struct LeadTable {
    std::vector<LeadSpan> leads;
    bool beats_subtracted = false;  ///< section 6 holds what is left after the reference beat was taken away
    std::int64_t first = 1;         ///< of all leads
    std::int64_t last = 0;
    [[nodiscard]] std::int64_t count() const { return last - first + 1; }
};

/// A stretch of the recording, numbered from 1; `last` belongs to it.
struct Zone {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

struct Beat {
    int type = 0;  ///< 0: the reference beat's
    Zone zone;     ///< from which the reference beat was subtracted
    std::int64_t fiducial = 0;
};

struct BeatTable {
    std::uint32_t reference_ms = 0;       ///< length of the reference beat
    std::int64_t reference_fiducial = 0;  ///< its sample number within the reference beat, from 1
    std::vector<Beat> beats;
    std::vector<Zone> protected_zones;  ///< kept at the full rate by bimodal compression
    bool zones_apart = true;            ///< each begins behind the one before
};

/// The standard's name of a lead; "derived I" for those that were computed from others; "lead 200" beyond its table.
[[nodiscard]] std::string lead_name(int code);

[[nodiscard]] core::Result<LeadTable> read_leads(const Section& section, const std::string& where);
[[nodiscard]] core::Result<BeatTable> read_beats(const Section& section, const std::string& where);

}  // namespace synchrony::io::scp

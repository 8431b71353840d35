// Sections 5 and 6 of SCP-ECG: the reference beat and the rhythm, from coded bytes to millivolts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scp/huffman.hpp"
#include "scp/leads.hpp"

namespace synchrony::io::scp {

/// The head of section 5 or 6 and each lead's bytes.
struct CodedSignal {
    double millivolts_per_unit = 0.0;
    std::uint32_t interval_us = 0;  ///< between samples; of bimodal data, outside of the protected zones
    int differences = 0;            ///< 0: samples, 1 or 2: their first or second differences
    bool bimodal = false;           ///< outside of protected zones only one of several samples was kept
    std::vector<std::span<const std::byte>> leads;
};

/// Fails (input) where the section ends before its leads do, or the unit or the interval is 0.
[[nodiscard]] core::Result<CodedSignal> read_coded_signal(const Section& section, std::size_t leads,
                                                          const std::string& where);

/// `count` samples of one lead: decoded (tables empty: two bytes a sample) and summed up from differences. Sums keep 16
/// bits, as the writers' do.
[[nodiscard]] core::Result<std::vector<std::int32_t>> decode_lead(const CodedSignal& signal, std::size_t lead,
                                                                  std::uint64_t count,
                                                                  std::span<const HuffmanTable> tables,
                                                                  const std::string& where);

/// How many samples a bimodal lead holds: all within protected zones, of the stretches between one in `factor` and what
/// is left over at a stretch's end.
[[nodiscard]] std::int64_t bimodal_count(const LeadSpan& lead, std::span<const Zone> protected_zones,
                                         std::int64_t factor);

/// The lead at its full rate: samples within protected zones as they are; between, straight lines through the samples
/// kept, each standing for the middle of its `factor` samples, held at both ends of the stretch.
[[nodiscard]] std::vector<double> expand_bimodal(std::span<const std::int32_t> kept, const LeadSpan& lead,
                                                 std::span<const Zone> protected_zones, std::int64_t factor);

/// Each sample the mean of itself and its neighbours, but those in `kept` and the first and the last of the lead.
void smooth_outside(std::span<const Zone> kept, const LeadSpan& lead, std::vector<double>& samples);

}  // namespace synchrony::io::scp

// Blocks of samples of a CardioSoft file.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::cardiosoft {

/// A block of leads at one rate and gain: StripData, MedianSamples or FullDisclosure.
struct Block {
    pugi::xml_node node;
    std::string where;
};

/// mV a unit, from the block's Resolution.
[[nodiscard]] core::Result<double> millivolts_in(const Block& block);
/// Samples are numbers divided by commas; where letters stand among them they are base64 of 16-bit integers.
[[nodiscard]] core::Result<std::vector<std::int32_t>> values_in(std::string_view text, std::size_t most,
                                                                const std::string& where);

/// All leads of a long recording in one list. The order of its samples is told by Einthoven's law, II = I + III: a
/// second of each lead in turn, or a sample of each. Fails (input) where neither order obeys it.
[[nodiscard]] core::Result<record::Ecg> read_full_disclosure(const Block& block, const ReadOptions& options);

}  // namespace synchrony::io::cardiosoft

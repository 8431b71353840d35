// Sections 7, 8, 10 and 11 of SCP-ECG: what the cart measured and said.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "scp/letters.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::scp {

/// Section 7: intervals and axes of the reference beat, rates, pacing spikes. What is marked as not measured stays
/// empty.
void read_measurements(std::span<const std::byte> data, record::FileFacts& facts);

/// Section 8: statements in plain text, a line each.
[[nodiscard]] std::vector<std::string> read_statements(std::span<const std::byte> data, Letters& letters);

/// Section 10: what was measured lead by lead. Amplitudes in uV; a list may end before the last of the standard's
/// places.
[[nodiscard]] std::vector<record::LeadMeasurements> read_lead_measurements(std::span<const std::byte> data);

/// Section 11: statements as codes of the standard with their texts.
[[nodiscard]] std::vector<std::string> read_coded_statements(std::span<const std::byte> data, Letters& letters);

}  // namespace synchrony::io::scp

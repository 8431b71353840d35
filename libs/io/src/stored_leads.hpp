// From the stored integers of all leads to a recording: what the readers of vendors' XML share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parts.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// No electrocardiograph stores more: what promises more is not worth the time.
inline constexpr std::size_t most_leads = 256;

/// 16-bit integers, lowest byte first; a last odd byte is left out.
[[nodiscard]] std::vector<std::int32_t> int16_values(std::span<const std::byte> bytes);

/// How many samples one of `leads` leads may hold under options.max_values.
[[nodiscard]] std::size_t most_samples(std::size_t leads, const ReadOptions& options);

/// Hz of a step in s. Steps are written with a few digits (2.7777777 ms): a whole number within them is meant.
[[nodiscard]] double frequency_of_step(double step_s);

/// The sampling frequency, Hz: the file's, else (also where the file says 0) what the user gives. Fails (input) where
/// neither is a positive number.
[[nodiscard]] core::Result<double> sampling_frequency(std::optional<double> of_file, const ReadOptions& options,
                                                      const std::string& where);

/// Keeps a beat that was stored beside the rhythm; where it could not be read, a warning that begins with `not_read`.
void add_stored_beat(core::Result<record::Ecg> beat, const std::string& not_read, record::Ecg& ecg);

/// Leads in mV at `frequency_hz`. Fails (input) on no leads, too many, none with samples, or lengths that differ.
[[nodiscard]] core::Result<record::Ecg> assemble(std::span<const StoredLead> leads, double frequency_hz,
                                                 std::string_view format, const std::string& where);

}  // namespace synchrony::io

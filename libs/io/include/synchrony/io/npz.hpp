// Recordings as arrays of NumPy (.npz), which Python opens with numpy.load and needs nothing else for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::npz {

/// The bytes of a .npz: samples_mv (leads x samples, float32, NaN where invalid), lead_names, sampling_frequency_hz,
/// start_time (empty text: not known), and other_samples, other_names and other_units where there are such signals;
/// sex, age_years (NaN: not known), patient_id where the recording says them. Stored beats are not held.
[[nodiscard]] core::Result<std::string> encode(const record::Ecg& ecg);

/// Writes it, whole or not at all. Gives what the file does not hold, a sentence each.
[[nodiscard]] core::Result<std::vector<std::string>> write(const std::filesystem::path& path, const record::Ecg& ecg);

}  // namespace synchrony::io::npz

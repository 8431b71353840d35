// Writing DICOM: 12-Lead, General or Ambulatory ECG Waveform Storage, explicit little endian, 16 bit.
// Source: DICOM PS3.3 A.34, C.10.9, C.10.10; PS3.15 annex E (what is left out unless the identity is kept).
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"
#include "synchrony/io/written.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::dicom {

/// Writes the leads as one multiplex group, each stored beat as another, whole or not at all. Invalid samples become
/// the padding value, -32768. The class is the narrowest that the standard allows for these leads, rate and length. The
/// same recording gives the same unique identifiers. Fails (usage) on a recording without leads or a resolution too
/// fine for 16 bits.
[[nodiscard]] core::Result<Written> write(const std::filesystem::path& path, const record::Ecg& ecg,
                                          const WriteOptions& options = {});

}  // namespace synchrony::io::dicom

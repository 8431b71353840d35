// Writing GE MUSE's XML (RestingECG), as that system exports it.
// Source: exported files (docs/formats/muse.md); GE publishes no description.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"
#include "synchrony/io/written.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::muse {

/// Writes the leads as the waveform of type Rhythm, each stored beat as one of type Median, whole or not at all. As the
/// format has it, III, aVR, aVL and aVF are left out where I and II give them to the rounding of a step. MUSE has no
/// mark for a missing sample: the value before it stands there, which is said. Fails (usage) on a recording without a
/// valid sample or a resolution too fine for 16 bits.
[[nodiscard]] core::Result<Written> write(const std::filesystem::path& path, const record::Ecg& ecg,
                                          const WriteOptions& options = {});

}  // namespace synchrony::io::muse

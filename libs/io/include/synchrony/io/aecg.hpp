// Writing HL7 aECG (PORT_MT020001, the annotated ECG of the FDA).
// Source: HL7 aECG Implementation Guide, 21 March 2005.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"
#include "synchrony/io/written.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::aecg {

/// Writes the leads as a rhythm series, stored beats as series derived from it, whole or not at all. aECG has no mark
/// for a missing sample: a lead's valid stretches become sequence sets of their own, each with its own time. Fails
/// (usage) on a recording without a valid sample or a resolution too fine for 16 bits.
[[nodiscard]] core::Result<Written> write(const std::filesystem::path& path, const record::Ecg& ecg,
                                          const WriteOptions& options = {});

}  // namespace synchrony::io::aecg

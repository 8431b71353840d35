// Use case: one recording in another format, as bytes.
#pragma once

#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

struct ExportedRecording {
    std::string name;  ///< "recording.edf"; a zip archive where the format has several files
    std::string bytes;
    std::vector<std::string> not_held;  ///< what the format has no place for
};

/// As `convert` writes it to one of convert_targets(), without identity. Limb leads that were
/// computed are left out. Files lie for a moment in a private folder. Errors: usage (an unknown target), io.
[[nodiscard]] core::Result<ExportedRecording> export_recording(const record::Ecg& ecg, const std::string& target,
                                                               const core::RunContext& context);

}  // namespace synchrony::app

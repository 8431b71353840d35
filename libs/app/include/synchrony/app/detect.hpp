// Use case: find the beats of recordings and write them as WFDB annotation files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/beats/detector.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

struct DetectRequest {
    std::vector<std::filesystem::path>
        recordings;           ///< any known format; WFDB records are streamed, whatever their length
    io::ReadOptions reading;  ///< of all of them
    std::filesystem::path out_folder;
    std::string annotator = "qrs";  ///< file name ending of the annotations
    bool force = false;             ///< write over beats at other places
    /// "first", "all" (fused), a lead's name, or "auto": all leads of a recording with eight or more (a standard ECG),
    /// else the first, as is usual on ambulatory recordings.
    std::string lead = "auto";
};

/// What was found in one recording.
struct DetectedRecording {
    std::string record;  ///< file name without ending
    std::int64_t beats = 0;
    std::int64_t samples = 0;  ///< a lead
    double sampling_frequency_hz = 0;
    int leads_used = 0;
    std::vector<std::string> warnings;  ///< the reader's
    std::optional<core::Error> error;   ///< the recording could not be read; the others go on
};

struct DetectReport {
    std::vector<DetectedRecording> recordings;  ///< in the order asked for
    double seconds = 0;                         ///< wall time of reading, detecting and writing
    [[nodiscard]] std::size_t failed() const;
};

/// Writes out_folder/`RECORD.ANNOTATOR` for every recording. Errors (usage): two recordings of one name, no
/// recording.
[[nodiscard]] core::Result<DetectReport> detect(const DetectRequest& request, const core::RunContext& context);

/// The beats of a recording in hand, from the leads that `lead` says (DetectRequest::lead); `where` names it in
/// messages. Errors: a lead that it lacks (usage), those of beats::detect_beats.
[[nodiscard]] core::Result<std::vector<beats::Beat>> beats_of(record::Ecg ecg, const std::string& lead,
                                                              const std::filesystem::path& where);

}  // namespace synchrony::app

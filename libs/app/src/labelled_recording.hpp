// A recording of a beat-annotated database, and its beats as one would find them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ecg_images.hpp"
#include "synchrony/app/beat_images.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// The records that the folder's RECORDS lists, relative to it. Errors: records_of_folder.
[[nodiscard]] core::Result<std::vector<std::string>> record_names(const std::filesystem::path& database);

struct LabelledRecording {
    record::Ecg ecg;
    LabelledBeats annotated;  ///< beats of the AAMI classes alone
};

/// The WFDB record of that path (without ending) with its annotator atr. Errors: those of the readers.
[[nodiscard]] core::Result<LabelledRecording> read_labelled_recording(const std::filesystem::path& record);

/// The annotated beats, or those that our detector finds, each with the label of the nearest annotation within EC57's
/// match window, -1 without one. Errors: beats::detect_beats.
[[nodiscard]] core::Result<LabelledBeats> beats_from(BeatSource source, const LabelledRecording& recording);

}  // namespace synchrony::app

// A recording of a beat-annotated database, and its beats as one would find them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::datasets {

/// The records that the folder's RECORDS lists, relative to it. Errors: records_of_folder.
[[nodiscard]] core::Result<std::vector<std::string>> record_names(const std::filesystem::path& database);

/// Where the beats' places come from. Labels are always the annotations': a detected beat takes the label of the
/// annotation within 150 ms; beats without one have no label, and still count in the rhythm.
enum class BeatSource { annotations, detector };
[[nodiscard]] std::string_view name_of(BeatSource source);
[[nodiscard]] core::Result<BeatSource> beat_source_named(std::string_view name);

struct LabelledBeats {
    std::vector<std::int64_t> samples;  ///< R peaks at the record's own rate, rising
    std::vector<std::int8_t> labels;    ///< record::AamiClass a beat, -1 without
};

struct LabelledRecording {
    record::Ecg ecg;
    LabelledBeats annotated;  ///< beats of the AAMI classes alone
};

/// The WFDB record of that path (without ending) with its annotator atr. Errors: those of the readers.
[[nodiscard]] core::Result<LabelledRecording> read_labelled_recording(const std::filesystem::path& record);

/// The annotated beats, or those that our detector finds, each with the label of the nearest annotation within EC57's
/// match window, -1 without one. Errors: beats::detect_beats.
[[nodiscard]] core::Result<LabelledBeats> beats_from(BeatSource source, const LabelledRecording& recording);

}  // namespace synchrony::datasets

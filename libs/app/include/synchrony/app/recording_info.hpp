// What `info` says of a recording, the same for every format.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// What may be told beside the signals.
struct InfoOptions {
    bool comments = false;  ///< start time, comments, notes and printed statements: free text that may name the patient
    bool identity = false;  ///< the patient's fields, and all of `comments`
    [[nodiscard]] bool free_text() const { return comments || identity; }
};

/// format, format_version, sampling_frequency_hz, samples, duration_s, leads, other_signals, gain_source, device,
/// filters, printed, pacing_spikes_s, stored_beats, warnings, start_time; comments, notes and patient as asked for.
/// What the file does not say is null; beside a start time that is null stands start_time_reason. `samples` is the
/// length of the whole recording, where `ecg` is its head alone (io::RecordingHead): what all samples would tell is
/// null then.
[[nodiscard]] nlohmann::ordered_json recording_json(const record::Ecg& ecg, const InfoOptions& options,
                                                    std::optional<std::int64_t> samples = {});
/// The same for people, in lines; without the file's name.
[[nodiscard]] std::string recording_text(const record::Ecg& ecg, const InfoOptions& options,
                                         std::optional<std::int64_t> samples = {});

/// The formats that are read: format, reads, versions, extensions, checked, checked_files, figure.
[[nodiscard]] nlohmann::ordered_json formats_json();

/// Printed measurements as JSON, null where not there; without statements.
[[nodiscard]] nlohmann::ordered_json printed_json(const record::PrintedMeasurements& printed);

}  // namespace synchrony::app

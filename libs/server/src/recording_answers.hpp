// What the answers about one recording share.
#pragma once

#include "context.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::server {

/// Why there is no cohort of that id: "missing", or "dropped" where it had to go for newer ones.
[[nodiscard]] Reply no_cohort(const Context& context, const std::string& id);

/// The recording of the call, or a reply that says why not: "missing", or "dropped" where it had to go for newer ones.
struct AskedRecording {
    std::shared_ptr<HeldRecording> recording;
    Reply refusal;
    explicit operator bool() const { return recording != nullptr; }
};
[[nodiscard]] AskedRecording asked_recording(Context& context, const std::string& id);

[[nodiscard]] nlohmann::ordered_json recording_document(const HeldRecording& recording);

/// Holds it and answers 201.
[[nodiscard]] core::Result<Reply> hold(Context& context, record::Ecg read);

/// What the query says of the patient and of the definitions; its other options are not looked at.
struct AskedMeasuring {
    measure::MeasureOptions options;
    std::string key;  ///< the same for the same options
};
/// What the query says of the rhythm; nothing: as measured.
[[nodiscard]] core::Result<std::optional<measure::Rhythm>> asked_rhythm(const Query& query);
[[nodiscard]] core::Result<AskedMeasuring> asked_measuring(const Query& query, const record::Ecg& ecg);

/// Reading options under which these recordings stand for files.
[[nodiscard]] io::ReadOptions reading_held(const std::vector<std::shared_ptr<HeldRecording>>& recordings);

/// The option `from`, 0 where it is not given. Errors (usage): no number, not within the recording.
[[nodiscard]] core::Result<double> asked_begin_s(const Query& query, const record::Ecg& ecg);

/// A lead that the option names and the recording has not.
[[nodiscard]] core::Error no_lead(const record::Ecg& ecg, std::string option, std::string_view name);

}  // namespace synchrony::server

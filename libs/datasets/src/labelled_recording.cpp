#include "synchrony/datasets/labelled_recording.hpp"

#include <cmath>

#include "synchrony/beats/detector.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::datasets {
namespace {

namespace wfdb = io::wfdb;

constexpr double label_window_s = 0.150;  // EC57's match window

LabelledBeats annotated_beats(const std::vector<record::Annotation>& annotations) {
    LabelledBeats beats;
    for (const auto& annotation : annotations)
        if (const auto label = record::aami_class(annotation.code)) {
            beats.samples.push_back(annotation.sample);
            beats.labels.push_back(static_cast<std::int8_t>(*label));
        }
    return beats;
}

// Each annotation labels the nearest detected beat within the match window; the others keep no label.
core::Result<LabelledBeats> detected_beats(const record::Ecg& ecg, const LabelledBeats& annotated) {
    SYNCHRONY_ASSIGN(const auto detected, beats::detect_beats(ecg));
    const auto window = static_cast<std::int64_t>(std::lround(label_window_s * ecg.sampling_frequency_hz));
    LabelledBeats beats;
    std::size_t next = 0;
    for (const auto& beat : detected) {
        beats.samples.push_back(beat.sample);
        beats.labels.push_back(-1);
        while (next < annotated.samples.size() && annotated.samples[next] < beat.sample - window) ++next;
        if (next == annotated.samples.size()) continue;
        std::size_t nearest = next;
        if (nearest + 1 < annotated.samples.size() &&
            std::abs(annotated.samples[nearest + 1] - beat.sample) < std::abs(annotated.samples[nearest] - beat.sample))
            ++nearest;
        if (std::abs(annotated.samples[nearest] - beat.sample) > window) continue;
        beats.labels.back() = annotated.labels[nearest];
        next = nearest + 1;
    }
    return beats;
}

}  // namespace

core::Result<std::vector<std::string>> record_names(const std::filesystem::path& database) {
    SYNCHRONY_ASSIGN(const auto paths, records_of_folder(database));
    std::vector<std::string> names;
    for (const auto& path : paths) names.push_back(path.lexically_relative(database).string());
    return names;
}

core::Result<LabelledRecording> read_labelled_recording(const std::filesystem::path& record) {
    SYNCHRONY_ASSIGN(const auto signals, wfdb::read_record(record));
    SYNCHRONY_ASSIGN(auto ecg, wfdb::to_ecg(signals));
    SYNCHRONY_ASSIGN(auto annotations, wfdb::read_annotations(record, "atr"));
    wfdb::rescale(annotations, ecg.sampling_frequency_hz);
    return LabelledRecording{std::move(ecg), annotated_beats(annotations.annotations)};
}

std::string_view name_of(BeatSource source) {
    return source == BeatSource::annotations ? "annotations" : "detector";
}

core::Result<BeatSource> beat_source_named(std::string_view name) {
    for (const auto source : {BeatSource::annotations, BeatSource::detector})
        if (name == name_of(source)) return source;
    return core::fail(
        {core::ErrorKind::usage, "unknown source of beats", {}, std::string(name), "annotations or detector", {}});
}

core::Result<LabelledBeats> beats_from(BeatSource source, const LabelledRecording& recording) {
    if (source == BeatSource::detector) return detected_beats(recording.ecg, recording.annotated);
    return recording.annotated;
}

}  // namespace synchrony::datasets

#include "synchrony/app/beat_images.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/app/annotated_folder.hpp"
#include "synchrony/app/data_folder.hpp"
#include "synchrony/beats/detector.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/io/wfdb.hpp"

#include "ecg_images.hpp"
#include "for_each_recording.hpp"

namespace synchrony::app {
namespace {

namespace wfdb = io::wfdb;

constexpr double label_window_s = 0.150;  // EC57's match window

core::Result<std::vector<std::string>> record_names(const std::filesystem::path& database) {
    SYNCHRONY_ASSIGN(const auto paths, records_of_folder(database));
    std::vector<std::string> names;
    for (const auto& path : paths) names.push_back(path.lexically_relative(database).string());
    return names;
}

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
        if (nearest + 1 < annotated.samples.size() && std::abs(annotated.samples[nearest + 1] - beat.sample) <
                                                          std::abs(annotated.samples[nearest] - beat.sample))
            ++nearest;
        if (std::abs(annotated.samples[nearest] - beat.sample) > window) continue;
        beats.labels.back() = annotated.labels[nearest];
        next = nearest + 1;
    }
    return beats;
}

core::Result<features::ImageSetWriter> images_of_record(const std::string& name, const BeatImagesRequest& request) {
    SYNCHRONY_ASSIGN(const auto signals, wfdb::read_record(request.database / name));
    SYNCHRONY_ASSIGN(auto ecg, wfdb::to_ecg(signals));
    SYNCHRONY_ASSIGN(auto annotations, wfdb::read_annotations(request.database / name, "atr"));
    wfdb::rescale(annotations, ecg.sampling_frequency_hz);
    auto beats = annotated_beats(annotations.annotations);
    if (request.beats == BeatSource::detector) {
        SYNCHRONY_ASSIGN(beats, detected_beats(ecg, beats));
    }
    return images_of_ecg(std::move(ecg), record::PatientId(name), beats, request);
}

std::string source_text(const BeatImagesRequest& request) {
    return "mitdb 1.0.0, beats from " + std::string(name_of(request.beats)) +
           (request.first_lead_only ? ", first lead" : ", all leads") +
           (request.mixtures && !request.first_lead_only ? " and mixtures" : "");
}

// What fixes the images: database, records, beats, leads, recipe, and how images are made.
core::Result<std::string> content_key(const BeatImagesRequest& request) {
    SYNCHRONY_ASSIGN(const auto sums, core::read_file(request.database / "SHA256SUMS.txt", 1 << 20));
    std::string text = sums + source_text(request) + request.recipe.to_json() + std::to_string(image_version);
    for (const auto& record : request.records) text += "\n" + record;
    return core::sha256(text).substr(0, 16);
}

core::Result<void> write_images(const BeatImagesRequest& request, const core::RunContext& context) {
    std::vector<core::Result<features::ImageSetWriter>> parts(request.records.size(),
                                                              features::ImageSetWriter(request.recipe));
    SYNCHRONY_TRY(for_each_recording(parts.size(), "images of beats", context, [&](std::size_t i) {
        parts[i] = images_of_record(request.records[i], request);
        context.progress->advance(1, request.records[i]);
    }));
    features::ImageSetWriter all(request.recipe);
    for (auto& part : parts) {
        SYNCHRONY_ASSIGN(auto images, std::move(part));
        SYNCHRONY_TRY(all.append(std::move(images)));
    }
    return all.write(request.file, source_text(request));
}

}  // namespace

std::string_view name_of(BeatSource source) {
    return source == BeatSource::annotations ? "annotations" : "detector";
}

core::Result<BeatSource> beat_source_named(std::string_view name) {
    for (const auto source : {BeatSource::annotations, BeatSource::detector})
        if (name == name_of(source)) return source;
    return core::fail({core::ErrorKind::usage, "unknown source of beats", {}, std::string(name), "annotations or detector", {}});
}

core::Result<features::ImageSet> beat_images(const BeatImagesRequest& asked, const core::RunContext& context) {
    BeatImagesRequest request = asked;
    if (request.database.empty()) {
        SYNCHRONY_ASSIGN(request.database, data_folder("mitdb"));
    }
    if (request.records.empty()) {
        SYNCHRONY_ASSIGN(request.records, record_names(request.database));
    }
    if (request.file.empty()) {
        SYNCHRONY_ASSIGN(const auto key, content_key(request));
        request.file = default_data_places().cache / "images" / ("mitdb-" + request.recipe.name + "-" + key + ".safetensors");
    }
    if (std::filesystem::exists(request.file)) {
        SYNCHRONY_ASSIGN(auto set, features::ImageSet::open(request.file));
        if (set.recipe() == request.recipe && set.source() == source_text(request)) return set;
        if (!asked.file.empty())
            return core::fail({core::ErrorKind::usage, "image set is of another kind", request.file.string(),
                               set.source() + ", recipe " + set.recipe().name,
                               source_text(request) + ", recipe " + request.recipe.name, "Remove it or name another --images"});
    }
    SYNCHRONY_TRY(write_images(request, context));
    return features::ImageSet::open(request.file);
}

}  // namespace synchrony::app

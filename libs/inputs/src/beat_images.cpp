#include "synchrony/inputs/beat_images.hpp"

#include "synchrony/beats/detector.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/datasets/data_folder.hpp"

#include "synchrony/datasets/for_each_recording.hpp"
#include "synchrony/inputs/ecg_images.hpp"

namespace synchrony::inputs {
namespace {

core::Result<features::ImageSetWriter> images_of_record(const LabelledSource& source, std::size_t i,
                                                        const BeatImagesRequest& request) {
    SYNCHRONY_ASSIGN(auto recording, source.read(i));
    SYNCHRONY_ASSIGN(const auto beats, datasets::beats_from(request.beats, recording));
    SYNCHRONY_ASSIGN(auto images,
                     images_of_ecg(std::move(recording.ecg), record::PatientId(source.records()[i]), beats, request));
    features::ImageSetWriter kept(request.recipe);  // appended images take no more room than they need
    SYNCHRONY_TRY(kept.append(std::move(images)));
    return kept;
}

// What fixes the images: samples and beats of the records in their order, and how images are made.
core::Result<std::string> content_key(const LabelledSource& source, const BeatImagesRequest& request,
                                      const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto contents, source.contents(context));
    auto key = request.key();
    for (const auto& digest : contents) key.add("content", digest);
    return key.digest().substr(0, image_key_digits);
}

std::string source_text(const LabelledSource& source, const BeatImagesRequest& request, const std::string& key) {
    return source.name() + ", " + core::counted(source.records().size(), "record") + ", beats from " +
           std::string(name_of(request.beats)) + (request.first_lead_only ? ", first lead" : ", all leads") +
           (request.mixtures && !request.first_lead_only ? " and mixtures" : "") + ", content " + key;
}

core::Result<void> write_images(const LabelledSource& recordings, const BeatImagesRequest& request,
                                const std::string& source, const core::RunContext& context) {
    const auto& names = recordings.records();
    std::vector<core::Result<features::ImageSetWriter>> parts(names.size(), features::ImageSetWriter(request.recipe));
    SYNCHRONY_TRY(datasets::for_each_recording(parts.size(), "images of beats", context, [&](std::size_t i) {
        parts[i] = images_of_record(recordings, i, request);
        context.progress->advance(1, names[i]);
    }));
    features::ImageSetWriter all(request.recipe);
    for (auto& part : parts) {
        SYNCHRONY_ASSIGN(auto images, std::move(part));
        SYNCHRONY_TRY(all.append(std::move(images)));
    }
    return all.write(request.file, source);
}

// The request's own, or the folder's.
core::Result<std::shared_ptr<const LabelledSource>> source_of(const BeatImagesRequest& request) {
    if (request.source) return request.source;
    auto folder = request.database;
    auto records = request.records;
    if (folder.empty()) {
        SYNCHRONY_ASSIGN(folder, datasets::data_folder("mitdb"));
    }
    if (records.empty()) {
        SYNCHRONY_ASSIGN(records, datasets::record_names(folder));
    }
    return std::make_shared<const LabelledFolder>(std::move(folder), std::move(records));
}

}  // namespace

core::Key BeatImagesRequest::key() const {
    auto key = core::Key("images of beats");
    key.add("images", image_version)
        .add("recipe", recipe.to_json())
        .add("beats", name_of(beats))
        .add("first lead only", first_lead_only)
        .add("mixtures", mixtures);
    if (!medians) key.add("medians", medians);
    if (beats == datasets::BeatSource::detector) key.add("detector", beats::detector_revision);
    return key;
}

core::Result<std::string> database_name(const BeatImagesRequest& request) {
    if (request.source) return request.source->name();
    if (!request.database.empty()) return LabelledFolder(request.database, {}).name();
    SYNCHRONY_ASSIGN(const auto folder, datasets::data_folder("mitdb"));
    return LabelledFolder(folder, {}).name();
}

core::Result<features::ImageSet> beat_images(const BeatImagesRequest& asked, const core::RunContext& context) {
    BeatImagesRequest request = asked;
    SYNCHRONY_ASSIGN(const auto recordings, source_of(request));
    SYNCHRONY_ASSIGN(const auto key, content_key(*recordings, request, context));
    const auto source = source_text(*recordings, request, key);
    if (request.file.empty())
        request.file = datasets::default_data_places().cache / "images" /
                       ("beats-" + request.recipe.name + "-" + key + ".safetensors");
    if (std::filesystem::exists(request.file)) {
        auto set = features::ImageSet::open(request.file);
        if (set && set->recipe() == request.recipe && set->source() == source) return set;
        if (!set && !asked.file.empty()) {
            auto fault = std::move(set).error();
            fault.hint = "remove the image set or name another --images";
            return core::fail(std::move(fault));
        }
        if (!set) context.progress->log("made again: " + set.error().message());  // the cache's own file
        if (!asked.file.empty())
            return core::fail({core::ErrorKind::usage, "the image set is of other recordings or made otherwise",
                               request.file.string(), set->source() + ", recipe " + set->recipe().name,
                               source + ", recipe " + request.recipe.name, "remove it or name another --images"});
    }
    SYNCHRONY_TRY(write_images(*recordings, request, source, context));
    return features::ImageSet::open(request.file);
}

}  // namespace synchrony::inputs

#include "synchrony/inputs/beat_images.hpp"

#include "synchrony/beats/detector.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/datasets/data_folder.hpp"

#include "synchrony/datasets/for_each_recording.hpp"
#include "synchrony/datasets/labelled_recording.hpp"
#include "synchrony/inputs/ecg_images.hpp"

namespace synchrony::inputs {
namespace {

core::Result<features::ImageSetWriter> images_of_record(const std::string& name, const BeatImagesRequest& request) {
    SYNCHRONY_ASSIGN(auto recording, datasets::read_labelled_recording(request.database / name));
    SYNCHRONY_ASSIGN(const auto beats, datasets::beats_from(request.beats, recording));
    return images_of_ecg(std::move(recording.ecg), record::PatientId(name), beats, request);
}

std::string name_of_folder(const std::filesystem::path& database) {
    std::error_code ignored;
    auto folder = std::filesystem::weakly_canonical(database, ignored);
    if (!folder.has_filename()) folder = folder.parent_path();
    const auto name = folder.filename().string(), above = folder.parent_path().filename().string();
    const bool version = !name.empty() && name.find_first_not_of("0123456789.") == std::string::npos;
    return version && !above.empty() ? above + " " + name : name;
}

core::Result<std::string> content_of_record(const std::string& name, const BeatImagesRequest& request) {
    SYNCHRONY_ASSIGN(const auto recording, datasets::read_labelled_recording(request.database / name));
    return core::Key("labelled recording")
        .add("name", name)
        .add("signals", content_of(recording.ecg))
        .add_all("beats", recording.annotated.samples)
        .add_all("labels", recording.annotated.labels)
        .digest();
}

// What fixes the images: samples and beats of the records in their order, and how images are made.
core::Result<std::string> content_key(const BeatImagesRequest& request, const core::RunContext& context) {
    std::vector<core::Result<std::string>> contents(request.records.size(), std::string());
    SYNCHRONY_TRY(datasets::for_each_recording(contents.size(), "reading recordings", context, [&](std::size_t i) {
        contents[i] = content_of_record(request.records[i], request);
        context.progress->advance(1);
    }));
    auto key = request.key();
    for (auto& content : contents) {
        SYNCHRONY_ASSIGN(const auto digest, std::move(content));
        key.add("content", digest);
    }
    return key.digest().substr(0, image_key_digits);
}

std::string source_text(const BeatImagesRequest& request, const std::string& key) {
    return name_of_folder(request.database) + ", " + core::counted(request.records.size(), "record") + ", beats from " +
           std::string(name_of(request.beats)) + (request.first_lead_only ? ", first lead" : ", all leads") +
           (request.mixtures && !request.first_lead_only ? " and mixtures" : "") + ", content " + key;
}

core::Result<void> write_images(const BeatImagesRequest& request, const std::string& source,
                                const core::RunContext& context) {
    std::vector<core::Result<features::ImageSetWriter>> parts(request.records.size(),
                                                              features::ImageSetWriter(request.recipe));
    SYNCHRONY_TRY(datasets::for_each_recording(parts.size(), "images of beats", context, [&](std::size_t i) {
        parts[i] = images_of_record(request.records[i], request);
        context.progress->advance(1, request.records[i]);
    }));
    features::ImageSetWriter all(request.recipe);
    for (auto& part : parts) {
        SYNCHRONY_ASSIGN(auto images, std::move(part));
        SYNCHRONY_TRY(all.append(std::move(images)));
    }
    return all.write(request.file, source);
}

}  // namespace

core::Key BeatImagesRequest::key() const {
    auto key = core::Key("images of beats");
    key.add("images", image_version)
        .add("recipe", recipe.to_json())
        .add("beats", name_of(beats))
        .add("first lead only", first_lead_only)
        .add("mixtures", mixtures);
    if (beats == datasets::BeatSource::detector) key.add("detector", beats::detector_revision);
    return key;
}

core::Result<std::string> database_name(const BeatImagesRequest& request) {
    if (!request.database.empty()) return name_of_folder(request.database);
    SYNCHRONY_ASSIGN(const auto folder, datasets::data_folder("mitdb"));
    return name_of_folder(folder);
}

core::Result<features::ImageSet> beat_images(const BeatImagesRequest& asked, const core::RunContext& context) {
    BeatImagesRequest request = asked;
    if (request.database.empty()) {
        SYNCHRONY_ASSIGN(request.database, datasets::data_folder("mitdb"));
    }
    if (request.records.empty()) {
        SYNCHRONY_ASSIGN(request.records, datasets::record_names(request.database));
    }
    SYNCHRONY_ASSIGN(const auto key, content_key(request, context));
    const auto source = source_text(request, key);
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
    SYNCHRONY_TRY(write_images(request, source, context));
    return features::ImageSet::open(request.file);
}

}  // namespace synchrony::inputs

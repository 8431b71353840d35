#include "synchrony/inputs/beat_images.hpp"

#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"
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
    SYNCHRONY_TRY(datasets::for_each_recording(parts.size(), "images of beats", context, [&](std::size_t i) {
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

core::Result<features::ImageSet> beat_images(const BeatImagesRequest& asked, const core::RunContext& context) {
    BeatImagesRequest request = asked;
    if (request.database.empty()) {
        SYNCHRONY_ASSIGN(request.database, datasets::data_folder("mitdb"));
    }
    if (request.records.empty()) {
        SYNCHRONY_ASSIGN(request.records, datasets::record_names(request.database));
    }
    if (request.file.empty()) {
        SYNCHRONY_ASSIGN(const auto key, content_key(request));
        request.file = datasets::default_data_places().cache / "images" /
                       ("mitdb-" + request.recipe.name + "-" + key + ".safetensors");
    }
    if (std::filesystem::exists(request.file)) {
        SYNCHRONY_ASSIGN(auto set, features::ImageSet::open(request.file));
        if (set.recipe() == request.recipe && set.source() == source_text(request)) return set;
        if (!asked.file.empty())
            return core::fail({core::ErrorKind::usage, "image set is of another kind", request.file.string(),
                               set.source() + ", recipe " + set.recipe().name,
                               source_text(request) + ", recipe " + request.recipe.name,
                               "Remove it or name another --images"});
    }
    SYNCHRONY_TRY(write_images(request, context));
    return features::ImageSet::open(request.file);
}

}  // namespace synchrony::inputs

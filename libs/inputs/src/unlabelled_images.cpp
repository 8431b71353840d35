#include "synchrony/inputs/unlabelled_images.hpp"

#include <algorithm>

#include "synchrony/beats/detector.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/key.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/io/read.hpp"

#include "synchrony/datasets/for_each_recording.hpp"
#include "synchrony/inputs/ecg_images.hpp"
#include "synchrony/inputs/ecg_stretch.hpp"

namespace synchrony::inputs {
namespace {

namespace fs = std::filesystem;
using Images = core::Result<features::ImageSetWriter>;

Images images_of_recording(const cohort::Cohort& cohort, std::size_t row, const BeatImagesRequest& like) {
    SYNCHRONY_ASSIGN(auto ecg, io::read_ecg(cohort.ecgs[row], reading_of(cohort, row)));
    SYNCHRONY_ASSIGN(const auto detected, beats::detect_beats(ecg));
    datasets::LabelledBeats beats;
    for (std::size_t i = 0; i < std::min(detected.size(), most_unlabelled_beats); ++i)
        beats.samples.push_back(detected[i].sample);
    beats.labels.assign(beats.samples.size(), -1);
    return images_of_ecg(std::move(ecg), record::PatientId("unlabelled " + std::to_string(row + 1)), beats, like);
}

// At any depth, since databases name records "data/1" too; as named, and as links in either lead to.
bool lies_below(const fs::path& file, const fs::path& folder) {
    std::error_code ignored;
    const auto below = [](const fs::path& way) { return !way.empty() && *way.begin() != ".."; };
    const auto plain = [&](const fs::path& path) { return fs::absolute(path, ignored).lexically_normal(); };
    const auto real = [&](const fs::path& path) { return fs::weakly_canonical(path, ignored); };
    return below(real(file).lexically_relative(real(folder))) || below(plain(file).lexically_relative(plain(folder)));
}

// A recording of the labelled database may be of a patient who tests. Told by row: paths may name patients.
core::Result<void> check_apart(const cohort::Cohort& cohort, const fs::path& database) {
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (lies_below(io::resolve_recording(cohort.ecgs[row]), database))
            return core::fail_input("a recording without labels is one of the labelled database",
                                    cohort.path.string() + ", patient " + std::to_string(row + 1), database.string(),
                                    "recordings of other patients: some of these validate and test");
    return {};
}

std::string leads_text(const BeatImagesRequest& like) {
    if (like.first_lead_only) return "first lead";
    return like.mixtures ? "all leads, mixtures of two" : "all leads";
}

// What fixes the images: signals in their order, leads, recipe, and how images are made.
core::Result<std::string> content_key(const cohort::Cohort& cohort, const BeatImagesRequest& like,
                                      const core::RunContext& context) {
    std::vector<std::string> digests(cohort.size());
    SYNCHRONY_TRY(
        datasets::for_each_recording(cohort.size(), "recordings without labels", context, [&](std::size_t row) {
            const auto ecg = io::read_ecg(cohort.ecgs[row], reading_of(cohort, row));
            digests[row] = ecg ? content_of(*ecg) : "unreadable";
            context.progress->advance(1);
        }));
    auto key = like.key();
    key.add("work", "images without labels")
        .add("detector", beats::detector_revision)
        .add("most beats", most_unlabelled_beats)
        .add_all("contents", digests);
    return key.digest().substr(0, image_key_digits);
}

core::Result<void> write_images(const cohort::Cohort& cohort, const BeatImagesRequest& like, const fs::path& file,
                                const std::string& key, const core::RunContext& context) {
    std::vector<Images> parts(cohort.size(), features::ImageSetWriter(like.recipe));
    SYNCHRONY_TRY(
        datasets::for_each_recording(cohort.size(), "images of beats without labels", context, [&](std::size_t row) {
            parts[row] = images_of_recording(cohort, row, like);
            context.progress->advance(1);
        }));
    features::ImageSetWriter all(like.recipe);
    std::size_t used = 0;
    std::string reason = "no rows";
    for (auto& part : parts) {
        if (part) {
            SYNCHRONY_TRY(all.append(std::move(*part)));
            ++used;
        } else {
            reason = part.error().what;  // without its place: file names may name a patient
        }
    }
    if (used == 0)
        return core::fail_input("no recording of the table can be used", cohort.path.string(), reason,
                                "ECGs with beats");
    if (used < cohort.size())
        context.progress->log(std::to_string(cohort.size() - used) + " of " + std::to_string(cohort.size()) +
                              " recordings without labels are left out, the last because: " + reason);
    return all.write(file, "unlabelled recordings, beats from detector, " + leads_text(like) + ", " +
                               std::to_string(used) + " of " + std::to_string(cohort.size()) + " recordings, content " +
                               key);
}

}  // namespace

core::Result<features::ImageSet> unlabelled_images(const fs::path& table, const BeatImagesRequest& like,
                                                   const core::RunContext& context) {
    cohort::CohortOptions options;
    options.outcome.clear();
    options.require_outcome = false;
    SYNCHRONY_ASSIGN(const auto cohort, cohort::read_cohort(table, options));
    const auto labelled = like.database.empty() ? datasets::data_folder("mitdb") : like.database;
    if (labelled) SYNCHRONY_TRY(check_apart(cohort, *labelled));
    SYNCHRONY_ASSIGN(const auto key, content_key(cohort, like, context));
    const auto file = datasets::default_data_places().cache / "images" /
                      ("unlabelled-" + like.recipe.name + "-" + key + ".safetensors");
    if (std::filesystem::exists(file)) {
        auto set = features::ImageSet::open(file);
        if (set && set->recipe() == like.recipe && set->source().ends_with(key)) return set;
        if (!set) context.progress->log("made again: " + set.error().message());
    }
    SYNCHRONY_TRY(write_images(cohort, like, file, key, context));
    return features::ImageSet::open(file);
}

}  // namespace synchrony::inputs

// Use case: the spectrogram images of every beat of a beat-annotated database, made once and kept in a cache.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"

namespace synchrony::app {

/// Where the beats' places come from. Labels are always the annotations': a detected beat takes the label of the
/// annotation within 150 ms; beats without one have no label, and still count in the rhythm.
enum class BeatSource { annotations, detector };
[[nodiscard]] std::string_view name_of(BeatSource source);
[[nodiscard]] core::Result<BeatSource> beat_source_named(std::string_view name);

struct BeatImagesRequest {
    std::filesystem::path database;    ///< folder with RECORDS; empty: data_folder("mitdb")
    std::vector<std::string> records;  ///< empty: those of RECORDS
    features::SpectrogramRecipe recipe;
    BeatSource beats = BeatSource::annotations;
    bool first_lead_only = false;
    /// Of records with two leads also their sum and their difference over the root of 2, named "A+B" and "A-B": half
    /// way between the two, as the leads of a 12-lead ECG lie between one another. (The magnitude of a spectrogram does
    /// not know a lead's sign, so that these four stand evenly round all mixtures of two.)
    bool mixtures = true;
    std::filesystem::path
        file;  ///< image set to write; empty: in the cache folder, under a name that its content fixes
};

/// Opens the image set, making it first unless it is there. The patient of an image is its record; the label its AAMI
/// class. Each record and lead has its median beat too.
[[nodiscard]] core::Result<features::ImageSet> beat_images(const BeatImagesRequest& request,
                                                           const core::RunContext& context);

}  // namespace synchrony::app

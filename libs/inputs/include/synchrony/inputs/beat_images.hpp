// Use case: the spectrogram images of every beat of a beat-annotated database, made once and kept in a cache.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/datasets/labelled_recording.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/inputs/labelled_source.hpp"

namespace synchrony::inputs {

struct BeatImagesRequest {
    std::shared_ptr<const LabelledSource> source;  ///< in place of a folder; null: the one below
    std::filesystem::path database;                ///< folder with RECORDS; empty: datasets::data_folder("mitdb")
    std::vector<std::string> records;              ///< empty: those of RECORDS
    features::SpectrogramRecipe recipe;
    datasets::BeatSource beats = datasets::BeatSource::annotations;
    bool first_lead_only = false;
    /// Of records with two leads also their sum and their difference over the root of 2, named "A+B" and "A-B": half
    /// way between the two, as the leads of a 12-lead ECG lie between one another. (The magnitude of a spectrogram does
    /// not know a lead's sign, so that these four stand evenly round all mixtures of two.)
    bool mixtures = true;
    bool medians = true;  ///< each lead's median beat too, for networks that are shown it
    std::filesystem::path
        file;  ///< image set to write; empty: in the cache folder, under a name that its content fixes
    /// How images are made of signals and beats: recipe, leads, mixtures, where beats come from, this program. Not
    /// whose they are.
    [[nodiscard]] core::Key key() const;
};

/// A change of how images are made from samples must change this, so that old caches are not taken for new ones.
inline constexpr int image_version = 3;
/// Hexadecimal digits of a set's key that stand in its name and source.
inline constexpr std::size_t image_key_digits = 16;

/// What the request's source or database is called (LabelledFolder::name). Errors: no database is named and MIT-BIH is
/// not at hand.
[[nodiscard]] core::Result<std::string> database_name(const BeatImagesRequest& request);

/// Opens the image set, making it first unless it is there: made of these records' samples and beats in this way. The
/// patient of an image is its record; the label its AAMI class. Each record and lead has its median beat too. Its
/// source is "mitdb 1.0.0, 48 records, beats from annotations, all leads and mixtures, content 1f2e...", after the
/// name of what was read. Errors: those of the readers or the source; (usage) `file` is there and holds anything else.
[[nodiscard]] core::Result<features::ImageSet> beat_images(const BeatImagesRequest& request,
                                                           const core::RunContext& context);

}  // namespace synchrony::inputs

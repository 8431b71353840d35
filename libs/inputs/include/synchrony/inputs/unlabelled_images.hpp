// Use case: the spectrogram images of recordings of which nothing but the signal is used, for training without labels.
#pragma once

#include <filesystem>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/inputs/beat_images.hpp"

namespace synchrony::inputs {

/// Beats of a recording that are used: the first of them, about ten minutes of a long one. Six short ones teach more.
inline constexpr std::size_t most_unlabelled_beats = 600;

/// Images of the recordings (any format, any leads) that a cohort CSV names: beats from our detector over all leads,
/// and each lead's median beat, as beat_images makes them; recipe, first_lead_only and mixtures are those of `like`. No
/// column but `ecg` matters and none is taken for an outcome, though all must be well-formed. Patients are numbered
/// ("unlabelled 1", by row): the set and its source, "unlabelled recordings, ..., 98 of 100 recordings, content
/// 1f2e...", hold nothing of the table's ids. Made once and kept in the cache folder under a name that the signals fix;
/// `source` ends with it. A recording that cannot be read or has no beats is left out. Errors: the table's; a recording
/// that lies in `like.database` (its test patients must not teach); no recording is left; cancelled; writing fails.
[[nodiscard]] core::Result<features::ImageSet> unlabelled_images(const std::filesystem::path& table,
                                                                 const BeatImagesRequest& like,
                                                                 const core::RunContext& context);

}  // namespace synchrony::inputs

// One recording's beats and median beats as images, the same for all sets that nets are pre-trained on.
#pragma once

#include <cstdint>
#include <vector>

#include "synchrony/app/beat_images.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// A change of how images are made from samples must change this, so that old caches are not taken for new ones.
inline constexpr int image_version = 2;

struct LabelledBeats {
    std::vector<std::int64_t> samples;  ///< R peaks at the record's own rate, rising
    std::vector<std::int8_t> labels;    ///< record::AamiClass a beat, -1 without
};

/// An image a beat and the median beat, of the leads and mixtures that the request asks for. Errors:
/// beats::median_beats, features::build_beat_images.
[[nodiscard]] core::Result<features::ImageSetWriter> images_of_ecg(record::Ecg ecg, const record::PatientId& patient,
                                                                   const LabelledBeats& beats,
                                                                   const BeatImagesRequest& request);

}  // namespace synchrony::app

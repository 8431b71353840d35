// One recording's beats and median beats as images, the same for all sets that nets are pre-trained on.
#pragma once

#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/inputs/beat_images.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::inputs {

/// SHA-256 of what decides a recording's images, whatever its format and files: leads, samples, gaps, rate.
[[nodiscard]] std::string content_of(const record::Ecg& ecg);

/// An image a beat and, where asked for, the median beat, of the leads and mixtures that the request asks for. Errors:
/// beats::median_beats, features::build_beat_images.
[[nodiscard]] core::Result<features::ImageSetWriter> images_of_ecg(record::Ecg ecg, const record::PatientId& patient,
                                                                   const datasets::LabelledBeats& beats,
                                                                   const BeatImagesRequest& request);

}  // namespace synchrony::inputs

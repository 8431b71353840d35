// Measures one recording that is read already, with what is known of its patient.
#pragma once

#include "synchrony/app/measure.hpp"

namespace synchrony::app {

/// The patient by `path` from request.clinical, the sex from there, the request or the recording's header.
[[nodiscard]] core::Result<measure::Measurements> measure_read(const record::Ecg& ecg,
                                                               const std::filesystem::path& path,
                                                               const MeasureRequest& request);

}  // namespace synchrony::app

// Whether two files hold one recording.
#pragma once

#include <string>

#include "synchrony/record/ecg.hpp"

namespace synchrony::inputs {

/// What recordings with the same samples share, whatever their formats: SHA-256 of the rate and of every sample of I,
/// II and V1 to V6 in whole µV (of all leads, where those are not there). Coarser than signal_digest: formats that keep
/// 12 leads or 8, and in other steps, agree.
[[nodiscard]] std::string samples_key(const record::Ecg& ecg);

}  // namespace synchrony::inputs

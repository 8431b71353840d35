// Whether two files hold one recording.
#pragma once

#include <span>
#include <string>

#include "synchrony/record/ecg.hpp"

namespace synchrony::inputs {

/// What recordings are compared by, whatever their formats: SHA-256 of the rate and of every sample of I, II and V1 to
/// V6 in whole µV (of all leads, where those are not there), and the mean voltage of a few stretches of each. Coarser
/// than signal_digest: formats that keep 12 leads or 8 agree.
[[nodiscard]] std::string samples_key(const record::Ecg& ecg);

/// Gives keys of one recording in two roundings (4.88 µV a step in one file, 1 or 5 µV in another) the first's, so that
/// equal keys mean one recording: rate, leads and length are the same, and no stretch differs by more than 6 µV. Empty
/// keys stay.
void join_alike(std::span<std::string> keys);

}  // namespace synchrony::inputs

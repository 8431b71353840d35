// Whether a recording is a person's or a simulation's. Said in the header's comments, which every format of this
// program keeps, so that it travels with the samples.
#pragma once

#include <string_view>

#include "synchrony/record/ecg.hpp"

namespace synchrony::record {

/// The comment that `synchrony simulate` writes into each recording.
inline constexpr std::string_view simulated_comment = "simulated patient, not a person";

/// What stands wherever something was made from such recordings.
inline constexpr std::string_view simulated_words = "Simulated: virtual patients, not persons";

/// True where one of the recording's comments is that comment.
[[nodiscard]] bool is_simulated(const Ecg& ecg);

}  // namespace synchrony::record

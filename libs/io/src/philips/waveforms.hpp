// The rhythm and the representative beats of a Philips SierraECG file.
#pragma once

#include <pugixml.hpp>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::philips {

/// The rhythm: leads III, aVR, aVL and aVF made whole, a calibration pulse at the end cut off. `root` is
/// restingecgdata.
[[nodiscard]] core::Result<record::Ecg> read_rhythm(pugi::xml_node root, const ReadOptions& options,
                                                    const std::string& where);

/// Adds the representative beats to `ecg`, or a warning that says why they are not read.
void add_stored_beats(pugi::xml_node root, const ReadOptions& options, const std::string& where, record::Ecg& ecg);

}  // namespace synchrony::io::philips

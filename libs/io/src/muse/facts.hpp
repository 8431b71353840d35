// What a MUSE file says beside its samples.
#pragma once

#include <pugixml.hpp>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io::muse {

/// Device, filters of the waveform, measurements and statements, patient; `root` is RestingECG.
[[nodiscard]] record::FileFacts facts_of(pugi::xml_node root, pugi::xml_node waveform);
/// When the recording was made; what cannot be read is a warning.
void take_start_time(pugi::xml_node root, record::Ecg& ecg);

}  // namespace synchrony::io::muse

// What a MUSE file says beside its samples.
#pragma once

#include <pugixml.hpp>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io::muse {

/// Device, filters of the waveform, measurements and statements, patient, into ecg.facts, and when the recording was
/// made; `root` is RestingECG. A date or age that cannot be read is a warning.
void take_facts(pugi::xml_node root, pugi::xml_node waveform, record::Ecg& ecg);

}  // namespace synchrony::io::muse

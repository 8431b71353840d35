// What a CardioSoft file says beside its samples.
#pragma once

#include <pugixml.hpp>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io::cardiosoft {

/// Device, filters, measurements and statements, patient; `root` is CardiologyXML.
void take_facts(pugi::xml_node root, record::Ecg& ecg);
/// When the recording was made; what cannot be read is a warning.
void take_start_time(pugi::xml_node root, record::Ecg& ecg);

}  // namespace synchrony::io::cardiosoft

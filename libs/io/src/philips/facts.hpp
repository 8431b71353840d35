// What a Philips SierraECG file says beside its samples.
#pragma once

#include <pugixml.hpp>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io::philips {

/// Device, filters, measurements and statements, patient, and when the recording was made; what of it cannot be
/// read is a warning. `root` is restingecgdata. Without the gain's source.
void take_facts(pugi::xml_node root, record::Ecg& ecg);

}  // namespace synchrony::io::philips

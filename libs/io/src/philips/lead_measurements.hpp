// What Philips' electrocardiographs measured lead by lead.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "synchrony/record/lead_measurements.hpp"

namespace synchrony::io::philips {

/// Of <leadmeasurements>, in uV and ms: versions 1.03 and 1.04 have the same names. Its "vat" is counted from the
/// lead's own onset and is left alone.
[[nodiscard]] std::vector<record::LeadMeasurements> lead_measurements(pugi::xml_node root);

}  // namespace synchrony::io::philips

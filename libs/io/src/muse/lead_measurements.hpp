// What GE's program measured lead by lead.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "synchrony/record/lead_measurements.hpp"

namespace synchrony::io::muse {

/// Of <MeasurementMatrix> (53 numbers a lead, base64, named in GE's Marquette 12SL guides) or, where there is none, of
/// <AmplitudeMeasurements>; both in uV and ms. A matrix that cannot be read is none.
[[nodiscard]] std::vector<record::LeadMeasurements> lead_measurements(pugi::xml_node root);

}  // namespace synchrony::io::muse

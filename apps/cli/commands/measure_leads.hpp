// `measure --by-lead`: a table of the leads, for people.
#pragma once

#include <string>

#include "synchrony/app/measure.hpp"

namespace synchrony::cli {

/// Of a recording that was measured. `printed`: the device's beside ours, and how many amplitudes agree.
[[nodiscard]] std::string leads_text(const app::MeasuredRecording& answer, bool printed);

}  // namespace synchrony::cli

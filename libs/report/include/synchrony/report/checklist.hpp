// The TRIPOD+AI checklist, filled with what a report holds.
#pragma once

#include <string_view>
#include <vector>

#include "synchrony/report/evaluation_parts.hpp"

namespace synchrony::report {

struct EvaluationReport;

/// Where the items come from, for the foot of the table.
[[nodiscard]] std::string_view tripod_ai_source();

/// All 52 parts of the 27 items of TRIPOD+AI (Collins et al., BMJ 2024;385:e078378), topics in our own words. Each is
/// answered from what `report` holds; what it does not hold is marked for the author.
[[nodiscard]] std::vector<ChecklistItem> tripod_ai_checklist(const EvaluationReport& report);

}  // namespace synchrony::report

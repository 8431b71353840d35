// The files that a comparison leaves behind.
#pragma once

#include <string>

#include "comparison_set.hpp"
#include "synchrony/app/evaluate.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/report/from_results.hpp"

namespace synchrony::app {

/// What the results do not know: who was left out, the baseline table, example pictures, versions and checksums.
/// `engine`: description of what ran the networks, empty for none; `pretrained`: null for none.
[[nodiscard]] report::ReportContext report_context(const EvaluateRequest& request, const ComparisonSet& who,
                                                   const std::string& engine, const model::Bundle* pretrained);

/// results.json, results.csv, report.html and report.pdf, each written atomically; gives what the report says first:
/// its warnings and the answer.
[[nodiscard]] core::Result<std::vector<std::string>> write_files(const EvaluateRequest& request,
                                                                 const eval::Results& results,
                                                                 const report::ReportContext& context);

}  // namespace synchrony::app

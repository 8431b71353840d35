// From an evaluation's results to its page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/report/evaluation_report.hpp"

namespace synchrony::report {

/// What the results do not know.
struct ReportContext {
    Paper paper = Paper::a4;
    std::string title;  ///< empty: "<outcome> in <cohort>"
    std::string summary;
    std::string date;                 ///< "2026-11-22"
    std::size_t patients_listed = 0;  ///< in the cohort file; 0: as many as analysed
    std::vector<Named> excluded;      ///< reason, number of patients
    std::optional<BaselineTable> baseline;
    std::string positive_name;  ///< empty: "responders" for the outcome "response", else "<outcome>: yes"
    std::string negative_name;
    std::vector<Named> versions;  ///< beside the program's own
    std::vector<Named> data;
    std::vector<std::string> conclusions;  ///< paragraphs after those that follow from the figures
    std::vector<ExamplePicture> examples;
};

/// A cohort's baseline table as the page shows it: an ordered variable takes a heading and a row for each level.
[[nodiscard]] BaselineTable shown_baseline(const cohort::BaselineTable& table);

/// The page's contents. Patients appear as counts only. The ROC curves are those of models and of the best rules, eight
/// at most; calibration is drawn for the four models of the largest AUC whose scores are probabilities. Conclusions
/// state the best row, the differences that hold after correction, and the limits of the design.
[[nodiscard]] EvaluationReport evaluation_report(const eval::Results& results, const ReportContext& context);

}  // namespace synchrony::report

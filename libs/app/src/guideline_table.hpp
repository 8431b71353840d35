// What three guidelines say of each patient of a comparison, as numbers that a rule can read.
#pragma once

#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/ml/rules.hpp"
#include "synchrony/model/classifier.hpp"

namespace synchrony::app {

/// One column for each guideline and each way of knowing LBBB, "esc_2021/strauss": 3 for class I, 2 for IIa, 1 for IIb,
/// 0 for III or no row. Missing where LVEF, NYHA class, sex or LBBB is needed and not known, and below 18 years (by the
/// cohort, else by the recording): the rows are for adults. LBBB is that of the ECG by
/// each definition and, where the cohort has the column, as it is given there ("given", an empty cell as Strauss'
/// definition has it); the QRS duration is the cohort's, else the ECG's; the rhythm is sinus unless the ECG looks like
/// atrial fibrillation. One row a recording that is not excluded; without any measured ECG there are only the columns
/// "given".
[[nodiscard]] model::FeatureTable guideline_table(const cohort::Cohort& cohort,
                                                  const std::vector<inputs::PatientRecording>& recordings);

/// Class I or IIa by each of those columns.
[[nodiscard]] std::vector<ml::NamedRule> guideline_rules(const model::FeatureTable& table);

}  // namespace synchrony::app

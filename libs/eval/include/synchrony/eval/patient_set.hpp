// From a cohort to the set that models are fitted on.
#pragma once

#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/model/classifier.hpp"

namespace synchrony::eval {

struct PatientSetOptions {
    /// Columns of the table "clinical"; empty: all known columns that may be inputs (Cohort::input_columns).
    std::vector<std::string> columns{};
};

struct LabelledSet {
    model::PatientSet set;                 ///< patients with a known outcome; table "clinical" where there are columns
    std::vector<std::size_t> cohort_rows;  ///< row of the cohort of each patient of the set
    std::vector<std::string> groups;       ///< as in the cohort, for make_folds
};

/// Errors (usage): a column that the cohort lacks, that holds text, that is the outcome, or that is known only after
/// the implant (input: no patient with an outcome).
[[nodiscard]] core::Result<LabelledSet> labelled_set(const cohort::Cohort& cohort,
                                                     const PatientSetOptions& options = {});

}  // namespace synchrony::eval

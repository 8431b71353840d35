// The published rows of results, and those that the study lacks, beside ours.
#pragma once

#include <string>
#include <vector>

#include "compared_cohort.hpp"
#include "he_2023.hpp"

namespace synchrony::app {

/// Every published row with its arithmetic and its agreement with ours; cohorts: one at least.
[[nodiscard]] core::Result<std::vector<ReproducedRow>> reproduced_rows(const ReproduceRequest& request,
                                                                       const std::vector<ComparedCohort>& cohorts);

/// Ours of one cohort with their intervals, or the mean and SD over several.
[[nodiscard]] ComparatorRow comparator_row(const ReproduceRequest& request, const std::vector<ComparedCohort>& cohorts,
                                           const he_2023::Comparator& wanted);

/// Our rows that stand beside no published one and are no comparator, by their labels.
[[nodiscard]] std::vector<FurtherRow> further_rows(const std::vector<ComparedCohort>& cohorts);

/// What may be believed, in three sentences.
[[nodiscard]] std::vector<std::string> answer_of(const Reproduction& found);

}  // namespace synchrony::app

// A cohort of a reproduction, with the comparisons of models on it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/app/evaluate.hpp"
#include "synchrony/app/reproduce.hpp"

namespace synchrony::app {

/// One cohort with what each comparison on it found.
struct ComparedCohort {
    std::filesystem::path csv;
    std::optional<double> attainable_auc;
    std::vector<std::pair<std::string, EvaluateOutcome>> comparisons;  ///< by network; the first has the cohort's rows
};

/// The user's cohort, or the k-th virtual one (from 0, below the folder "cohorts"), with the comparison of each network
/// on it (below "comparisons"). A cancelled one ends with the comparison that was stopped. Errors: as simulate and
/// evaluate.
[[nodiscard]] core::Result<ComparedCohort> compared_cohort(const ReproduceRequest& request, int k,
                                                           const core::RunContext& context);

/// Where the comparison of a network (empty: of none) on the k-th cohort (from 0) lies, below the folder of the
/// reproduction.
[[nodiscard]] std::filesystem::path comparison_folder(int k, const std::string& network);

/// The shipped weights of a network, of the published width where there are such; empty: there are none.
[[nodiscard]] std::filesystem::path shipped_weights(const std::string& network);

}  // namespace synchrony::app

// Who takes part in a comparison: patients whose outcome is known and whose recording can be used.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/app/patient_images.hpp"
#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/eval/patient_set.hpp"

namespace synchrony::app {

struct EvaluationCohort {
    cohort::Cohort cohort;   ///< as read, rows of one person joined
    eval::LabelledSet kept;  ///< tables "clinical", "guidelines" and, with ECGs, "ecg"; with ECGs its images too
    std::vector<PatientRecording> recordings;  ///< one a patient with a known outcome; without ECGs nothing is measured
    std::vector<std::pair<std::string, std::size_t>> excluded;  ///< reason, patients
    std::vector<std::string> notes;  ///< of the cohort, of columns and of recordings; no identifiers
};

/// Reads the cohort, measures its ECGs and makes the images of median beats (into `images`). A cohort without the
/// column `ecg` has neither measurements nor images. Errors: those of read_cohort, labelled_set and patient_images.
[[nodiscard]] core::Result<EvaluationCohort> evaluation_cohort(const std::filesystem::path& csv,
                                                               const cohort::CohortOptions& options,
                                                               const features::SpectrogramRecipe& recipe,
                                                               const std::filesystem::path& images,
                                                               const core::RunContext& context);

/// The baseline table of the patients that are kept; measurements stand beside the cohort's own columns where the
/// cohort does not give them.
[[nodiscard]] cohort::BaselineTable baseline_of(const EvaluationCohort& who);

}  // namespace synchrony::app

// From a cohort CSV to the set that models are fitted on, with the reason for every patient who is not in it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/eval/patient_set.hpp"
#include "synchrony/inputs/cohort_images.hpp"

namespace synchrony::app {

/// What becomes of a patient whose row names no ECG, where others' rows do.
enum class WithoutEcg : std::uint8_t {
    left_out,  ///< some row of the comparison reads the ECG, and all are of the same patients
    used       ///< only the cohort's own columns are read
};

struct ComparisonSet {
    cohort::Cohort cohort;
    /// Patients with an outcome and a usable ECG (or none, where WithoutEcg::used); tables "clinical" (where the cohort
    /// has columns), "guidelines" and, where the cohort names ECGs, "ecg", which fills empty cells of "clinical"
    /// (fill_from_ecg); images where it does and the request named a file.
    eval::LabelledSet kept;
    std::vector<inputs::PatientRecording>
        recordings;  ///< of all with an outcome, excluded ones too; without ECGs not measured
    std::vector<std::pair<std::string, std::size_t>> excluded;  ///< reason, patients
    bool simulated = false;  ///< `synchrony simulate` made the table, or a recording says so of itself
};

/// True where simulation.json of `synchrony simulate` stands beside the table.
[[nodiscard]] bool is_simulated_table(const std::filesystem::path& csv);

/// Reads the cohort, takes `more_inputs` (cohort::chosen_inputs) beside the known columns, gives patients with the same
/// ECG one group, measures the ECGs of those with an outcome. Errors: those of read_cohort, labelled_set and
/// patient_images; before an ECG is opened, a class of fewer patients than there are `folds` (cohort::not_evaluable).
[[nodiscard]] core::Result<ComparisonSet> comparison_set(
    const std::filesystem::path& csv, const cohort::CohortOptions& options, const std::vector<std::string>& more_inputs,
    const inputs::PatientImagesRequest& images, const core::RunContext& context, WithoutEcg without_ecg, int folds);

/// What each row's recording shares with others of the same samples (inputs::join_alike); empty where it has none that
/// could be read.
[[nodiscard]] std::vector<std::string> samples_by_row(const cohort::Cohort& cohort,
                                                      const std::vector<inputs::PatientRecording>& recordings);

/// What the measurement says against recordings, as rows of the cohort.
struct RaisedFlags {
    std::map<std::string, std::vector<std::size_t>> refusing;  ///< by flag: a prediction would abstain
    std::map<std::string, std::vector<std::size_t>> others;    ///< by flag: cautions
    std::vector<std::size_t> warned;                           ///< the reader had warnings
};
[[nodiscard]] RaisedFlags flags_of(const std::vector<inputs::PatientRecording>& recordings);

/// Which recordings bear a flag that would make a prediction abstain; they stay in the set. One sentence a flag with
/// the file's rows, its end is `what_then`.
[[nodiscard]] std::vector<std::string> flag_notes(const cohort::Cohort& cohort,
                                                  const std::vector<inputs::PatientRecording>& recordings,
                                                  const std::string& what_then);

/// The baseline table of the patients that are kept; measurements stand beside the cohort's own columns where the
/// cohort does not give them.
[[nodiscard]] cohort::BaselineTable baseline_of(const ComparisonSet& patients);

}  // namespace synchrony::app

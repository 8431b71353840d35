#include "comparison_set.hpp"

#include <map>

#include "guideline_table.hpp"
#include "synchrony/cohort/twins.hpp"

namespace synchrony::app {
namespace {

// The set without the patients whose recordings could not be used.
eval::LabelledSet keep(const eval::LabelledSet& all, const std::vector<PatientRecording>& recordings) {
    eval::LabelledSet kept;
    kept.set.outcome_name = all.set.outcome_name;
    for (const auto& [name, table] : all.set.tables) kept.set.tables[name].columns = table.columns;
    for (std::size_t i = 0; i < recordings.size(); ++i) {
        if (!recordings[i].excluded.empty()) continue;
        kept.set.patients.push_back(all.set.patients[i]);
        kept.set.response.push_back(all.set.response[i]);
        kept.cohort_rows.push_back(all.cohort_rows[i]);
        if (!all.groups.empty()) kept.groups.push_back(all.groups[i]);
        if (!all.set.groups.empty()) kept.set.groups.push_back(all.set.groups[i]);
        for (const auto& [name, table] : all.set.tables) {
            const auto columns = static_cast<std::ptrdiff_t>(table.columns.size());
            const auto from = table.values.begin() + static_cast<std::ptrdiff_t>(i) * columns;
            auto& values = kept.set.tables[name].values;
            values.insert(values.end(), from, from + columns);
        }
    }
    return kept;
}

std::vector<std::pair<std::string, std::size_t>> count_reasons(const cohort::Cohort& cohort, const eval::LabelledSet& labelled,
                                                               const std::vector<PatientRecording>& recordings) {
    std::map<std::string, std::size_t> reasons;
    if (const std::size_t unlabelled = cohort.size() - labelled.set.size(); unlabelled > 0) reasons["outcome not known"] = unlabelled;
    for (const auto& recording : recordings)
        if (!recording.excluded.empty()) ++reasons["ECG: " + recording.excluded];
    return {reasons.begin(), reasons.end()};
}

}  // namespace

std::vector<std::string> flag_notes(const std::vector<PatientRecording>& recordings, const std::string& what_then) {
    std::map<std::string, std::size_t> patients;
    for (const auto& recording : recordings)
        if (recording.measurements)
            for (const auto& flag : recording.measurements->flags)
                if (flag.refuse) ++patients[flag.name];
    std::vector<std::string> notes;
    for (const auto& [name, count] : patients)
        notes.push_back(std::to_string(count) + " recordings are flagged '" + name + "'; " + what_then);
    return notes;
}

core::Result<ComparisonSet> comparison_set(const std::filesystem::path& csv, const cohort::CohortOptions& options,
                                           const PatientImagesRequest& images, const core::RunContext& context) {
    ComparisonSet result;
    SYNCHRONY_ASSIGN(result.cohort, cohort::read_cohort(csv, options));
    cohort::join_twins(result.cohort);
    SYNCHRONY_ASSIGN(const auto labelled, eval::labelled_set(result.cohort));
    SYNCHRONY_ASSIGN(auto patients, patient_images(result.cohort, labelled.cohort_rows, images, context));
    result.excluded = count_reasons(result.cohort, labelled, patients.recordings);
    result.kept = keep(labelled, patients.recordings);
    result.kept.set.tables["ecg"] = ecg_table(patients.recordings);
    result.kept.set.tables["guidelines"] = guideline_table(result.cohort, patients.recordings);
    if (patients.images) result.kept.set.images = std::make_shared<const features::ImageSet>(std::move(*patients.images));
    result.recordings = std::move(patients.recordings);
    return result;
}

}  // namespace synchrony::app

#include "evaluation_cohort.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "guideline_table.hpp"
#include "synchrony/cohort/twins.hpp"
#include "synchrony/eval/leaks.hpp"

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

std::vector<std::pair<std::string, std::size_t>> count_reasons(const cohort::Cohort& cohort,
                                                               const eval::LabelledSet& labelled,
                                                               const std::vector<PatientRecording>& recordings) {
    std::map<std::string, std::size_t> reasons;
    if (const std::size_t unlabelled = cohort.size() - labelled.set.size(); unlabelled > 0)
        reasons["outcome not known"] = unlabelled;
    for (const auto& recording : recordings)
        if (!recording.excluded.empty()) ++reasons["ECG: " + recording.excluded];
    return {reasons.begin(), reasons.end()};
}

// How many recordings bear a flag that would make a prediction abstain. They stay in a comparison, which says so.
std::vector<std::string> flag_notes(const std::vector<PatientRecording>& recordings) {
    std::map<std::string, std::size_t> patients;
    for (const auto& recording : recordings)
        if (recording.measurements)
            for (const auto& flag : recording.measurements->flags)
                if (flag.refuse) ++patients[flag.name];
    std::vector<std::string> notes;
    for (const auto& [name, count] : patients)
        notes.push_back(std::to_string(count) + " recordings are flagged '" + name +
                        "'; they are kept in the comparison");
    return notes;
}

void take_notes(EvaluationCohort& who) {
    const auto add = [&](const std::vector<std::string>& notes) {
        who.notes.insert(who.notes.end(), notes.begin(), notes.end());
    };
    add(who.cohort.notes);
    if (!who.cohort.has_ecgs()) who.notes.emplace_back("The cohort names no ECGs: only its own columns are used.");
    add(eval::suspicious_columns(who.kept.set));
    add(flag_notes(who.recordings));
}

cohort::Column measured_column(const model::FeatureTable& table, std::size_t at, std::size_t patients) {
    cohort::Column column;
    column.name = table.columns[at];
    const auto* rule = cohort::find_rule(column.name);
    column.known = rule != nullptr;
    column.kind = rule != nullptr ? rule->kind : cohort::ColumnKind::number;
    for (std::size_t row = 0; row < patients; ++row) column.numbers.push_back(table.at(row, at));
    return column;
}

}  // namespace

core::Result<EvaluationCohort> evaluation_cohort(const std::filesystem::path& csv, const cohort::CohortOptions& options,
                                                 const features::SpectrogramRecipe& recipe,
                                                 const std::filesystem::path& images, const core::RunContext& context) {
    EvaluationCohort who;
    auto reading = options;
    reading.require_ecg = false;
    SYNCHRONY_ASSIGN(who.cohort, cohort::read_cohort(csv, reading));
    cohort::join_twins(who.cohort);
    SYNCHRONY_ASSIGN(const auto labelled, eval::labelled_set(who.cohort));
    if (!who.cohort.has_ecgs()) {
        for (const auto row : labelled.cohort_rows) who.recordings.push_back({row, {}, {}});
        who.kept = labelled;
    } else {
        SYNCHRONY_ASSIGN(auto made, patient_images(who.cohort, labelled.cohort_rows, {recipe, false, images}, context));
        who.recordings = std::move(made.recordings);
        who.kept = keep(labelled, who.recordings);
        who.kept.set.tables["ecg"] = ecg_table(who.recordings);
        who.kept.set.images = std::make_shared<const features::ImageSet>(std::move(made.images));
    }
    who.kept.set.tables["guidelines"] = guideline_table(who.cohort, who.recordings);
    who.excluded = count_reasons(who.cohort, labelled, who.recordings);
    take_notes(who);
    return who;
}

cohort::BaselineTable baseline_of(const EvaluationCohort& who) {
    auto analysed = who.cohort.with_rows(who.kept.cohort_rows);
    std::size_t measured = 0;
    if (const auto found = who.kept.set.tables.find("ecg"); found != who.kept.set.tables.end())
        for (std::size_t at = 0; at < found->second.columns.size(); ++at) {
            if (analysed.find(found->second.columns[at])) continue;
            analysed.columns.push_back(measured_column(found->second, at, analysed.size()));
            ++measured;
        }
    auto table = cohort::baseline_table(analysed);
    for (auto& row : std::span(table.rows).last(std::min(measured, table.rows.size())))
        if (const auto* words = find_ecg_column(row.name)) row.meaning = words->meaning, row.unit = words->unit;
    if (measured > 0)
        table.notes.push_back("The last " + std::to_string(measured) +
                              " variables were measured by the program on the patients' ECGs.");
    return table;
}

}  // namespace synchrony::app

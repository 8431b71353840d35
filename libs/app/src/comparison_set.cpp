#include "comparison_set.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>

#include "guideline_table.hpp"
#include "simulation_facts.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/duplicate_subjects.hpp"
#include "synchrony/cohort/later_names.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/from_ecg.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/measure/flag_words.hpp"

namespace synchrony::app {
namespace {

// The set without the patients whose recordings could not be used.
eval::LabelledSet keep(const eval::LabelledSet& all, const std::vector<inputs::PatientRecording>& recordings) {
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

std::vector<std::pair<std::string, std::size_t>> count_reasons(
    const cohort::Cohort& cohort, const eval::LabelledSet& labelled,
    const std::vector<inputs::PatientRecording>& recordings) {
    std::map<std::string, std::size_t> reasons;
    if (const std::size_t unlabelled = cohort.size() - labelled.set.size(); unlabelled > 0)
        reasons["outcome not known"] = unlabelled;
    for (const auto& recording : recordings)
        if (!recording.excluded.empty()) ++reasons["ECG: " + recording.excluded];
    return {reasons.begin(), reasons.end()};
}

/// What the program does not know it does not use, and says so.
void note_columns_left_out(cohort::Cohort& cohort, const std::vector<std::string>& chosen) {
    auto names = cohort::possible_inputs_left_out(cohort, chosen);
    std::erase_if(names, [](const auto& name) {
        return cohort::sounds_later(name) || std::ranges::find(group_columns(), name) != group_columns().end();
    });
    if (names.empty()) return;
    cohort.notes.push_back("columns that the program does not know are no inputs: " + core::joined(names) +
                           "; --inputs adds those that were known before the implant");
}

/// One person's rows in one group, known by files, samples and what the table says.
void join_people(cohort::Cohort& cohort, const std::vector<inputs::PatientRecording>& recordings,
                 eval::LabelledSet& labelled) {
    cohort::join_duplicate_subjects(cohort, samples_by_row(cohort, recordings));
    for (std::size_t i = 0; i < labelled.cohort_rows.size(); ++i)
        labelled.groups[i] = labelled.set.groups[i] = cohort.groups[labelled.cohort_rows[i]];
}

/// Patients who have no ECG, or one that cannot be used, count where only the table is read.
void use_without_ecg(ComparisonSet& patients) {
    std::map<std::string, std::vector<std::size_t>> rows;
    for (auto& recording : patients.recordings)
        if (!recording.excluded.empty()) rows[std::exchange(recording.excluded, {})].push_back(recording.row);
    for (const auto& [reason, of] : rows)
        patients.cohort.notes.push_back(
            core::counted(of.size(), "patient") +
            (reason == inputs::no_ecg_named
                 ? " without an ECG"
                 : " (" + cohort::rows_words(patients.cohort, of) + ") whose ECG cannot be used, " + reason) +
            ": used, as only the table is read");
}

/// Before the ECGs are read, which may take hours: of those who can be in the comparison at all.
core::Result<void> check_folds(const cohort::Cohort& cohort, WithoutEcg without_ecg, int folds) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (!cohort.ecgs[row].empty() || without_ecg == WithoutEcg::used || !cohort.has_ecgs()) rows.push_back(row);
    if (rows.empty()) return {};  // another error says so
    const auto possible = cohort.with_rows(rows);
    if (possible.labelled_rows().empty()) return {};
    if (auto fault = cohort::not_evaluable(possible, folds)) return core::fail(std::move(*fault));
    return {};
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

std::vector<std::string> flag_notes(const cohort::Cohort& cohort,
                                    const std::vector<inputs::PatientRecording>& recordings,
                                    const std::string& what_then) {
    const auto raised = flags_of(recordings);
    std::vector<std::string> notes;
    if (!raised.warned.empty())  // without their words, which name files
        notes.push_back("the reader warned of " + core::counted(raised.warned.size(), "recording") + " (" +
                        cohort::rows_words(cohort, raised.warned) + "); `synchrony measure` prints the warnings; " +
                        what_then);
    for (const auto& [name, rows] : raised.refusing)
        notes.push_back(core::counted(rows.size(), "recording") + " (" + cohort::rows_words(cohort, rows) +
                        "): " + measure::flag_words(name) + "; " + what_then);
    return notes;
}

std::vector<std::string> samples_by_row(const cohort::Cohort& cohort,
                                        const std::vector<inputs::PatientRecording>& recordings) {
    std::vector<std::string> samples(cohort.size());
    for (const auto& recording : recordings) samples[recording.row] = recording.samples;
    inputs::join_alike(samples);
    return samples;
}

RaisedFlags flags_of(const std::vector<inputs::PatientRecording>& recordings) {
    RaisedFlags raised;
    for (const auto& recording : recordings) {
        if (!recording.measurements) continue;
        if (!recording.measurements->warnings.empty()) raised.warned.push_back(recording.row);
        for (const auto& flag : recording.measurements->flags)
            if (auto& rows = (flag.refuse ? raised.refusing : raised.others)[flag.name];
                rows.empty() || rows.back() != recording.row)
                rows.push_back(recording.row);
    }
    return raised;
}

core::Result<ComparisonSet> comparison_set(const std::filesystem::path& csv, const cohort::CohortOptions& options,
                                           const std::vector<std::string>& more_inputs,
                                           const inputs::PatientImagesRequest& images, const core::RunContext& context,
                                           WithoutEcg without_ecg, int folds) {
    ComparisonSet result;
    SYNCHRONY_ASSIGN(result.cohort, cohort::read_cohort(csv, options));
    SYNCHRONY_ASSIGN(const auto chosen, cohort::chosen_inputs(result.cohort, more_inputs));
    SYNCHRONY_TRY(check_folds(result.cohort, without_ecg, folds));
    note_columns_left_out(result.cohort, chosen);
    for (auto& finding : cohort::constant_columns(result.cohort, chosen))
        result.cohort.notes.push_back(std::move(finding.what));
    for (const auto& finding : cohort::group_findings(result.cohort))
        result.cohort.notes.push_back(cohort::rows_words(result.cohort, finding.rows) + ": " + finding.what);
    SYNCHRONY_ASSIGN(auto labelled, eval::labelled_set(result.cohort, {chosen}));
    std::shared_ptr<const features::ImageSet> shown;
    const bool any_ecg = result.cohort.has_ecgs(labelled.cohort_rows) ||
                         (result.cohort.has_ecgs() && without_ecg == WithoutEcg::left_out);
    if (any_ecg) {
        auto wanted = images;
        wanted.numbers_alone = true;
        SYNCHRONY_ASSIGN(auto made, inputs::patient_images(result.cohort, labelled.cohort_rows, wanted, context));
        result.recordings = std::move(made.recordings);
        if (made.images) shown = std::make_shared<const features::ImageSet>(std::move(*made.images));
        if (without_ecg == WithoutEcg::used) use_without_ecg(result);
    } else {
        for (const auto row : labelled.cohort_rows) result.recordings.push_back({row, {}, {}});
    }
    join_people(result.cohort, result.recordings, labelled);
    result.simulated =
        is_simulated_table(csv) || std::ranges::any_of(result.recordings, &inputs::PatientRecording::simulated);
    result.excluded = count_reasons(result.cohort, labelled, result.recordings);
    result.kept = keep(labelled, result.recordings);
    result.kept.set.images = std::move(shown);
    if (any_ecg) {
        auto& tables = result.kept.set.tables;
        tables["ecg"] = inputs::ecg_table(result.recordings);
        if (const auto clinical = tables.find("clinical"); clinical != tables.end())
            for (auto& note : inputs::from_ecg_notes(inputs::fill_from_ecg(clinical->second, tables["ecg"])))
                result.cohort.notes.push_back(std::move(note));
    }
    result.kept.set.tables["guidelines"] = guideline_table(result.cohort, result.recordings);
    return result;
}

bool is_simulated_table(const std::filesystem::path& csv) {
    const auto text = core::read_file(csv.parent_path() / simulation_file);
    if (!text) return false;
    const auto facts = core::parse_json(*text, simulation_file);
    return facts && facts->is_object() && facts->contains("what") && facts->at("what") == virtual_patients;
}

cohort::BaselineTable baseline_of(const ComparisonSet& patients) {
    auto analysed = patients.cohort.with_rows(patients.kept.cohort_rows);
    std::size_t measured = 0;
    if (const auto found = patients.kept.set.tables.find("ecg"); found != patients.kept.set.tables.end())
        for (std::size_t at = 0; at < found->second.columns.size(); ++at) {
            if (analysed.find(found->second.columns[at])) continue;
            analysed.columns.push_back(measured_column(found->second, at, analysed.size()));
            ++measured;
        }
    auto table = cohort::baseline_table(analysed);
    for (auto& row : std::span(table.rows).last(std::min(measured, table.rows.size())))
        if (const auto* words = inputs::find_ecg_column(row.name)) row.meaning = words->meaning, row.unit = words->unit;
    if (measured > 0)
        table.notes.push_back("The last " + std::to_string(measured) +
                              " variables were measured by the program on the patients' ECGs.");
    return table;
}

}  // namespace synchrony::app

// Every patient of a cohort CSV: external validation of a predictor, or a list to work through.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

#include "comparison_set.hpp"
#include "predictor_run.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/duplicate_subjects.hpp"
#include "synchrony/cohort/rows_of_people.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {
namespace {

constexpr std::size_t header_bytes = 65536;
constexpr std::array<std::string_view, 6> usual_group_columns{"recorder", "device", "hospital",
                                                              "site",     "centre", "center"};

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6f", value);
    return text;
}

/// The decision's column bears the outcome's name: of a death nobody "responds".
std::string csv_header(const model::Predictor& predictor, bool patient_ids) {
    std::vector<std::string> header{"row"};
    if (patient_ids) header.emplace_back("patient_id");
    for (const char* name : {"probability", "low", "high", "responds", "abstain", "outcome", "cautions", "excluded"})
        header.emplace_back(name);
    if (predictor.outcome != "response") {
        std::ranges::replace(header, std::string("responds"), "predicted " + predictor.outcome);
        std::ranges::replace(header, std::string("outcome"), predictor.outcome);
    }
    return core::csv_row(core::harmless_cells(std::move(header)));
}

std::string csv_row(const PredictedPatient& a, const cohort::Cohort& cohort, const model::Predictor& predictor,
                    bool patient_ids) {
    std::vector<std::string> row{std::to_string(cohort.file_row(a.row))};
    if (patient_ids) row.push_back(cohort.patients[a.row].value());
    const bool answered = a.prediction && a.prediction->probability;
    row.push_back(answered ? number(*a.prediction->probability) : "");
    row.push_back(answered && a.prediction->interval ? number(a.prediction->interval->low) : "");
    row.push_back(answered && a.prediction->interval ? number(a.prediction->interval->high) : "");
    row.emplace_back(!answered ? "" : *a.prediction->probability >= predictor.threshold ? "1" : "0");
    row.emplace_back(answered ? "0" : "1");
    row.push_back(a.outcome ? std::to_string(*a.outcome) : "");
    std::string cautions;
    if (a.prediction)
        for (const auto& caution : a.prediction->cautions) core::append_word(cautions, caution.text, " ");
    row.push_back(std::move(cautions));
    row.push_back(a.excluded);
    return core::csv_row(core::harmless_cells(std::move(row)));
}

/// The answers as one fold's predictions; `rows` are those of the cohort that they are of.
std::vector<eval::PatientPrediction> judged(const CohortOutcome& outcome, std::vector<std::size_t>& rows) {
    std::vector<eval::PatientPrediction> predictions;
    for (const auto& a : outcome.predictions)
        if (a.outcome && a.prediction && a.prediction->probability) {
            const double p = *a.prediction->probability;
            predictions.push_back({predictions.size(), 0, 0, p, p >= outcome.predictor.threshold, *a.outcome});
            rows.push_back(a.row);
        }
    return predictions;
}

std::string group_of(const cohort::Column* column, std::size_t row) {
    if (column == nullptr) return {};
    if (!column->texts.empty()) return column->texts[row];
    if (!column->numbers[row]) return {};
    if (column->kind == cohort::ColumnKind::sex) return *column->numbers[row] == 1.0 ? "M" : "F";
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", *column->numbers[row]);
    return text;
}

constexpr std::size_t most_groups = 30;  // more are no centres

/// The column that makes groups: the one asked for, else the first usual one that the cohort has; null: none.
core::Result<const cohort::Column*> group_column(const cohort::Cohort& cohort, const std::string& asked) {
    if (!asked.empty()) {
        if (cohort.is_of_outcome(asked))
            return core::fail({core::ErrorKind::usage,
                               "the outcome makes no groups",
                               "--by",
                               asked,
                               "a column that was known before",
                               {}});
        if (const auto* column = cohort.find(asked)) {
            std::set<std::string> groups;
            for (std::size_t row = 0; row < cohort.size(); ++row) groups.insert(group_of(column, row));
            if (groups.size() > most_groups)
                return core::fail({core::ErrorKind::usage, "the column has too many values to make groups of", "--by",
                                   asked + ", " + std::to_string(groups.size()) + " different",
                                   "at most " + std::to_string(most_groups),
                                   "A column of recorders, centres or sexes; of numbers make ranges in the table"});
            return column;
        }
        return core::fail({core::ErrorKind::usage, "the cohort has no such column", "--by", asked,
                           "a column of the CSV", cohort.meant_column(asked)});
    }
    for (const auto name : usual_group_columns)
        if (const auto* column = cohort.find(std::string(name))) return column;
    return static_cast<const cohort::Column*>(nullptr);
}

/// The person of each of those rows, numbered from 0.
std::vector<std::size_t> people_of(const cohort::Cohort& cohort, std::span<const std::size_t> rows) {
    model::PatientSet set;
    for (const auto row : rows) {
        set.patients.push_back(cohort.patients[row]);
        set.groups.push_back(cohort.groups[row]);
    }
    return set.people();
}

/// Of each person the first row that could be answered counts, among all and in each group.
std::vector<ShiftRow> shift_rows(const CohortOutcome& outcome, const PredictedRows& predicted,
                                 const cohort::Cohort& cohort, const cohort::Column* by) {
    std::vector<std::size_t> answered, table_rows;
    for (std::size_t i = 0; i < outcome.predictions.size(); ++i)
        if (outcome.predictions[i].prediction) answered.push_back(i), table_rows.push_back(outcome.predictions[i].row);
    std::vector<ShiftRow> rows;
    std::set<std::size_t> seen;
    std::set<std::pair<std::size_t, std::string>> seen_in_group;
    const auto people = people_of(cohort, table_rows);
    for (std::size_t k = 0; k < answered.size(); ++k) {
        auto& row = rows.emplace_back(ShiftRow{predicted.values[answered[k]], outcome.predictions[answered[k]].outcome,
                                               group_of(by, table_rows[k])});
        row.among_all = seen.insert(people[k]).second;
        row.in_group = seen_in_group.emplace(people[k], row.group).second;
    }
    return rows;
}

/// This shard's rows of the CSV.
core::Result<void> write_part(const PredictRequest& request, const cohort::Cohort& cohort,
                              const CohortOutcome& outcome) {
    SYNCHRONY_ASSIGN(const auto table, core::sha256_file(request.input));
    SYNCHRONY_ASSIGN(const auto model, core::sha256_file(request.predictor));
    const auto list = list_key(request.shard, "predict", {}).add("cohort", table).add("predictor", model);
    const auto header = csv_header(outcome.predictor, request.patient_ids);
    SYNCHRONY_ASSIGN(auto part, PartFile::create(request.shard, "predict", request.out.filename().string(), list,
                                                 cohort.size(), Joining::rows(header)));
    std::size_t without = 0;
    for (const auto& patient : outcome.predictions) {
        part.stream() << csv_row(patient, cohort, outcome.predictor, request.patient_ids);
        without += patient.prediction ? 0 : 1;
    }
    return part.commit(without);
}

/// Says which rows seem to be of one person and of how many people all are; gives those rows one group, so that
/// intervals count them once.
void join_people(CohortOutcome& outcome, cohort::Cohort& cohort, const PredictedRows& predicted) {
    const auto samples = samples_by_row(cohort, predicted.recordings);
    for (const auto& twice : cohort::find_duplicate_subjects(cohort, cohort.has_ecgs(), samples))
        outcome.notes.push_back(twice.message(cohort));
    cohort::join_duplicate_subjects(cohort, samples);
    const std::size_t people = std::set(cohort.groups.begin(), cohort.groups.end()).size();
    if (people < cohort.size())
        outcome.notes.push_back(
            cohort::rows_of_people(cohort.size(), people) +
            ": intervals are over people, and the comparison with the training takes the first row of each");
}

void judge(CohortOutcome& outcome, const cohort::Cohort& cohort, const core::RunContext& context) {
    std::vector<std::size_t> rows;
    const auto predictions = judged(outcome, rows);
    outcome.judged = predictions.size();
    for (const auto& p : predictions) outcome.positives += p.outcome;
    if (outcome.positives == 0 || outcome.positives == outcome.judged) return;
    eval::MetricOptions options;
    options.threads = context.threads;
    options.seed = context.seed;
    options.people = people_of(cohort, rows);
    outcome.metrics = eval::score_predictions(predictions, predictions.size(), options);
    outcome.judged_predictions = predictions;
    outcome.judged_people = options.people;
}

/// Columns that the model reads and the table lacks, and words in them that the training did not know.
std::vector<std::string> notes_on_columns(const cohort::Cohort& cohort, const std::vector<std::string>& inputs) {
    std::vector<std::string> notes;
    std::map<std::string, std::set<std::string>> words_of_column;  // those that the training knew
    for (const auto& input : inputs) {
        if (const auto* column = cohort::column_of_input(cohort, input)) {
            if (column->name != input) words_of_column[column->name].insert(input.substr(column->name.size() + 1));
            continue;
        }
        auto note = "the cohort lacks the column " + input.substr(0, input.find('=')) + ", which the model reads";
        if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
    }
    for (const auto& [name, known] : words_of_column) {
        const auto& texts = cohort.find(name)->texts;
        const auto is_new = [&known = known](const std::string& text) {
            return !text.empty() && !known.contains(text);
        };
        const auto first = std::ranges::find_if(texts, is_new);
        if (first == texts.end()) continue;
        notes.push_back("column " + name + ": " +
                        core::counted(static_cast<std::uint64_t>(std::ranges::count_if(texts, is_new)), "cell") +
                        " with a word that the training did not know, the first " + core::in_quotes(*first) +
                        ", taken as missing; it knew " + core::joined(known));
    }
    return notes;
}

/// Puts the answers of the `rows` of the cohort into the outcome, and what is to be said of them.
void take_predictions(CohortOutcome& outcome, const PredictRequest& request, const cohort::Cohort& cohort,
                      const std::vector<std::size_t>& rows, PredictedRows& predicted) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        outcome.predictions.push_back({rows[i], predicted.recordings[i].excluded, std::move(predicted.predictions[i]),
                                       rows[i] < cohort.outcome.size() ? cohort.outcome[rows[i]] : std::nullopt,
                                       outcome.predictor.was_trained_on(predicted.recordings[i].digest)});
    for (const auto& patient : outcome.predictions) outcome.trained_on += patient.trained_on ? 1 : 0;
    if (const auto& table = outcome.predictor.training_table; !table.empty())
        outcome.same_table = core::sha256_file(request.input).value_or("") == table;
    outcome.simulated = is_simulated_table(request.input) ||
                        std::ranges::any_of(predicted.recordings, &inputs::PatientRecording::simulated);
    outcome.notes = cohort.notes;
    for (auto& note : inputs::from_ecg_notes(predicted.from_ecg)) outcome.notes.push_back(std::move(note));
    for (auto& note : notes_on_columns(cohort, clinical_inputs(outcome.predictor)))
        outcome.notes.push_back(std::move(note));
    for (const auto& a : outcome.predictions) outcome.withheld += a.prediction && a.prediction->withheld() ? 1 : 0;
}

}  // namespace

std::span<const std::string_view> group_columns() {
    return usual_group_columns;
}

bool is_cohort_csv(const std::filesystem::path& path) {
    const auto decoded = core::decode_text(core::first_bytes(path, header_bytes));
    if (!decoded) return false;
    const auto line = decoded->text.substr(0, decoded->text.find_first_of("\r\n"));
    const auto read = cohort::parse_table(line, path.filename().string());
    if (!read) return false;
    const auto has = [&](std::string_view name) {
        return std::ranges::any_of(read->table.header, [&](const auto& cell) { return cohort::trimmed(cell) == name; });
    };
    return has("patient_id");
}

core::Result<CohortOutcome> predict_cohort(const PredictRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(nn::check_device(request.device));
    if (!request.set.empty() || request.rhythm)
        return core::fail({core::ErrorKind::usage,
                           "--set and --rhythm are for one ECG",
                           request.input.filename().string(),
                           "a cohort CSV",
                           "an ECG",
                           {}});
    if (request.shard.asked() && (request.out.empty() || !request.page.empty()))
        return core::fail({core::ErrorKind::usage,
                           "a part of a cohort is a part of --out; a page is of the whole cohort",
                           "--shard " + core::to_text(request.shard.shard),
                           request.out.empty() ? "no --out" : "--page",
                           "--out FILE, no --page",
                           {}});
    SYNCHRONY_TRY(core::check_replaces_table(request.out, "probability,low,high"));
    CohortOutcome outcome;
    SYNCHRONY_ASSIGN(outcome.predictor, model::read_predictor(request.predictor));
    if (request.prevalence) {
        SYNCHRONY_ASSIGN(outcome.predictor, model::with_prevalence(std::move(outcome.predictor), *request.prevalence));
    }
    cohort::CohortOptions options;
    options.outcome = outcome.predictor.outcome;
    options.outcome_positive = outcome.predictor.outcome_positive;
    options.require_outcome = false;
    options.require_ecg = false;  // a model of the table's own columns needs none
    SYNCHRONY_ASSIGN(auto cohort, cohort::read_cohort(request.input, options));
    SYNCHRONY_ASSIGN(const auto* by, group_column(cohort, request.by));
    const auto mine = core::part_of(request.shard.shard, cohort.size());
    std::vector<std::size_t> rows(mine.size());
    std::iota(rows.begin(), rows.end(), mine.begin);
    SYNCHRONY_ASSIGN(auto predicted, predict_rows(outcome.predictor, cohort, rows, request.reading, context,
                                                  Reasons::left_out, request.device));
    take_predictions(outcome, request, cohort, rows, predicted);
    if (request.shard.asked()) {
        outcome.part = request.shard.shard;
        SYNCHRONY_TRY(write_part(request, cohort, outcome));
        return outcome;
    }
    join_people(outcome, cohort, predicted);
    outcome.shift =
        population_shift(outcome.predictor, shift_rows(outcome, predicted, cohort, by), by == nullptr ? "" : by->name);
    judge(outcome, cohort, context);
    if (!request.page.empty()) SYNCHRONY_TRY(report::write_cohort_prediction(cohort_page_of(outcome), request.page));
    if (request.out.empty()) return outcome;
    auto table = csv_header(outcome.predictor, request.patient_ids);
    for (const auto& patient : outcome.predictions)
        table += csv_row(patient, cohort, outcome.predictor, request.patient_ids);
    SYNCHRONY_TRY(core::write_file(request.out, table));
    return outcome;
}

}  // namespace synchrony::app

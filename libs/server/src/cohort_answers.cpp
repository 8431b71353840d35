// Cohorts: a table with its map, the ECGs that it names, its patients one by one.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "forms.hpp"
#include "recording_answers.hpp"
#include "synchrony/app/cohort_check.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/ecg_stretch.hpp"

namespace synchrony::server {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 2> options_of_checks{"outcome", "ecgs"};

struct AskedCohort {
    std::shared_ptr<UploadedCohort> cohort;
    Reply refusal;
    explicit operator bool() const { return cohort != nullptr; }
};

AskedCohort asked_cohort(const Context& context, const std::string& id) {
    if (auto cohort = context.cohorts.find(id)) return {std::move(cohort), {}};
    return {nullptr, no_cohort(context, id)};
}

core::Result<Reply> list_cohorts(Context& context, Call&, const PathValues&) {
    Json list = Json::array();
    for (const auto& cohort : context.cohorts.all()) list.push_back(cohort->json());
    return json_reply(list);
}

core::Result<Reply> post_cohort(Context& context, Call& call, const PathValues&) {
    SYNCHRONY_ASSIGN(const auto form, cohort_form(call));
    SYNCHRONY_ASSIGN(const auto cohort, context.cohorts.create());
    SYNCHRONY_TRY(cohort->add_files(form.files));
    SYNCHRONY_TRY(cohort->set_table(form.table_ending, form.table, form.map));
    SYNCHRONY_TRY(context.cohorts.hold(cohort, [&](const auto& id) { return context.evaluations.uses(id); }));
    return json_reply(cohort->json(), 201);
}

core::Result<Reply> get_cohort(Context& context, Call&, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    return json_reply(asked.cohort->json());
}

/// What an evaluation reads stays as it was when it began.
core::Result<void> check_not_evaluated(const Context& context, const std::string& cohort) {
    if (!context.evaluations.uses(cohort)) return {};
    return core::fail(
        {core::ErrorKind::usage, "the cohort is being evaluated", {}, {}, {}, "Stop the evaluation first"});
}

core::Result<Reply> delete_cohort(Context& context, Call&, const PathValues& values) {
    SYNCHRONY_TRY(check_not_evaluated(context, values[0]));
    if (context.cohorts.forget(values[0])) return empty_reply();
    return std::move(asked_cohort(context, values[0]).refusal);
}

core::Result<Reply> post_files(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_TRY(check_not_evaluated(context, values[0]));
    SYNCHRONY_ASSIGN(const auto files, uploaded_files(call));
    SYNCHRONY_TRY(asked.cohort->add_files(files));
    return json_reply(asked.cohort->json());
}

core::Result<Reply> get_map(Context& context, Call&, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_ASSIGN(auto map, core::read_file(asked.cohort->map()));
    return bytes_reply(std::move(map), "application/toml");
}

core::Result<Reply> put_map(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_TRY(check_not_evaluated(context, values[0]));
    SYNCHRONY_TRY(asked.cohort->set_map(call.body));
    return json_reply(asked.cohort->json());
}

core::Error not_ready() {
    return {core::ErrorKind::input, "the table has faults that its map must mend first", {}, {}, {}, {}};
}

core::Result<cohort::Cohort> read_whole(const UploadedCohort& uploaded) {
    if (!uploaded.ready()) return core::fail(not_ready());
    return uploaded.read();
}

Json value_json(const cohort::Column& column, std::size_t row) {
    if (column.kind == cohort::ColumnKind::text)
        return row < column.texts.size() && !column.texts[row].empty() ? Json(column.texts[row]) : Json(nullptr);
    if (row >= column.numbers.size() || !column.numbers[row]) return nullptr;
    if (column.kind == cohort::ColumnKind::sex) return *column.numbers[row] == 1.0 ? "M" : "F";
    return *column.numbers[row];
}

/// Columns that nobody knows and that hold text may name the patient.
bool may_be_told(const cohort::Column& column, bool identity) {
    return identity || column.known || column.kind != cohort::ColumnKind::text;
}

std::string value_text(const cohort::Column& column, std::size_t row) {
    const auto value = value_json(column, row);
    return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : core::shortest(value.get<double>());
}

std::string harmless_row(std::vector<std::string> cells) {
    return core::csv_row(core::harmless_cells(std::move(cells)));
}

core::Result<std::string> whole_csv(const UploadedCohort& uploaded) {
    SYNCHRONY_ASSIGN(const auto text, core::read_file(uploaded.csv()));
    const std::string source = "cohort.csv";
    core::CsvRowReader reader(text, source);
    std::string csv;
    for (std::vector<std::string> cells;;) {
        SYNCHRONY_ASSIGN(const bool more, reader.next(cells));
        if (!more) return csv;
        csv += harmless_row(cells);
    }
}

/// With the row's number for the id, the first such row's for the group; without the names of ECGs, which may be the
/// patients', and without text columns that nobody knows.
core::Result<std::string> nameless_csv(const UploadedCohort& uploaded) {
    SYNCHRONY_ASSIGN(const auto cohort, read_whole(uploaded));
    bool grouped = false;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        grouped = grouped || cohort.groups[row] != cohort.patients[row].value();
    std::vector<std::string> header{"patient_id"};
    if (grouped) header.emplace_back("group");
    for (const auto& column : cohort.columns)
        if (may_be_told(column, false)) header.push_back(column.name);
    std::string csv = harmless_row(header);
    std::map<std::string, std::size_t> first_row;
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        std::vector<std::string> cells{std::to_string(row + 1)};
        if (grouped) cells.push_back(std::to_string(first_row.emplace(cohort.groups[row], row + 1).first->second));
        for (const auto& column : cohort.columns)
            if (may_be_told(column, false)) cells.push_back(value_text(column, row));
        csv += harmless_row(std::move(cells));
    }
    return csv;
}

core::Result<Reply> get_csv(Context& context, Call&, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    if (!asked.cohort->ready()) return core::fail(not_ready());
    SYNCHRONY_ASSIGN(auto csv, context.options.identity ? whole_csv(*asked.cohort) : nameless_csv(*asked.cohort));
    return bytes_reply(std::move(csv), "text/csv; charset=utf-8");
}

core::Result<Reply> get_check(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    const auto& query = call.target.query;
    SYNCHRONY_ASSIGN(const auto open, whole_option(query, "ecgs", 0, 1));
    if (!asked.cohort->ready()) return core::fail(not_ready());
    app::CohortCheckRequest request;
    request.csv = asked.cohort->csv();
    if (const auto* outcome = query.find("outcome")) request.options.outcome = *outcome;
    request.open_ecgs = open.value_or(1) == 1;
    SYNCHRONY_ASSIGN(auto report, app::check_cohort_and_ecgs(request, context.job()));
    for (auto& error : report.check.errors) {
        error = context.without_places(std::move(error));
        if (!context.options.identity) error = without_file_names(std::move(error));
    }
    return json_reply(app::to_json(report));
}

core::Result<Reply> get_patients(Context& context, Call&, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_ASSIGN(const auto cohort, read_whole(*asked.cohort));
    const bool identity = context.options.identity;
    Json columns = Json::array(), patients = Json::array();
    for (const auto& column : cohort.columns)
        if (may_be_told(column, identity)) columns.push_back(column.name);
    std::error_code ignored;
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        Json cells = Json::array();
        for (const auto& column : cohort.columns)
            if (may_be_told(column, identity)) cells.push_back(value_json(column, row));
        const bool named = cohort.has_ecgs() && !cohort.ecgs[row].empty();
        const bool there = named && fs::exists(io::resolve_recording(cohort.ecgs[row]), ignored);
        patients.push_back({{"row", row + 1},
                            {"id", identity ? cohort.patients[row].value() : std::to_string(row + 1)},
                            {"ecg", there   ? "there"
                                    : named ? "missing"
                                            : "none"},
                            {"values", cells}});
    }
    return json_reply({{"columns", columns}, {"patients", patients}});
}

core::Result<Reply> open_patient(Context& context, Call&, const PathValues& values) {
    auto asked = asked_cohort(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_ASSIGN(const auto cohort, read_whole(*asked.cohort));
    const auto row = core::number_from<std::size_t>(values[1]);
    if (!row || *row == 0 || *row > cohort.size() || !cohort.has_ecgs())
        return missing_reply("no such patient, or no ECG of one", values[1].substr(0, 20));
    auto ecg = io::read_ecg(cohort.ecgs[*row - 1], inputs::reading_of(cohort, *row - 1));
    if (!ecg) {  // without its place, which is in the private folder
        auto error = std::move(ecg).error();
        error.where = "row " + values[1];
        if (error.kind == core::ErrorKind::io) error.kind = core::ErrorKind::input;
        return core::fail(std::move(error));
    }
    return hold(context, std::move(*ecg));
}

}  // namespace

Reply no_cohort(const Context& context, const std::string& id) {
    if (context.cohorts.was_dropped(id))
        return dropped_reply("the cohort", "Open its table again: at most " +
                                               std::to_string(context.options.limits.cohorts) + " are held");
    constexpr std::size_t most_letters = 40;
    return missing_reply("no such cohort", id.substr(0, most_letters));
}

std::span<const Route> cohort_routes() {
    static constexpr Route routes[] = {
        {"GET", "cohorts", Cost::job, list_cohorts},
        {"POST", "cohorts", Cost::job, post_cohort},
        {"GET", "cohorts/*", Cost::job, get_cohort},
        {"DELETE", "cohorts/*", Cost::light, delete_cohort},
        {"POST", "cohorts/*/files", Cost::job, post_files},
        {"GET", "cohorts/*/map", Cost::light, get_map},
        {"PUT", "cohorts/*/map", Cost::job, put_map},
        {"GET", "cohorts/*/cohort.csv", Cost::light, get_csv},
        {"GET", "cohorts/*/check", Cost::job, get_check, options_of_checks},
        {"GET", "cohorts/*/patients", Cost::job, get_patients},
        {"POST", "cohorts/*/patients/*/recording", Cost::job, open_patient},
    };
    return routes;
}

}  // namespace synchrony::server

// What is said of tables, as JSON: how one was understood, and what is wrong with a cohort.
#include "json_values.hpp"
#include "synchrony/app/cohort_check.hpp"
#include "synchrony/app/table_import.hpp"
#include "synchrony/cohort/columns.hpp"

namespace synchrony::app {
namespace {

std::string_view kind_word(cohort::ColumnKind kind) {
    switch (kind) {
        case cohort::ColumnKind::number:
            return "number";
        case cohort::ColumnKind::integer:
            return "integer";
        case cohort::ColumnKind::flag:
            return "flag";
        case cohort::ColumnKind::sex:
            return "sex";
        case cohort::ColumnKind::text:
            break;
    }
    return "text";
}

// How often, by what stands in the cell: "" for nothing.
Json missing_cells_json(const cohort::Column& column) {
    Json spellings = Json::object();
    for (const auto& [spelling, count] : column.missing) spellings[spelling] = count;
    return {{"count", column.absent()}, {"spelled", spellings}};
}

Json fault_json(const core::Error& error) {
    return {{"what", error.what},
            {"where", error.where},
            {"got", error.got},
            {"expected", error.expected},
            {"hint", error.hint}};
}

}  // namespace

Json rule_json(const cohort::ColumnRule& rule) {
    const bool range = rule.kind == cohort::ColumnKind::number || rule.kind == cohort::ColumnKind::integer;
    return {{"name", rule.name},
            {"meaning", rule.meaning},
            {"unit", rule.unit},
            {"kind", kind_word(rule.kind)},
            {"min", range ? Json(rule.min) : Json(nullptr)},
            {"max", range ? Json(rule.max) : Json(nullptr)},
            {"after_implant", rule.after_implant}};
}

Json known_columns_json() {
    Json list = Json::array();
    for (const auto& rule : cohort::known_columns()) list.push_back(rule_json(rule));
    return list;
}

Json to_json(const TableImportReport& report, const std::filesystem::path& out) {
    Json columns = Json::array(), faults = Json::array();
    for (const auto& column : report.imported.columns) {
        Json words = Json::object();
        for (const auto& [spelling, reading] : column.words)
            words[spelling] = {{"value", reading.first}, {"cells", reading.second}};
        columns.push_back({{"from", column.from},
                           {"column", column.letters},
                           {"as", column.as},
                           {"known", column.known},
                           {"left_out", column.why_left_out},
                           {"unit", column.unit},
                           {"unit_told_by", column.unit_by},
                           {"read_as", column.read_as},
                           {"present", column.present},
                           {"missing", column.missing},
                           {"words", words}});
    }
    for (const auto& fault : report.imported.faults)
        faults.push_back({{"column", fault.column},
                          {"as", fault.target},
                          {"what", fault.what},
                          {"cells", fault.cells},
                          {"first_row", fault.first_row},
                          {"spellings", fault.spellings},
                          {"expected", fault.expected},
                          {"hint", fault.hint}});
    Json json{{"source", report.source},
              {"cohort", report.written ? out.string() : ""},
              {"patients", report.imported.rows.size()},
              {"map", report.map.string()},
              {"columns", columns},
              {"notes", report.imported.notes},
              {"faults", faults}};
    if (const auto& joined = report.joined)
        json["ecgs"] = {{"patients", joined->patients},     {"recordings", joined->recordings},
                        {"by_id", joined->by_id},           {"by_name", joined->by_name},
                        {"of_nobody", joined->of_nobody},   {"of_several", joined->of_several},
                        {"unreadable", joined->unreadable}, {"after_implant", joined->after_implant}};
    return json;
}

Json to_json(const CohortCheckReport& report) {
    const auto& check = report.check;
    const auto& cohort = check.cohort;
    Json columns = Json::array(), errors = Json::array(), findings = Json::array(), not_used = Json::array();
    for (const auto& column : cohort.columns)
        columns.push_back({{"name", column.name},
                           {"known", column.known},
                           {"read_as", column.read_as},
                           {"present", column.present()},
                           {"missing", missing_cells_json(column)}});
    for (std::size_t i = 0; i < check.errors.size(); ++i) {
        errors.push_back(fault_json(check.errors[i]));
        errors.back()["cells"] = check.error_cells[i];
    }
    // As a spreadsheet shows the file: the header is row 1.
    const auto rows_json = [&](const std::vector<std::size_t>& rows) {
        Json list = Json::array();
        for (const auto row : rows) list.push_back(cohort.file_row(row));
        return list;
    };
    for (const auto& finding : report.findings)
        findings.push_back({{"kind", finding.kind}, {"what", finding.what}, {"rows", rows_json(finding.rows)}});
    for (const auto& [reason, rows] : report.ecgs_not_used)
        not_used.push_back({{"reason", reason}, {"rows", rows_json(rows)}});
    return {{"patients", cohort.size()},
            {"outcome", cohort.outcome_name},
            {"positives", cohort.positives()},
            {"negatives", cohort.negatives()},
            {"columns", columns},
            {"unknown_columns", cohort.unknown_columns()},
            {"ecgs", {{"opened", report.ecgs_opened}, {"used", report.ecgs_used}, {"not_used", not_used}}},
            {"findings", findings},
            {"notes", cohort.notes},
            {"errors", errors},
            {"not_evaluable", report.not_evaluable ? fault_json(*report.not_evaluable) : Json()}};
}

}  // namespace synchrony::app

#include "synchrony/datasets/ludb.hpp"

#include <algorithm>
#include <optional>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/csv_table.hpp"

#include "cohort_paths.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::datasets {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> entries(std::string_view cell) {
    std::vector<std::string> list;
    while (!cell.empty()) {
        const auto end = cell.find('\n');
        const auto entry = cohort::trimmed(cell.substr(0, end));
        if (!entry.empty()) list.emplace_back(entry);
        cell = end == std::string_view::npos ? std::string_view{} : cell.substr(end + 1);
    }
    return list;
}

core::Result<std::vector<LudbRow>> read_rows(const fs::path& path) {
    SYNCHRONY_ASSIGN(const cohort::CsvTable table, cohort::read_csv(path));
    const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
        const auto found =
            std::ranges::find_if(table.header, [&](const auto& h) { return cohort::trimmed(h) == name; });
        if (found == table.header.end()) return std::nullopt;
        return static_cast<std::size_t>(found - table.header.begin());
    };
    for (const auto* name : {"ID", "Sex", "Age", "Cardiac pacing"})
        if (!find(name))
            return core::fail_input("a column is missing", table.source + ", line 1", "no such column", name,
                                    "Is this the ludb.csv of LUDB 1.0.1?");
    std::vector<LudbRow> rows;
    for (const auto& row : table.rows) {
        if (row.cells.size() != table.header.size())
            return core::fail_input("the row has the wrong number of cells",
                                    table.source + ", line " + std::to_string(row.line),
                                    std::to_string(row.cells.size()), std::to_string(table.header.size()));
        LudbRow patient;
        patient.line = row.line;
        patient.id = cohort::trimmed(row.cells[*find("ID")]);
        patient.sex = cohort::trimmed(row.cells[*find("Sex")]);
        patient.age = cohort::trimmed(row.cells[*find("Age")]);
        for (std::size_t i = 0; i < table.header.size(); ++i)
            patient.findings[std::string(cohort::trimmed(table.header[i]))] = entries(row.cells[i]);
        rows.push_back(std::move(patient));
    }
    return rows;
}

core::Result<void> check_row(const LudbRow& row, const std::string& source) {
    const std::string where = source + ", line " + std::to_string(row.line);
    if (row.id.empty() || row.id.find_first_not_of("0123456789") != std::string::npos)
        return core::fail_input("the record's number cannot be read", where + ", column ID", core::in_quotes(row.id),
                                "digits");
    if (!row.sex.empty() && row.sex != "F" && row.sex != "M")
        return core::fail_input("the sex cannot be read", where + ", column Sex", core::in_quotes(row.sex), "F or M");
    const auto age = std::string_view(row.age).substr(row.age.starts_with('>') ? 1 : 0);
    if (!row.age.empty() && !cohort::parse_number(age))
        return core::fail_input("the age cannot be read", where + ", column Age", core::in_quotes(row.age), "years");
    return {};
}

/// Why the record is not imported; empty when it is.
std::string reason_to_leave_out(const LudbRow& row, const LudbTask& task, const fs::path& header,
                                const LudbOptions& options) {
    std::error_code ignored;
    if (!fs::exists(header, ignored)) return "its header file is not there";
    if (options.exclude_paced && !row.findings.at("Cardiac pacing").empty()) return "the patient is paced";
    if (task.label(row) == LudbLabel::unknown) return "the label is not given";
    return {};
}

}  // namespace

core::Result<LudbImport> import_ludb(const fs::path& directory, std::string_view task_name, const fs::path& target,
                                     const LudbOptions& options) {
    SYNCHRONY_ASSIGN(const LudbTask task, find_ludb_task(task_name));
    SYNCHRONY_ASSIGN(const auto rows, read_rows(directory / "ludb.csv"));
    const bool with_age = task_name != "age55";
    const bool with_sex = task_name != "sex";
    std::vector<std::string> header{"patient_id", "ecg", "response"};
    if (with_age) header.emplace_back("age_y");
    if (with_sex) header.emplace_back("sex");

    LudbImport result;
    std::vector<std::vector<std::string>> lines;
    for (const auto& row : rows) {
        SYNCHRONY_TRY(check_row(row, "ludb.csv"));
        const auto ecg = directory / "data" / (row.id + ".hea");
        if (auto reason = reason_to_leave_out(row, task, ecg, options); !reason.empty()) {
            result.left_out.push_back({row.id, std::move(reason)});
            continue;
        }
        const bool positive = task.label(row) == LudbLabel::yes;
        ++(positive ? result.positives : result.negatives);
        std::vector<std::string> line{"ludb-" + row.id, ecg_path(ecg, target), positive ? "1" : "0"};
        if (with_age) line.push_back(row.age.starts_with('>') ? "" : row.age);  // an open-ended age is not a number
        if (with_sex) line.push_back(row.sex);
        lines.push_back(std::move(line));
    }
    result.patients = lines.size();
    if (result.positives == 0 || result.negatives == 0)
        return core::fail_input(
            "the cohort would lack a class", directory.string() + ", task " + std::string(task_name),
            std::to_string(result.positives) + " positives, " + std::to_string(result.negatives) + " negatives", "both",
            "Are the records in the folder 'data'?");
    SYNCHRONY_TRY(cohort::write_csv(target, header, lines, options.replace));
    return result;
}

}  // namespace synchrony::datasets

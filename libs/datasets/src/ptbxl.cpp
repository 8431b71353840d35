#include "synchrony/datasets/ptbxl.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "cohort_paths.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::datasets {
namespace {

namespace fs = std::filesystem;

// SCP-ECG statements as PTB-XL's scp_statements.csv explains them.
constexpr std::array<std::string_view, 1> lvh_codes{"LVH"};
constexpr std::array<std::string_view, 1> lae_codes{"LAO/LAE"};
constexpr std::array<std::string_view, 1> normal_codes{"NORM"};
constexpr std::array<std::string_view, 1> af_codes{"AFIB"};
constexpr std::array<std::string_view, 8> conduction_codes{"CLBBB", "ILBBB", "CRBBB", "IRBBB",
                                                           "LAFB",  "LPFB",  "IVCD",  "1AVB"};
constexpr std::array<PtbxlTask, 7> all_ptbxl_tasks{
    {{"lvh", "left ventricular hypertrophy", lvh_codes},
     {"lah", "left atrial overload or enlargement", lae_codes},
     {"normal", "normal ECG", normal_codes},
     {"af", "atrial fibrillation", af_codes},
     {"conduction", "a block of bundle, fascicle or AV node", conduction_codes},
     {"sex", "male sex", {}, "sex"},
     {"age60", "age above 60 years", {}, "age_y"}}};
constexpr double ptbxl_older_than_y = 60.0;
/// "Ages above 89 are set to 300" (PTB-XL 1.0.3, HIPAA).
constexpr double oldest_given_y = 89.0;
constexpr std::size_t digits_of_record = 5;

/// The columns of either table by their names there; nothing where a table has none.
struct PtbxlColumns {
    std::size_t ecg_id = 0, person = 0, age = 0, sex = 0, codes = 0;
    std::optional<std::size_t> file, device;
};

std::optional<std::size_t> ptbxl_column(const cohort::CsvTable& table, std::string_view name) {
    const auto found = std::ranges::find_if(table.header, [&](const auto& h) { return cohort::trimmed(h) == name; });
    if (found == table.header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - table.header.begin());
}

core::Result<PtbxlColumns> columns_of(const cohort::CsvTable& table, bool own) {
    PtbxlColumns columns;
    const std::array<std::pair<std::size_t PtbxlColumns::*, const char*>, 5> needed{
        {{&PtbxlColumns::ecg_id, "ecg_id"},
         {&PtbxlColumns::person, "patient_id"},
         {&PtbxlColumns::age, own ? "age" : "age_y"},
         {&PtbxlColumns::sex, "sex"},
         {&PtbxlColumns::codes, "scp_codes"}}};
    for (const auto& [column, name] : needed) {
        const auto found = ptbxl_column(table, name);
        if (!found)
            return core::fail_input("a column is missing", table.source + ", line 1", "no such column", name,
                                    "Is this the table of PTB-XL 1.0.3?");
        columns.*column = *found;
    }
    columns.device = ptbxl_column(table, "device");
    if (own) {
        columns.file = ptbxl_column(table, "filename_hr");
        if (!columns.file)
            return core::fail_input("a column is missing", table.source + ", line 1", "no such column", "filename_hr");
    }
    return columns;
}

/// "F", "M" or nothing; PTB-XL itself writes 0 for men and 1 for women.
core::Result<std::string> sex_of(std::string_view cell, const std::string& where) {
    if (cell.empty()) return std::string();
    if (cell == "F" || cell == "1") return std::string("F");
    if (cell == "M" || cell == "0") return std::string("M");
    return core::fail_input("the sex cannot be read", where + ", column sex", core::in_quotes(cell), "F, M, 0 or 1");
}

core::Result<std::string> age_of(std::string_view cell, const std::string& where) {
    if (cell.empty()) return std::string();
    const auto age = cohort::parse_number(cell);
    if (!age) return core::fail_input("the age cannot be read", where, core::in_quotes(cell), "years");
    return *age > oldest_given_y ? std::string() : std::string(cell);
}

/// The task's answer; nothing where its column is empty.
std::optional<bool> label_of(const PtbxlTask& task, std::string_view codes, const std::string& sex,
                             std::string_view age) {
    if (task.column == "sex") return sex.empty() ? std::nullopt : std::optional(sex == "M");
    if (task.column == "age_y") {  // 300 hides the exact age of the oldest, who are above 60 all the same
        const auto years = cohort::parse_number(age);
        return years ? std::optional(*years > ptbxl_older_than_y) : std::nullopt;
    }
    return std::ranges::any_of(
        scp_codes(codes), [&](const auto& code) { return std::ranges::find(task.codes, code) != task.codes.end(); });
}

/// Where the recording lies; nothing for a number or a path that does not stay in the folder.
std::optional<fs::path> recording_of(const std::string& id, const std::optional<std::string>& file) {
    if (file) {
        const auto path = fs::path(*file + ".hea").lexically_normal();
        return path.is_absolute() || *path.begin() == ".." ? std::nullopt : std::optional(path);
    }
    if (id.empty() || id.size() > digits_of_record || id.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return fs::path("data") / (std::string(digits_of_record - id.size(), '0') + id + ".hea");
}

/// What the rows add up to, and the lines of the cohort.
struct PtbxlLines {
    PtbxlImport counts;
    std::set<std::string> people;
    std::vector<std::vector<std::string>> lines;
};

/// One row of the table becomes a line, unless its recording is not there.
core::Result<void> add_ptbxl_row(const fs::path& directory, const PtbxlColumns& columns, const PtbxlTask& task,
                                 const cohort::CsvRow& row, const std::string& where, const fs::path& target,
                                 PtbxlLines& made) {
    const auto cell = [&](std::size_t column) { return std::string(cohort::trimmed(row.cells[column])); };
    const auto recording =
        recording_of(cell(columns.ecg_id), columns.file ? std::optional(cell(*columns.file)) : std::nullopt);
    if (!recording)
        return core::fail_input("the recording's number or name cannot be read", where,
                                core::in_quotes(cell(columns.ecg_id)), "up to five digits; a path in the folder");
    std::error_code ignored;
    if (!fs::exists(directory / *recording, ignored)) {
        ++made.counts.without_header;
        return {};
    }
    SYNCHRONY_ASSIGN(auto sex, sex_of(cell(columns.sex), where));
    SYNCHRONY_ASSIGN(auto age, age_of(cell(columns.age), where));
    const auto positive = label_of(task, cell(columns.codes), sex, cell(columns.age));
    if (!positive) {
        ++made.counts.without_label;
        return {};
    }
    ++(*positive ? made.counts.positives : made.counts.negatives);
    const std::string person = "ptbxl-person-" + cell(columns.person);
    made.people.insert(person);
    std::vector<std::string> line{"ptbxl-" + cell(columns.ecg_id), ecg_path(directory / *recording, target), person,
                                  *positive ? "1" : "0"};
    if (task.column != "age_y") line.push_back(std::move(age));
    if (task.column != "sex") line.push_back(std::move(sex));
    if (columns.device) line.push_back(cell(*columns.device));
    made.lines.push_back(std::move(line));
    return {};
}

}  // namespace

std::span<const PtbxlTask> ptbxl_tasks() {
    return all_ptbxl_tasks;
}

std::vector<std::string> scp_codes(std::string_view cell) {
    std::vector<std::string> codes;
    if (!cell.starts_with('{')) {
        for (const auto word : core::split(cell, ' '))
            if (!word.empty()) codes.emplace_back(word);
        return codes;
    }
    for (std::size_t at = cell.find('\''); at != std::string_view::npos; at = cell.find('\'', at + 1)) {
        const auto end = cell.find('\'', at + 1);
        if (end == std::string_view::npos) break;
        codes.emplace_back(cell.substr(at + 1, end - at - 1));
        at = end;
    }
    return codes;
}

core::Result<PtbxlTask> find_ptbxl_task(std::string_view name) {
    const auto task = std::ranges::find(all_ptbxl_tasks, name, &PtbxlTask::name);
    if (task != all_ptbxl_tasks.end()) return *task;
    return core::fail({core::ErrorKind::usage,
                       "unknown task",
                       {},
                       std::string(name),
                       core::joined(all_ptbxl_tasks, ", ", [](const auto& t) { return t.name; }),
                       core::did_you_mean(name, all_ptbxl_tasks, &PtbxlTask::name)});
}

core::Result<PtbxlImport> import_ptbxl(const fs::path& directory, std::string_view task_name, const fs::path& target,
                                       bool replace) {
    SYNCHRONY_ASSIGN(const auto task, find_ptbxl_task(task_name));
    std::error_code ignored;
    const bool own = !fs::exists(directory / "ptbxl.csv", ignored);
    SYNCHRONY_ASSIGN(const auto table, cohort::read_csv(directory / (own ? "ptbxl_database.csv" : "ptbxl.csv")));
    SYNCHRONY_ASSIGN(const auto columns, columns_of(table, own));
    std::vector<std::string> header{"patient_id", "ecg", "group", "response"};
    for (const auto* column : {"age_y", "sex"})
        if (task.column != column) header.emplace_back(column);
    if (columns.device) header.emplace_back("recorder");
    PtbxlLines made;
    for (const auto& row : table.rows) {
        const std::string where = table.source + ", line " + std::to_string(row.line);
        if (row.cells.size() != table.header.size())
            return core::fail_input("the row has the wrong number of cells", where, std::to_string(row.cells.size()),
                                    std::to_string(table.header.size()));
        SYNCHRONY_TRY(add_ptbxl_row(directory, columns, task, row, where, target, made));
    }
    auto result = made.counts;
    result.patients = made.lines.size();
    result.people = made.people.size();
    if (result.positives == 0 || result.negatives == 0)
        return core::fail_input(
            "the cohort would lack a class", directory.string() + ", task " + std::string(task_name),
            std::to_string(result.positives) + " positives, " + std::to_string(result.negatives) + " negatives", "both",
            "Are the recordings in the folder?");
    SYNCHRONY_TRY(cohort::write_csv(target, header, made.lines, replace));
    return result;
}

}  // namespace synchrony::datasets

#include "named_ecgs.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "found_recordings.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t day_length = 10;  // of "2020-04-05"
constexpr std::size_t header_rows = 1;

struct NamedByDay {
    std::vector<std::size_t> later, same_day, undated;  // rows
};

void say_rows(tables::ImportedTable& imported, const std::vector<std::size_t>& rows, const char* words) {
    constexpr std::size_t most_told = 8;
    if (rows.empty()) return;
    const auto told = std::span(rows).first(std::min(rows.size(), most_told));
    imported.notes.push_back(
        "look at " + core::counted(rows.size(), "ECG") + " that the table names: of " + words + "; in row " +
        core::joined(told, ", ", [](std::size_t row) { return std::to_string(row + header_rows + 1); }) +
        (told.size() < rows.size() ? " and others" : "") + " of the cohort");
}

}  // namespace

core::Result<void> note_named_ecgs(tables::ImportedTable& imported, const std::vector<std::string>& days,
                                   const TableImportRequest& request, const core::RunContext& context) {
    const auto column = imported.find("ecg");
    if (!column || days.size() != imported.rows.size()) return {};
    std::vector<fs::path> paths;
    std::map<fs::path, std::vector<std::size_t>> rows_of;
    for (std::size_t row = 0; row < imported.rows.size(); ++row) {
        const auto& name = imported.rows[row][*column];
        if (name.empty() || days[row].empty()) continue;
        const auto path = io::resolve_recording(request.table.parent_path() / name).lexically_normal();
        std::error_code unknown;
        if (!fs::is_regular_file(path, unknown)) continue;
        if (rows_of[path].empty()) paths.push_back(path);
        rows_of[path].push_back(row);
    }
    if (paths.empty()) return {};
    const auto found = find_recordings(paths, request.reading, request.out, context);
    if (!found && found.error().kind == core::ErrorKind::cancelled) return core::fail(found.error());
    if (!found) return {};
    NamedByDay named;
    for (const auto& recording : found->recordings) {
        const auto rows = rows_of.find(recording.path.lexically_normal());
        if (recording.error || rows == rows_of.end()) continue;
        for (const auto row : rows->second) {
            const auto day = recording.start ? recording.start->time.substr(0, day_length) : std::string();
            if (day.empty())
                named.undated.push_back(row);
            else if (day > days[row])
                named.later.push_back(row);
            else if (day == days[row])
                named.same_day.push_back(row);
        }
    }
    say_rows(imported, named.later,
             "after the implant. Paced beats say nothing of the heart before. Name an earlier one, or leave the "
             "cell empty");
    say_rows(imported, named.same_day, "the day of the implant itself, perhaps paced");
    say_rows(imported, named.undated, "no date, perhaps of after the implant");
    return {};
}

}  // namespace synchrony::app

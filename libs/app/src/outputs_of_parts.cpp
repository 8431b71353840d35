#include "outputs_of_parts.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "convert_targets.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

/// The file itself, and what holds its samples where that is another.
std::vector<fs::path> files_of(const fs::path& output) {
    std::vector<fs::path> files{output};
    for (const auto& target : all_convert_targets())
        if (!target.signal_extension.empty() && output.extension() == target.extension)
            files.push_back(fs::path(output).replace_extension(target.signal_extension));
    return files;
}

bool holds_bytes(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored) && (!fs::is_regular_file(file, ignored) || fs::file_size(file, ignored) > 0);
}

/// Parts may have been moved together with what lies beside them.
core::Result<void> check_there(const fs::path& output, const fs::path& beside, const PartItems& part) {
    for (const auto& file : files_of(output)) {
        if (holds_bytes(file) || holds_bytes(fs::path(beside).replace_extension(file.extension()))) continue;
        return core::fail_input("a file that a part names is not there", file.string(), "no such file, or an empty one",
                                "the files that " + part.command + " wrote", "run it again: " + part.line);
    }
    return {};
}

core::Result<void> check_converted(const PartItems& part) {
    const core::JsonLimits any_length{.max_bytes = std::numeric_limits<std::size_t>::max(),
                                      .max_values = std::numeric_limits<std::size_t>::max()};
    SYNCHRONY_ASSIGN(const auto items, core::parse_json("[" + std::string(part.bytes) + "]", part.name, any_length));
    for (const auto& item : items) {
        if (!item.is_object() || !item.contains("to")) continue;  // what failed wrote nothing
        const fs::path output = core::word_of(item, "to");
        SYNCHRONY_TRY(check_there(output, part.folder / output.filename(), part));
    }
    return {};
}

core::Result<void> check_drawn(const PartItems& part) {
    const auto header = core::split(core::trimmed(part.head), ',');
    const auto column = static_cast<std::size_t>(std::ranges::find(header, "ecg") - header.begin());
    if (column == header.size()) return {};  // drawn without recordings
    core::CsvRowReader reader(part.bytes, part.name);
    for (std::vector<std::string> cells;;) {
        SYNCHRONY_ASSIGN(const bool more, reader.next(cells));
        if (!more) return {};
        if (column >= cells.size()) continue;
        const auto ecg = part.folder / cells[column];
        SYNCHRONY_TRY(check_there(ecg, ecg, part));
    }
}

}  // namespace

core::Result<void> check_outputs_there(const PartItems& part) {
    if (part.bytes.empty()) return {};
    if (part.command == "convert" && part.name == "convert.json") return check_converted(part);
    if (part.command == "simulate" && part.name == "cohort.csv") return check_drawn(part);
    return {};
}

}  // namespace synchrony::app

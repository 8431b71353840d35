#include "synchrony/datasets/annotated_folder.hpp"

#include <algorithm>
#include <sstream>

#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::datasets {
namespace {

constexpr std::size_t most_records = 1'000'000;
constexpr std::uint64_t longest_list_bytes = std::uint64_t{1} << 26;

bool leaves_the_folder(const std::filesystem::path& path) {
    return path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
}

}  // namespace

core::Result<std::vector<std::filesystem::path>> records_of_folder(const std::filesystem::path& folder) {
    const auto list = folder / "RECORDS";
    SYNCHRONY_ASSIGN(const std::string text, core::read_file(list, longest_list_bytes));
    std::vector<std::filesystem::path> records;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        line = core::trimmed(line);
        if (line.empty()) continue;
        if (leaves_the_folder(line))
            return core::fail_input("a record outside the folder", list.string(), line, "a path beneath it");
        if (records.size() == most_records)
            return core::fail_input("too many records", list.string(), {}, "at most " + std::to_string(most_records));
        records.push_back(folder / line);
    }
    if (records.empty()) return core::fail_input("no record is listed", list.string(), {}, "one a line, as data/1");
    return records;
}

core::Result<AnnotatedRecord> read_annotated_record(const std::filesystem::path& path) {
    AnnotatedRecord record;
    record.name = path.filename().string();
    SYNCHRONY_ASSIGN(const auto raw, io::wfdb::read_record(path));
    SYNCHRONY_ASSIGN(record.ecg, io::wfdb::to_ecg(raw));
    bool annotated = false;
    for (const auto& lead : record.ecg.leads) {
        const std::string annotator = core::lower(lead.name);
        auto& waves = record.waves.emplace_back();
        if (!std::filesystem::exists(path.string() + "." + annotator)) continue;
        SYNCHRONY_ASSIGN(auto file, io::wfdb::read_annotations(path, annotator));
        io::wfdb::rescale(file, record.ecg.sampling_frequency_hz);
        waves = measure::waves_of_annotations(file.annotations, record.ecg.sampling_frequency_hz);
        annotated = true;
    }
    if (!annotated)
        return core::fail_input("no lead is annotated", path.string(), "no annotation file named after a lead",
                                "one a lead, as " + record.name + ".ii");
    return record;
}

core::Result<std::vector<AnnotatedRecord>> read_annotated_folder(const std::filesystem::path& folder) {
    SYNCHRONY_ASSIGN(const auto paths, records_of_folder(folder));
    std::vector<AnnotatedRecord> records;
    for (const auto& path : paths) {
        SYNCHRONY_ASSIGN(auto record, read_annotated_record(path));
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace synchrony::datasets

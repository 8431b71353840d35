#include "synchrony/io/recording_files.hpp"

#include <sys/stat.h>

#include <optional>

#include "synchrony/core/files.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb_header.hpp"

namespace synchrony::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t longest_header_bytes = std::uint64_t{16} << 20;
constexpr int deepest_segments = 2;  // a record of segments is none of another's: more is no record

/// By its ending, or by its content: headers of any name, and packed ones, are read.
bool is_wfdb_header(const fs::path& file) {
    if (file.extension() == ".hea") return true;
    const auto format = detect_format(file);
    return format && (*format)->name == "wfdb";
}

void add_wfdb_files(const fs::path& header, int depth, std::vector<fs::path>& files) {
    files.push_back(header);
    const auto file = open_recording(header);
    if (!file || file->bytes.text().size() > longest_header_bytes) return;
    const auto read = wfdb::parse_header(file->bytes.text(), header.string());
    if (!read) return;
    const auto folder = header.parent_path();
    for (const auto& signal : read->signals) files.push_back(folder / signal.file_name);
    if (depth < deepest_segments)
        for (const auto& segment : read->segments) add_wfdb_files(folder / (segment.name + ".hea"), depth + 1, files);
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> identity(const fs::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return std::nullopt;
    return std::pair{static_cast<std::uint64_t>(found.st_dev), static_cast<std::uint64_t>(found.st_ino)};
}

}  // namespace

std::vector<fs::path> files_of_recording(const fs::path& path) {
    std::vector<fs::path> files;
    const auto at = resolve_recording(path);
    const auto file = core::there_or_file_above(at);
    if (file.empty()) return files;
    if (file == at && is_wfdb_header(file))
        add_wfdb_files(file, 0, files);
    else
        files.push_back(file);
    return files;
}

void FilesInUse::add(const fs::path& file) {
    if (const auto known = identity(file)) known_.insert(*known);
}

bool FilesInUse::has(const fs::path& file) const {
    const auto asked = identity(file);
    return asked && known_.contains(*asked);
}

}  // namespace synchrony::io

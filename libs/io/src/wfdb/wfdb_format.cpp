#include "wfdb/wfdb_format.hpp"

#include "synchrony/io/wfdb.hpp"
#include "wfdb/fields.hpp"
#include "wfdb/paths.hpp"

namespace synchrony::io::wfdb {
namespace {

/// The first line that is no comment is a record line: a name, a number of signals, and numbers only behind it.
bool is_record_line(std::string_view line) {
    const auto name = next_token(line);
    const auto count = next_token(line);
    if (name.empty() || name.find_first_of(",;\"<>{") != std::string_view::npos) return false;
    if (!parse_integer(count, 0, max_signals, "", "")) return false;
    const auto frequency = next_token(line);
    return frequency.empty() || (frequency.find_first_not_of("0123456789.+-eE/()") == std::string_view::npos);
}

bool sniff(std::string_view head, const std::filesystem::path& path) {
    // By name alone, so that a faulty header is said to be faulty and not to be of an unknown format.
    if (path.extension() == ".hea") return true;
    if (head.find('\0') != std::string_view::npos) return false;
    while (!head.empty()) {
        const auto line = trim(head.substr(0, head.find('\n')));
        head.remove_prefix(
            std::min(head.size(), head.find('\n') == std::string_view::npos ? head.size() : head.find('\n') + 1));
        if (line.empty() || line.front() == '#') continue;
        // A number in front is a row of a table, not a record's name, unless the header's own extension says so.
        return is_record_line(line) && !parse_number(line.substr(0, line.find_first_of(" \t")), -1e300, 1e300, "", "");
    }
    return false;
}

core::Result<record::Ecg> read(const RecordingFile& file, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(auto record, read_record(file.folder, record_name_of(file.name),
                                              {options.first_sample, options.samples, options.max_values}));
    if (!record.header.frequency_given && options.sampling_frequency_hz) {
        record.header.frame_frequency_hz = *options.sampling_frequency_hz;
        record.header.frequency_given = true;
    }
    SYNCHRONY_TRY(require_frequency(record.header, file.where()));
    return to_ecg(record);
}

}  // namespace

Format format() {
    return {.name = "wfdb",
            .description = "WFDB (PhysioNet) record, one or many segments, MATLAB 4 and 5",
            .versions = "signal formats 8 to 32, 61, 80, 160, 212, 310, 311, FLAC",
            .extensions = {".hea"},
            .sniff = sniff,
            .read = read,
            .checked = "value for value with rdsamp",
            .checked_files = 15,
            .figure = "0 of 738,084 values differ",
            .reads_ranges = true};
}

}  // namespace synchrony::io::wfdb

#include "wfdb/wfdb_format.hpp"

#include <cctype>

#include "synchrony/io/wfdb.hpp"
#include "wfdb/fields.hpp"
#include "wfdb/paths.hpp"
#include "wfdb/sample_format.hpp"

namespace synchrony::io::wfdb {
namespace {

/// The first line that is no comment is a record line: a name, a number of signals, and numbers only behind it.
bool is_record_line(std::string_view line) {
    const auto name = next_token(line);
    const auto count = next_token(line);
    if (name.empty() || name.find_first_of(",;\"<>{") != std::string_view::npos) return false;
    if (!parse_integer(count, 0, max_signals, "", "")) return false;
    const auto frequency = next_token(line);
    return frequency.empty() || (std::isdigit(static_cast<unsigned char>(frequency[0])) != 0 &&
                                 frequency.find_first_not_of("0123456789.+-eE/()") == std::string_view::npos);
}

/// Whether the line behind a record line is a signal's ("100.dat 212 200 ...") or a segment's ("100_0001 650"). A
/// number for a name is a row of a table.
bool is_line_of_record(std::string_view line, bool may_have_segments) {
    const auto name = next_token(line), number = next_token(line);
    if (name.empty() || parse_number(name, -1e300, 1e300, "", "")) return false;
    const auto format = parse_integer(number.substr(0, number.find_first_of("x:+")), 0, 10000, "", "");
    if (format && (*format == 0 || find_format(static_cast<int>(*format)) != nullptr)) return true;
    return may_have_segments && parse_integer(number, 0, std::int64_t{1} << 53, "", "").has_value();
}

bool sniff(std::string_view head, const std::filesystem::path& path) {
    // By name alone, so that a faulty header is said to be faulty and not to be of an unknown format.
    if (path.extension() == ".hea") return true;
    if (head.find('\0') != std::string_view::npos) return false;
    std::string_view record_line;
    while (!head.empty()) {
        const auto line = trim(head.substr(0, head.find('\n')));
        head.remove_prefix(
            std::min(head.size(), head.find('\n') == std::string_view::npos ? head.size() : head.find('\n') + 1));
        if (line.empty() || line.front() == '#') continue;
        if (!record_line.empty())
            return is_line_of_record(
                line, record_line.substr(0, record_line.find_first_of(" \t")).find('/') != std::string_view::npos);
        if (!is_record_line(line)) return false;
        record_line = line;
    }
    return false;
}

/// The files of a record whose header was told by its content and is called otherwise than NAME.hea.
class WithHeader final : public FileSource {
  public:
    explicit WithHeader(const RecordingFile& file) : file_(file), name_(record_name_of(file.name) + ".hea") {}
    core::Result<Bytes> open(std::string_view name) const override {
        return name == name_ ? file_.bytes : file_.folder->open(name);
    }
    std::string describe(std::string_view name) const override {
        return file_.folder->describe(name == name_ ? std::string_view(file_.name) : name);
    }

  private:
    RecordingFile file_;
    std::string name_;
};

/// Several headers may name one signal file: whose it is belongs to a fault in it.
core::Error error_of_record(core::Error error, const std::string& header) {
    if (!error.where.starts_with(header)) error.where = header + ", " + error.where;
    return error;
}

core::Result<record::Ecg> read(const RecordingFile& file, const ReadOptions& options) {
    const bool called_so = std::filesystem::path(file.name).extension() == ".hea";
    const auto files = called_so ? file.folder : std::make_shared<const WithHeader>(file);
    auto read =
        read_record(files, record_name_of(file.name), {options.first_sample, options.samples, options.max_values});
    if (!read) return core::fail(error_of_record(std::move(read).error(), file.where()));
    auto& record = *read;
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

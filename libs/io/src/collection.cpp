#include "synchrony/io/collection.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "csv/table.hpp"
#include "foreign_archive.hpp"
#include "shelves.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/wfdb_header.hpp"

namespace synchrony::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_parts = 1'000'000;  ///< of one file; our bound

std::string without_gz(std::string name) {
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    return name;
}

bool is_lead_cell(std::string_view cell) {
    const auto [name, unit] = record::split_unit(cell);
    return record::is_lead_name(name) || (unit && record::millivolts_per(*unit));
}

/// The cells of a line; ' ' stands for any number of blanks.
std::vector<std::string_view> cells_of(std::string_view line, char separator) {
    auto cells = core::split(line, separator);
    if (separator == ' ') std::erase_if(cells, [](auto cell) { return cell.empty(); });
    return cells;
}

/// Whether a lead's name stands over samples: among a patient's values "III" is a NYHA class, "ECG" over names of
/// files is none. A unit may stand between the name and the first sample.
bool heads_samples(std::string_view names, std::string_view below, char separator) {
    const auto cells = cells_of(names, separator), values = cells_of(below, separator);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (core::number_from<double>(core::trimmed(cells[i]))) return false;
        if (!is_lead_cell(cells[i])) continue;
        std::string value(i < values.size() ? core::trimmed(values[i], " \t\r\"'") : std::string_view());
        std::replace(value.begin(), value.end(), ',', '.');
        if (value.empty() || core::number_from<double>(value) || record::millivolts_per(value)) return true;
    }
    return false;
}

/// What tells a table of samples from a table of patients: a lead with samples in the first lines.
bool has_lead_column(std::string_view head) {
    constexpr std::size_t most_lines = 8;  // comments may stand before the names
    const auto text = csv::text_of_head(head);
    auto lines = core::split(std::string_view(text), '\n');
    lines.resize(std::min(lines.size(), most_lines + 1));
    for (std::size_t n = 0; n < std::min(lines.size(), most_lines); ++n)
        for (const char separator : {',', ';', '\t', '|', ' '})
            if (heads_samples(lines[n], n + 1 < lines.size() ? lines[n + 1] : "", separator)) return true;
    return false;
}

bool has_extension(const std::string& name, std::span<const std::string_view> extensions) {
    const auto extension = core::lower(fs::path(name).extension().string());
    return std::ranges::find(extensions, extension) != extensions.end();
}

/// Whether a recording's name ends so, of the formats that are read.
bool is_named_like_recording(const std::string& name) {
    constexpr std::array<std::string_view, 21> extensions{".xml", ".dcm", ".dicom", ".edf", ".bdf", ".scp",  ".hea",
                                                          ".dat", ".mat", ".npz",   ".npy", ".h5",  ".hdf5", ".mwf",
                                                          ".mfr", ".ecg", ".c8k",   ".c90", ".csv", ".pdf",  ".zip"};
    return has_extension(name, extensions);
}

/// Documents of office programs are zip archives too, and none of recordings: by name, or by what stands first in them.
bool is_office_document(const std::string& name, std::string_view head) {
    constexpr std::array<std::string_view, 16> extensions{".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xlsb",
                                                          ".xltx", ".pptx", ".pptm", ".ppsx", ".odt",  ".ods",
                                                          ".odp",  ".odg",  ".epub", ".jar"};
    constexpr std::size_t first_name = 30;  // of the local header (APPNOTE 4.3.7)
    if (has_extension(name, extensions)) return true;
    const auto first = head.substr(std::min(first_name, head.size()));
    return first.starts_with("[Content_Types].xml") || first.starts_with("mimetype");
}

core::Result<std::shared_ptr<const Archive>> archive_of(const fs::path& path, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(const auto bytes, folder_source({})->open(path.string()));
    return options.archives ? options.archives->open(path, bytes) : open_zip(bytes, path.string());
}

/// The parts of a file that holds many recordings, or the file itself.
void add_parts(const fs::path& file, const std::vector<std::string>& parts, Collection& found) {
    if (parts.empty()) found.recordings.push_back(file);
    for (const auto& part : parts) found.recordings.push_back(file / part);
}

/// Goes over one shelf, and over the archives on it.
class Collector {
  public:
    Collector(const Shelf& shelf, const ReadOptions& options, bool in_archive, Collection& found)
        : shelf_(shelf), options_(options), in_archive_(in_archive), found_(found) {}

    void run() {
        found_.passed_over += shelf_.passed_over();
        for (const auto& name : shelf_.names()) look_at(name);
        for (const auto& recording : recordings_)
            if (!claimed_.contains(without_gz(recording.name))) take(recording);
        for (const auto& name : suspects_)
            if (!claimed_.contains(without_gz(name.first))) leave_out(name.first, name.second);
        found_.other_files -= std::min(found_.other_files, claimed_others());
    }

  private:
    struct Found {
        std::string name;
        const Format* format;  ///< by its first bytes
    };

    void look_at(const std::string& name) {
        auto head = shelf_.head(name);
        if (!head) return leave_out(name, head.error().message());
        if (is_gzip(*head)) {
            // Bytes that cannot be packed closer are fewer unpacked: of large files only a recording is worth a look.
            const bool looked_into = head->size() < sniff_bytes || is_named_like_recording(without_gz(name));
            *head = gunzip_head(*head, sniff_bytes);
            if (looked_into && head->size() < sniff_bytes && is_damaged_gzip(name))
                return recordings_.push_back({name, nullptr});
        }
        if (is_zip(*head)) return look_at_archive(name, *head);
        const auto* format = head->empty() ? nullptr : find_format(*head, without_gz(name));
        if (!format || (format->name == "csv" && !name.ends_with(".csv") && !has_lead_column(*head))) {
            const bool empty = head->empty();
            if (empty || is_named_like_recording(without_gz(name))) {
                suspects_.emplace_back(name, empty ? "the file is empty" : "no recording of a known format");
                return;
            }
            if (const auto archive = foreign_archive(*head); !archive.empty())
                return leave_out(name, "the file is packed: " + std::string(archive) + ". Unpack it");
            others_.insert(without_gz(name));
            ++found_.other_files;
            return;
        }
        if (format->name == "csv" && !has_lead_column(*head)) return leave_out(name, "no column is a lead by its name");
        if (format->name == "wfdb") claim_files_of(name);
        recordings_.push_back({name, format});
    }

    void look_at_archive(const std::string& name, const std::string& head) {
        const Found array{name, find_format(head, without_gz(name))};
        if (name.ends_with(".npz")) return recordings_.push_back(array);
        if (is_office_document(name, head)) {
            ++found_.other_files;
            return;
        }
        if (in_archive_) return leave_out(name, "an archive inside an archive; unpack the outer one first");
        const auto path = shelf_.path_of(name);
        auto archive = archive_of(path, options_);
        if (!archive) return recordings_.push_back({name, nullptr});  // it fails when it is read, and is counted
        if (is_npz(**archive)) return recordings_.push_back(array);
        if (is_document(**archive)) {
            ++found_.other_files;
            return;
        }
        const ArchiveShelf shelf(path, std::move(*archive));
        Collector(shelf, options_, true, found_).run();
    }

    /// Where too little of what is packed can be read to tell what it is: cut short, or a short file?
    [[nodiscard]] bool is_damaged_gzip(const std::string& name) const {
        const auto bytes = shelf_.whole(name);
        return bytes && !gunzip(*bytes, name);
    }

    /// Signal files and segments of a WFDB header are that record.
    void claim_files_of(const std::string& name) {
        const auto bytes = shelf_.whole(name);
        if (!bytes) return;
        std::string text(bytes->text());
        if (is_gzip(text)) {
            const auto unpacked = gunzip(*bytes, name);
            if (!unpacked) return;
            text = unpacked->text();
        }
        const auto header = wfdb::parse_header(text, name);
        if (!header) return;
        const auto beside = [&](const std::string& file) {
            return (fs::path(name).parent_path() / file).generic_string();
        };
        for (const auto& signal : header->signals) claimed_.insert(beside(signal.file_name));
        for (const auto& segment : header->segments) claimed_.insert(beside(segment.name + ".hea"));
        const auto stem = fs::path(without_gz(name)).replace_extension().generic_string();
        stems_.insert(stem);
        for (const char* extension : {".dat", ".mat"}) claimed_.insert(stem + extension);
    }

    /// The recording, or all parts of a file that holds many.
    void take(const Found& recording) {
        const auto path = shelf_.path_of(recording.name);
        // Only what may hold many is opened as a whole.
        const bool may_hold_many = !in_archive_ && recording.format && recording.format->parts;
        const auto file = may_hold_many ? open_recording(path, options_) : core::Result<RecordingFile>(RecordingFile{});
        if (!may_hold_many || !file) return found_.recordings.push_back(path);
        const auto parts = recording.format->parts(*file);
        if (!parts) return leave_out(recording.name, parts.error().message());
        if (parts->size() > most_parts) return leave_out(recording.name, "it holds over a million recordings");
        add_parts(path, *parts, found_);
    }

    void leave_out(const std::string& name, std::string reason) {
        found_.left_out.push_back({shelf_.path_of(name), std::move(reason)});
    }

    [[nodiscard]] std::size_t claimed_others() const {
        return static_cast<std::size_t>(std::count_if(others_.begin(), others_.end(), [&](const auto& name) {
            // Annotations bear the record's name too.
            return claimed_.contains(name) || stems_.contains(fs::path(name).replace_extension().generic_string());
        }));
    }

    const Shelf& shelf_;
    const ReadOptions& options_;
    bool in_archive_;
    Collection& found_;
    std::vector<Found> recordings_;
    std::set<std::string> claimed_;  ///< files that belong to a record's header
    std::set<std::string> stems_;    ///< of these headers: annotation files are named so
    std::set<std::string> others_;
    std::vector<std::pair<std::string, std::string>> suspects_;  ///< named like recordings, or empty; and what they are
};

}  // namespace

PassedOver& PassedOver::operator+=(const PassedOver& more) {
    hidden += more.hidden;
    dead_links += more.dead_links;
    return *this;
}

std::string PassedOver::words() const {
    std::string text;
    if (hidden > 0) core::append_word(text, core::counted(hidden, "hidden file"));
    if (dead_links > 0) core::append_word(text, core::counted(dead_links, "dead link"));
    return text;
}

core::Result<Collection> recordings_below(const fs::path& folder, const ReadOptions& options) {
    std::error_code ignored;
    Collection found;
    if (fs::is_directory(folder, ignored)) {
        FolderShelf shelf(folder);
        SYNCHRONY_TRY(shelf.list());
        found.left_out = shelf.closed();
        Collector(shelf, options, false, found).run();
        return found;
    }
    SYNCHRONY_ASSIGN(auto archive, archive_of(folder, options));
    const ArchiveShelf shelf(folder, std::move(archive));
    Collector(shelf, options, true, found).run();
    return found;
}

core::Result<std::vector<std::string>> parts_of(const Bytes& file, const std::string& name) {
    std::vector<std::string> parts;
    if (is_zip(file.text())) {
        SYNCHRONY_ASSIGN(auto archive, open_zip(file, name));
        if (is_npz(*archive)) return parts;
        Collection found;
        Collector(ArchiveShelf(fs::path(), std::move(archive)), {}, true, found).run();
        for (const auto& path : found.recordings) parts.push_back(path.generic_string());
        return parts;
    }
    const auto* format = find_format(file.text(), name);
    if (format == nullptr || format->parts == nullptr) return parts;
    RecordingFile recording{file, name, memory_source({}), {}};
    return format->parts(recording);
}

core::Result<Collection> expand_inputs(std::span<const fs::path> inputs, ReadOptions& options) {
    if (!options.archives) options.archives = std::make_shared<OpenArchives>();
    Collection all;
    const auto add = [&](Collection found) {
        all.recordings.insert(all.recordings.end(), found.recordings.begin(), found.recordings.end());
        all.left_out.insert(all.left_out.end(), found.left_out.begin(), found.left_out.end());
        all.other_files += found.other_files;
        all.passed_over += found.passed_over;
    };
    for (const auto& input : inputs) {
        std::error_code ignored;
        const bool folder = fs::is_directory(input, ignored);
        if (!folder && !fs::is_regular_file(input, ignored)) {
            all.recordings.push_back(input);
            continue;
        }
        if (folder) {
            SYNCHRONY_ASSIGN(auto found, recordings_below(input, options));
            add(std::move(found));
            continue;
        }
        const auto bytes = folder_source({})->open(input.string());
        const auto archive = bytes && is_zip(bytes->text()) ? archive_of(input, options)
                                                            : core::Result<std::shared_ptr<const Archive>>(nullptr);
        if (archive && *archive && !is_npz(**archive) && !is_document(**archive)) {
            SYNCHRONY_ASSIGN(auto found, recordings_below(input, options));
            add(std::move(found));
            continue;
        }
        const auto* format = bytes ? find_format(bytes->text(), input.filename()) : nullptr;
        if (format && format->parts) {
            const auto file = open_recording(input, options);
            if (!file) {  // it fails when it is read, and the others go on
                all.recordings.push_back(input);
                continue;
            }
            const auto parts = format->parts(*file);
            add_parts(input, parts ? *parts : std::vector<std::string>(), all);
            continue;
        }
        all.recordings.push_back(input);
    }
    return all;
}

}  // namespace synchrony::io

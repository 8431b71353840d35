// One door for all formats: read_ecg looks at a file's first bytes and calls the reader that knows them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/csv_recording.hpp"
#include "synchrony/io/source.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

class OpenArchives;

/// Recordings that were read already, by the path that stands for them; none of them need be on any disk.
using HeldRecordings = std::map<std::string, std::shared_ptr<const record::Ecg>, std::less<>>;

/// What a caller may ask of any reader.
struct ReadOptions {
    std::string format = {};        ///< a Format's name, to skip sniffing; empty: sniff
    std::int64_t first_sample = 0;  ///< a range, in samples of the format's own frame rate
    std::int64_t samples = -1;      ///< -1: to the end
    /// The same in seconds, where one of them is set: of recordings that are too long to be read at once.
    std::optional<double> start_s = {}, length_s = {};
    /// false: notes need not be looked for (FileFacts::notes), where that means going through the whole file.
    bool notes = true;
    std::int64_t max_values = std::int64_t{1} << 28;  ///< no reader makes more samples than this (all leads together)
    /// Hz, where the file gives none (a WFDB header) or a table's time column is not to count.
    std::optional<double> sampling_frequency_hz = {};
    CsvOptions csv = {};  ///< used by the csv reader; csv.unit by every format whose files name no unit
    /// Names of the leads, where the file gives none (arrays of numbers), in its order.
    std::vector<std::string> lead_names = {};
    /// Archives that stay open from one recording to the next; empty: each is opened anew.
    std::shared_ptr<OpenArchives> archives = {};
    /// read_ecg gives these by their paths and looks for no file; whole, without a range. Empty: there are none.
    std::shared_ptr<const HeldRecordings> held = {};
};

/// The file that a reader is given, on disk or in memory.
struct RecordingFile {
    Bytes bytes;                               ///< all of it, mapped or in memory
    std::string name;                          ///< in its folder: "100.hea"
    std::shared_ptr<const FileSource> folder;  ///< for formats that spread over several files
    std::string part = {};  ///< which recording of a file that holds many ("17"); empty: the only one
    [[nodiscard]] std::string where() const { return folder->describe(name); }  ///< as messages name it
};

/// A file format. To add one: a folder under src/, a line in src/formats.cpp and a row of docs/formats.md, whose cells
/// are those of this registry (at most a dozen words each).
struct Format {
    std::string_view name;                     ///< "wfdb"
    std::string_view description;              ///< what is read: "Philips SierraECG XML: rhythm, beat"
    std::string_view versions;                 ///< which of the format's versions: "1.03, 1.04, 1.04.01, 1.04.02"
    std::vector<std::string_view> extensions;  ///< ".hea", for help texts and as a hint for sniffing text
    /// Whether the file is of this format, by its first bytes (up to sniff_bytes); `name`, the file's, only where
    /// content cannot tell.
    bool (*sniff)(std::string_view head, const std::filesystem::path& name);
    /// The whole recording, or the range that `options` asks for. Fails on more than options.max_values samples before
    /// it takes their memory. Leads in mV with standard names, facts filled as far as the file knows them.
    core::Result<record::Ecg> (*read)(const RecordingFile& file, const ReadOptions& options);
    /// How the reader was checked, in a few words; "by description" where no file of that format was at hand.
    std::string_view checked = "by description";
    int checked_files = 0;  ///< independent files that it was checked with
    /// What the golden tests (or, by hand, another program) found: "0 of 67,188 samples differ".
    std::string_view figure = "none";
    /// Where a file may hold many recordings: the parts of this one, each for RecordingFile::part; none where it holds
    /// one. Empty for most formats.
    core::Result<std::vector<std::string>> (*parts)(const RecordingFile& file) = nullptr;
    /// A range takes no more time and memory than its own samples: formats of recordings of a day.
    bool reads_ranges = false;
};

/// First bytes that a sniffer sees.
inline constexpr std::size_t sniff_bytes = 4096;

/// All formats, in the order in which they are asked.
[[nodiscard]] std::span<const Format> formats();

/// The file that `path` means: itself, or path + ".hea" for a WFDB record named without extension, or the header
/// beside a WFDB signal file (.dat, .mat, or any file that the header of that name names). In a zip archive
/// ("export.zip/sub/100") as in a folder.
[[nodiscard]] std::filesystem::path resolve_recording(const std::filesystem::path& path,
                                                      const ReadOptions& options = {});

/// The format of the file, or an error that lists the formats known.
[[nodiscard]] core::Result<const Format*> detect_format(const std::filesystem::path& path);

/// Opens the file at `path` for a reader; fails (io) on what is missing, a folder or no plain file. A gzip'd file is
/// unpacked, and named without ".gz". "export.zip/sub/100.hea" is that file in the archive; "exams.npy/17" the part of
/// a file that holds many recordings. An archive inside an archive is refused.
[[nodiscard]] core::Result<RecordingFile> open_recording(const std::filesystem::path& path,
                                                         const ReadOptions& options = {});

/// The same of files that lie in memory (memory_source): `name` is a file among them, a zip archive where `part` names
/// a file in it, or a file that holds many recordings where `part` names one.
[[nodiscard]] core::Result<RecordingFile> open_recording(std::shared_ptr<const FileSource> files,
                                                         const std::string& name, const std::string& part);

/// The format of a file by its content, or null.
[[nodiscard]] const Format* find_format(std::string_view head, const std::filesystem::path& name);

/// Reads an ECG of any format, in mV. Ecg::record_name is filled from the file's name where the file has none. Fails
/// (input) when a lead stands twice under its standard name: nobody can know which is meant. Leads whose names are not
/// known are named in a warning unless I, II and V1 to V6 are there.
[[nodiscard]] core::Result<record::Ecg> read_ecg(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same of a file that is open already or lies in memory (memory_source).
[[nodiscard]] core::Result<record::Ecg> read_ecg(const RecordingFile& file, const ReadOptions& options = {});

/// What a recording of any length says of itself.
struct RecordingHead {
    record::Ecg first_frame;   ///< all that the file says, with one sample a lead (or a frame's)
    std::int64_t samples = 0;  ///< a lead, of the whole recording
};

/// For recordings that are too long to be read at once: takes the memory of one frame. The length is found by asking
/// the reader for single frames, some fifty times. Errors: those of read_ecg; usage, where the format is read whole
/// (Format::reads_ranges).
[[nodiscard]] core::Result<RecordingHead> read_head(const std::filesystem::path& path, const ReadOptions& options = {});
[[nodiscard]] core::Result<RecordingHead> read_head(const RecordingFile& file, const ReadOptions& options = {});

}  // namespace synchrony::io

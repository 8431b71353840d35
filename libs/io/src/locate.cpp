// From a path to a recording's bytes: plain files, packed files, files inside archives, parts of files that hold many.
#include <algorithm>

#include "synchrony/core/files.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb_header.hpp"

namespace synchrony::io {
namespace {

namespace fs = std::filesystem;
using core::Error;
using core::ErrorKind;
using core::fail;

/// A path as the file that is there and what follows it: "a/export.zip" and "sub/100.hea".
struct FileAndRest {
    fs::path file;
    std::string rest;
};

FileAndRest split_at_file(const fs::path& path) {
    const auto file = core::there_or_file_above(path);
    if (file.empty() || file == path) return {path, {}};
    return {file, path.lexically_relative(file).generic_string()};
}

core::Result<std::shared_ptr<const Archive>> archive_at(const fs::path& path, const Bytes& bytes,
                                                        const ReadOptions& options) {
    return options.archives ? options.archives->open(path, bytes) : open_zip(bytes, path.string());
}

/// Whether a signal of the header stands in the file `name`.
bool names_signal_file(const core::Result<Bytes>& header, const std::string& name) {
    if (!header) return false;
    const auto read = wfdb::parse_header(header->text(), name);
    return read && std::any_of(read->signals.begin(), read->signals.end(),
                               [&](const auto& signal) { return signal.file_name == name; });
}

/// The rule of resolve_recording, for folders and archives alike.
template <typename IsFile>
fs::path resolve_among(const fs::path& path, const FileSource& source, IsFile is_file) {
    auto header = path;
    header += ".hea";
    if (!is_file(path)) return is_file(header) ? header : path;
    if (path.extension() == ".hea") return path;
    header = path;
    header.replace_extension(".hea");
    if (!is_file(header)) return path;
    // PhysioNet's Challenges keep the samples in MATLAB 4 files that WFDB reads past their first 24 bytes.
    const bool by_extension = path.extension() == ".dat" || path.extension() == ".mat";
    return by_extension || names_signal_file(source.open(header.generic_string()), path.filename().string()) ? header
                                                                                                             : path;
}

core::Result<void> unpack(RecordingFile& file) {
    if (!is_gzip(file.bytes.text())) return {};
    SYNCHRONY_ASSIGN(file.bytes, gunzip(file.bytes, file.where()));
    if (file.name.ends_with(".gz")) file.name.resize(file.name.size() - 3);
    return {};
}

Error no_file(const fs::path& path) {
    return {ErrorKind::io,
            "cannot open recording",
            path.string(),
            "no readable file",
            "a recording's file, or a WFDB record's name",
            {}};
}

core::Result<RecordingFile> open_in_archive(std::shared_ptr<const Archive> archive, const std::string& inside) {
    RecordingFile file;
    const fs::path path(inside);
    file.name = path.filename().string();
    const auto folder = path.parent_path().generic_string();
    SYNCHRONY_ASSIGN(file.bytes, archive->open(inside));
    file.folder = folder_in(std::move(archive), folder.empty() ? "" : folder + "/");
    SYNCHRONY_TRY(unpack(file));
    return file;
}

/// Fails on an archive where a recording must stand.
core::Result<void> refuse_archive(const RecordingFile& file, bool inside_another) {
    if (!is_zip(file.bytes.text())) return {};
    SYNCHRONY_ASSIGN(const auto archive, open_zip(file.bytes, file.where()));
    if (is_npz(*archive)) return {};
    if (is_document(*archive))
        return core::fail_input("file is a document", file.where(), "what office programs write (docx, xlsx, odt, ...)",
                                "a recording",
                                "Export the ECG from the system it was recorded with; prints are read as PDF");
    if (inside_another)
        return core::fail_input("archive inside a packed file", file.where(), "a zip archive", "a recording",
                                "Unpack the outer one first");
    return fail(Error{
        ErrorKind::io, "is an archive", file.where(), std::to_string(archive->names().size()) + " files", "a recording",
        "Name a file in it: " + file.name + "/" + (archive->names().empty() ? "..." : archive->names().front())});
}

}  // namespace

fs::path resolve_recording(const fs::path& path, const ReadOptions& options) {
    std::error_code ignored;
    const auto at = split_at_file(path);
    if (at.rest.empty())
        return resolve_among(path, *folder_source({}),
                             [&](const fs::path& file) { return fs::is_regular_file(file, ignored); });
    const auto bytes = folder_source({})->open(at.file.string());
    if (!bytes || !is_zip(bytes->text())) return path;
    const auto archive = archive_at(at.file, *bytes, options);
    if (!archive) return path;
    const auto& names = (*archive)->names();
    return at.file / resolve_among(at.rest, **archive, [&](const fs::path& file) {
               return std::binary_search(names.begin(), names.end(), file.generic_string());
           });
}

core::Result<RecordingFile> open_recording(std::shared_ptr<const FileSource> files, const std::string& name,
                                           const std::string& part) {
    RecordingFile file;
    file.name = name;
    SYNCHRONY_ASSIGN(file.bytes, files->open(name));
    file.folder = std::move(files);
    if (is_zip(file.bytes.text()) && !part.empty()) {
        SYNCHRONY_ASSIGN(auto archive, open_zip(file.bytes, name));
        if (!is_npz(*archive)) {
            SYNCHRONY_ASSIGN(auto member, open_in_archive(std::move(archive), part));
            SYNCHRONY_TRY(refuse_archive(member, true));
            return member;
        }
    }
    const bool packed = is_gzip(file.bytes.text());
    SYNCHRONY_TRY(unpack(file));
    SYNCHRONY_TRY(refuse_archive(file, packed));
    file.part = part;
    return file;
}

core::Result<RecordingFile> open_recording(const fs::path& path, const ReadOptions& options) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return fail(Error{ErrorKind::io, "is a folder", path.string(), "a folder", "a recording's file", {}});
    const auto at = split_at_file(path);
    RecordingFile file;
    file.name = at.file.filename().string();
    file.folder = folder_source(at.file.parent_path());
    auto bytes = file.folder->open(file.name);
    if (!bytes) return fail(fs::exists(path, ignored) ? bytes.error() : no_file(path));
    file.bytes = std::move(*bytes);
    if (is_zip(file.bytes.text()) && !at.rest.empty()) {
        SYNCHRONY_ASSIGN(auto archive, archive_at(at.file, file.bytes, options));
        if (!is_npz(*archive)) {
            SYNCHRONY_ASSIGN(auto member, open_in_archive(std::move(archive), at.rest));
            SYNCHRONY_TRY(refuse_archive(member, true));
            return member;
        }
    }
    const bool packed = is_gzip(file.bytes.text());
    SYNCHRONY_TRY(unpack(file));
    SYNCHRONY_TRY(refuse_archive(file, packed));
    file.part = at.rest;
    return file;
}

}  // namespace synchrony::io

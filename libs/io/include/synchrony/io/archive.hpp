// Packed files: a zip archive is a source like a folder, a gzip'd file is read like the file in it. Both are bounded:
// a few kilobytes can unpack to all memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/source.hpp"

namespace synchrony::io {

/// What a packed file may grow to.
struct UnpackLimits {
    std::uint64_t max_bytes = std::uint64_t{1}
                              << 30;  ///< of one file; the longest Holter recordings have some hundred MB
    /// A file that grows beyond `free_bytes` may be at most so many times its packed size: recordings pack 2 to 20
    /// times, flat lines some hundred, bombs a thousand and more.
    std::uint64_t max_ratio = 200;
    std::uint64_t free_bytes = std::uint64_t{1} << 26;
    std::uint64_t max_files = 1'000'000;  ///< of an archive
};

[[nodiscard]] bool is_gzip(std::string_view head);
[[nodiscard]] bool is_zip(std::string_view head);

/// The file inside a gzip'd one (several members one behind the other are one file). Fails (input) on what is cut short
/// or damaged, and beyond the limits.
[[nodiscard]] core::Result<Bytes> gunzip(const Bytes& packed, const std::string& where,
                                         const UnpackLimits& limits = {});
/// Its first bytes, up to `most`; what could be unpacked of a damaged one. For sniffing.
[[nodiscard]] std::string gunzip_head(std::string_view packed, std::size_t most);
/// The same of a bare zlib stream (compressed elements of MATLAB 5, chunks of HDF5).
[[nodiscard]] core::Result<Bytes> inflate_zlib(std::string_view packed, const std::string& where,
                                               const UnpackLimits& limits = {});
/// The same of a deflate stream without any head (deflated DICOM data sets).
[[nodiscard]] core::Result<Bytes> inflate_raw(std::string_view packed, const std::string& where,
                                              const UnpackLimits& limits = {});

/// The files of a zip archive, unpacked one by one as they are asked for. Safe from several threads.
class Archive : public FileSource {
  public:
    /// Names of its files, sorted, folders left out.
    [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
    /// The first bytes of a file, up to `most`.
    [[nodiscard]] virtual core::Result<std::string> head(std::string_view name, std::size_t most) const = 0;
};

/// Opens an archive; `where` names it. Fails (input) on what is no whole zip, on a name that leaves the archive's
/// folder or stands twice, and beyond the limits.
[[nodiscard]] core::Result<std::shared_ptr<const Archive>> open_zip(Bytes bytes, const std::string& where,
                                                                    const UnpackLimits& limits = {});

/// Archives that were opened, so that thousands of recordings in one read its list of files once.
class OpenArchives {
  public:
    /// The archive at `path`, opened now or before. `bytes` are its content.
    [[nodiscard]] core::Result<std::shared_ptr<const Archive>> open(const std::filesystem::path& path,
                                                                    const Bytes& bytes);

  private:
    std::mutex mutex_;
    std::map<std::filesystem::path, std::shared_ptr<const Archive>> open_;
};

/// Whether all files of the archive are arrays of NumPy: such an archive is one recording (.npz), not a folder.
[[nodiscard]] bool is_npz(const Archive& archive);

/// Whether it is a document of an office program (docx, xlsx, odt, ...) or a book, by the entries that tell what stands
/// in it: such an archive is no recording, and none of recordings.
[[nodiscard]] bool is_document(const Archive& archive);

/// A folder of an archive ("" or "sub/") as a source.
[[nodiscard]] std::shared_ptr<const FileSource> folder_in(std::shared_ptr<const Archive> archive, std::string folder);

/// A file to be packed.
struct NamedBytes {
    std::string name;
    std::string bytes;
};
/// The bytes of a zip archive of these files; stored as they are, or deflated.
[[nodiscard]] core::Result<std::string> zip_of(const std::vector<NamedBytes>& files, bool deflate = false);

}  // namespace synchrony::io

// Where the files of one recording come from: a folder on disk, or memory (tests, fuzzers, uploads). Formats that
// spread over several files (WFDB) ask their source for each by name, so that memory works like files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::io {

/// Bytes and whatever keeps them alive (a mapped file, a string).
struct Bytes {
    std::span<const std::byte> view;
    std::shared_ptr<const void> keeper;

    [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(view.data()), view.size()}; }
};

/// Opens files by a name relative to the recording's folder. Shared by readers, hence const and thread-safe.
class FileSource {
  public:
    virtual ~FileSource() = default;
    /// The bytes of the file `name`; fails (io) when it is missing.
    [[nodiscard]] virtual core::Result<Bytes> open(std::string_view name) const = 0;
    /// `name` as messages should show it.
    [[nodiscard]] virtual std::string describe(std::string_view name) const = 0;
};

/// Files below `folder`, memory-mapped. Where only "name.gz" is there, it is unpacked for "name".
[[nodiscard]] std::shared_ptr<const FileSource> folder_source(std::filesystem::path folder);

/// Files held in memory, by name.
[[nodiscard]] std::shared_ptr<const FileSource> memory_source(std::map<std::string, std::string, std::less<>> files);

/// Fails unless `name` stays inside the recording's folder: no absolute path, no "..", no empty name, no NUL.
/// Names come from the files themselves (a header's signal file, a master header's segments), so they are not trusted.
[[nodiscard]] core::Result<void> check_file_name(std::string_view name, const std::string& where);

}  // namespace synchrony::io

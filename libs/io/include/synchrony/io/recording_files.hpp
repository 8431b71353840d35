// The files that a recording stands in, so that nothing is written over one that is still to be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

namespace synchrony::io {

/// Those of the recording that `path` names, as resolve_recording finds it: the file; of a WFDB record the header, its
/// signal files, and its segments' headers and signal files; of a recording in an archive the archive. Files that are
/// not there, or a header that cannot be read, give none of their own.
[[nodiscard]] std::vector<std::filesystem::path> files_of_recording(const std::filesystem::path& path);

/// Files by what they are on the disk, whatever they are called: links, other spellings and hard links are one.
class FilesInUse {
  public:
    void add(const std::filesystem::path& file);
    [[nodiscard]] bool has(const std::filesystem::path& file) const;

  private:
    std::set<std::pair<std::uint64_t, std::uint64_t>> known_;  ///< device and inode
};

}  // namespace synchrony::io

// What programs that were killed left behind: temporary files and folders that nobody holds any more.
#pragma once

#include <filesystem>
#include <string>

namespace synchrony::core {

/// Opens what is there and takes the system's lock on it, which goes with the process; -1 with errno where it cannot be
/// opened, another holds the lock (EWOULDBLOCK), or the file system knows no such locks.
[[nodiscard]] int open_locked(const std::filesystem::path& path) noexcept;

/// Removes "name.tmpPID-N" (files.cpp) in the folder whose process is no more. Once a folder and process.
void remove_files_left_behind(const std::filesystem::path& folder) noexcept;

/// Removes this user's folders named `prefix` and six letters (mkdtemp) that no process holds.
void remove_folders_left_behind(const std::filesystem::path& parent, const std::string& prefix) noexcept;

/// Removes a folder of few levels from a signal handler: takes no lock and no memory.
void remove_tree_now(const char* path) noexcept;

}  // namespace synchrony::core

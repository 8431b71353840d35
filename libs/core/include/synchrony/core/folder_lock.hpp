// One run at a time in one output folder.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// A folder that this process alone writes results to, until the object goes. The lock is the system's (flock) and lies
/// on the folder itself: no file is left behind, and a process that is killed holds none.
class FolderLock {
  public:
    /// Makes the folder with its parents where it is not there. Errors (io): it cannot be made; another process, or
    /// another lock of this one, holds it. File systems that know no locks are taken without.
    [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock();

  private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace synchrony::core

#include "synchrony/core/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "synchrony/core/files.hpp"

namespace synchrony::core {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    SYNCHRONY_TRY(make_directories(folder));
    const auto path = folder.empty() ? std::filesystem::path(".") : folder;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return fail(Error{ErrorKind::io, "cannot open folder", path.string(), std::strerror(errno), {}, {}});
    FolderLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return fail(Error{ErrorKind::io,
                          "another run is writing to this folder",
                          path.string(),
                          {},
                          {},
                          "wait until it ends, or name another folder"});
    return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace synchrony::core

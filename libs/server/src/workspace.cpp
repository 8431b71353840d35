#include "workspace.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace synchrony::server {
namespace {

namespace fs = std::filesystem;

constexpr const char* folder_prefix = "synchrony-serve-";
constexpr const char* lock_name = ".lock";

/// Opens the folder's lock file and takes the lock; -1 where another server holds it, or there is none.
int lock_of(const fs::path& folder, int flags) {
    const int lock = ::open((folder / lock_name).c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
    if (lock >= 0) ::close(lock);
    return -1;
}

/// Removes folders of this user whose server is no more.
void remove_left_behind(const fs::path& parent) {
    std::error_code ignored;
    for (fs::directory_iterator entry(parent, fs::directory_options::skip_permission_denied, ignored), end;
         entry != end; entry.increment(ignored)) {
        if (ignored) return;
        const auto path = entry->path();
        struct stat status {};
        if (!path.filename().string().starts_with(folder_prefix) || ::lstat(path.c_str(), &status) != 0 ||
            !S_ISDIR(status.st_mode) || status.st_uid != ::getuid())
            continue;
        const int lock = lock_of(path, 0);
        if (lock < 0) continue;
        std::error_code fault;
        fs::remove_all(path, fault);
        ::close(lock);
    }
}

}  // namespace

core::Result<Workspace> Workspace::create() {
    SYNCHRONY_ASSIGN(auto folder, core::ScratchFolder::create(folder_prefix));
    const int lock = lock_of(folder.path(), O_CREAT | O_EXCL);
    if (lock < 0)
        return core::fail({core::ErrorKind::io,
                           "cannot lock the private folder",
                           folder.path().string(),
                           std::strerror(errno),
                           {},
                           {}});
    remove_left_behind(folder.path().parent_path());
    return Workspace(std::move(folder), lock);
}

Workspace::Workspace(Workspace&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}

Workspace::~Workspace() {
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace synchrony::server

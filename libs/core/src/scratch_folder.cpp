#include "synchrony/core/scratch_folder.hpp"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "left_behind.hpp"
#include "temporary_names.hpp"

namespace synchrony::core {
namespace {

constexpr int tries = 8;

/// A fresh folder and its lock, none with errno where it cannot be made. Before it is locked another program may take
/// it for one left behind: then another is made. Where the file system knows no locks (-1), nobody removes it either.
std::optional<int> make_locked(std::string& name) {
    const auto wanted = name;
    for (int i = 0; i < tries; ++i) {
        name = wanted;
        if (::mkdtemp(name.data()) == nullptr) return std::nullopt;
        const int lock = open_locked(name);
        if (lock < 0 && errno != EWOULDBLOCK && errno != ENOENT) return lock;
        struct stat there {
        }, held{};
        if (lock >= 0 && ::stat(name.c_str(), &there) == 0 && ::fstat(lock, &held) == 0 && there.st_ino == held.st_ino)
            return lock;
        if (lock >= 0) ::close(lock);
    }
    errno = EAGAIN;
    return std::nullopt;
}

}  // namespace

Result<ScratchFolder> ScratchFolder::create(const std::string& prefix) {
    constexpr std::size_t letters = 6;  // that mkdtemp(3) chooses, in place of as many X
    std::error_code error;
    auto parent = std::filesystem::temp_directory_path(error);
    if (error) parent = "/tmp";
    std::string name = (parent / (prefix + std::string(letters, 'X'))).string();
    const auto lock = make_locked(name);
    if (!lock)
        return fail(Error{ErrorKind::io,
                          "cannot make a folder for intermediate files",
                          name,
                          std::strerror(errno),
                          {},
                          "TMPDIR names where"});
    remove_folders_left_behind(parent, prefix);
    return ScratchFolder(name, *lock, remember_temporary(name.c_str(), TemporaryKind::folder));
}

ScratchFolder::~ScratchFolder() {
    if (path_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
    if (slot_ >= 0) forget_temporary(slot_);
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace synchrony::core

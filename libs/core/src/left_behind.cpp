#include "left_behind.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

namespace synchrony::core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_folders_remembered = 10'000;
constexpr std::size_t letters_of_mkdtemp = 6;
constexpr int deepest_scratch = 8;  ///< levels; ours have three

/// PID of "name.tmpPID-N".
std::optional<pid_t> writer_of(std::string_view name) {
    constexpr std::string_view mark = ".tmp";
    const auto at = name.rfind(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const auto digits = name.substr(at + mark.size());
    pid_t pid = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
    const std::string_view rest(end, static_cast<std::size_t>(digits.data() + digits.size() - end));
    if (fault != std::errc{} || pid <= 0 || rest.size() < 2 || rest[0] != '-') return std::nullopt;
    const bool number = std::all_of(rest.begin() + 1, rest.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    return number ? std::optional(pid) : std::nullopt;
}

bool is_gone(pid_t pid) {
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

/// The lock is asked too: on a disk that several machines share, the number says nothing of the others' processes.
void remove_file_left_behind(const fs::path& path) {
    const auto pid = writer_of(path.filename().native());
    struct stat status {};
    if (!pid || !is_gone(*pid) || ::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    const int lock = open_locked(path);
    if (lock < 0) return;
    ::unlink(path.c_str());
    ::close(lock);
}

bool seen_before(const fs::path& folder) {
    static std::mutex mutex;
    static std::set<fs::path> seen;
    const std::lock_guard lock(mutex);
    if (seen.size() >= most_folders_remembered) seen.clear();
    return !seen.insert(folder).second;
}

bool is_left_scratch(const fs::path& path, const std::string& prefix) {
    const auto name = path.filename().string();
    struct stat status {};
    return name.size() == prefix.size() + letters_of_mkdtemp && name.starts_with(prefix) &&
           ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::getuid();
}

/// As the kernel fills the buffer of getdents64(2), for which the C library has no name before 2.30.
struct KernelEntry {
    std::uint64_t inode;
    std::int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[1];
};

// Recursion is bounded: `levels` falls.
void empty_now(int folder, int levels) noexcept {
    alignas(KernelEntry) char buffer[4096];
    // Entries removed may hide others from one pass (file systems differ): until a pass finds none.
    for (bool found = true; found;) {
        found = false;
        ::lseek(folder, 0, SEEK_SET);
        for (long n; (n = ::syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0;)
            for (long at = 0; at < n;) {
                const auto* entry = reinterpret_cast<const KernelEntry*>(buffer + at);
                at += entry->length;
                const char* name = entry->name;
                if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) continue;
                if (::unlinkat(folder, name, 0) == 0) {
                    found = true;
                    continue;
                }
                const int below =
                    levels > 0 ? ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
                if (below < 0) continue;
                empty_now(below, levels - 1);
                ::close(below);
                if (::unlinkat(folder, name, AT_REMOVEDIR) == 0) found = true;
            }
    }
}

}  // namespace

int open_locked(const fs::path& path) noexcept {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return -1;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    const int code = errno;
    ::close(descriptor);
    errno = code;
    return -1;
}

void remove_files_left_behind(const fs::path& folder) noexcept try {
    if (seen_before(folder)) return;
    std::error_code fault;
    for (fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, fault), end;
         !fault && entry != end; entry.increment(fault))
        remove_file_left_behind(entry->path());
} catch (...) {  // no memory: they lie there until the next run
}

void remove_folders_left_behind(const fs::path& parent, const std::string& prefix) noexcept try {
    std::error_code fault;
    for (fs::directory_iterator entry(parent, fs::directory_options::skip_permission_denied, fault), end;
         !fault && entry != end; entry.increment(fault)) {
        if (!is_left_scratch(entry->path(), prefix)) continue;
        const int lock = open_locked(entry->path());
        if (lock < 0) continue;
        std::error_code ignored;
        fs::remove_all(entry->path(), ignored);
        ::close(lock);
    }
} catch (...) {  // as above
}

void remove_tree_now(const char* path) noexcept {
    const int folder = ::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) return;
    empty_now(folder, deepest_scratch);
    ::close(folder);
    ::rmdir(path);
}

}  // namespace synchrony::core

#include "shelves.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace synchrony::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 10'000'000;  ///< below a folder; our bound

bool can_be_listed(const fs::path& folder) {
    return ::faccessat(AT_FDCWD, folder.c_str(), R_OK | X_OK, AT_EACCESS) == 0;
}

}  // namespace

/// What the iterator passes over without a word.
void FolderShelf::note_folder(const fs::directory_entry& folder) {
    if (folder.is_symlink())
        closed_.push_back({folder.path(), "a link to a folder, which is not followed; name it as an input too"});
    else if (!can_be_listed(folder.path()))
        closed_.push_back({folder.path(), "folder cannot be read (" + std::generic_category().message(errno) + ")"});
}

void FolderShelf::note_special(const fs::directory_entry& entry) {
    std::error_code ignored;
    if (entry.is_symlink() && !fs::exists(entry.path(), ignored))
        ++passed_over_.dead_links;
    else
        closed_.push_back({entry.path(), "no plain file: a pipe, a socket or a device"});
}

core::Result<void> FolderShelf::list() {
    std::error_code fault;
    if (!can_be_listed(root_)) fault = std::error_code(errno, std::generic_category());
    fs::recursive_directory_iterator at, end;
    if (!fault) at = fs::recursive_directory_iterator(root_, fs::directory_options::skip_permission_denied, fault);
    for (; !fault && at != end; at.increment(fault)) {
        const auto name = at->path().filename().string();
        std::error_code ignored;
        if (name.starts_with('.')) {
            at.disable_recursion_pending();
            ++passed_over_.hidden;
        } else if (at->is_directory(ignored)) {
            note_folder(*at);
        } else if (at->is_regular_file(ignored)) {
            names_.push_back(at->path().lexically_relative(root_).generic_string());
            if (names_.size() > most_files)
                return core::fail_input("folder holds too many files", root_.string(), "over ten million",
                                        "at most ten million");
        } else {
            note_special(*at);
        }
    }
    if (fault)
        return core::fail({core::ErrorKind::io, "folder cannot be read", root_.string(), fault.message(), {}, {}});
    std::sort(names_.begin(), names_.end());
    std::ranges::sort(closed_, {}, &LeftOut::path);
    return {};
}

}  // namespace synchrony::io

#include "synchrony/core/scratch_folder.hpp"

#include <stdlib.h>

#include <cerrno>
#include <cstring>

namespace synchrony::core {

Result<ScratchFolder> ScratchFolder::create(const std::string& prefix) {
    constexpr std::size_t letters = 6;  // that mkdtemp(3) chooses, in place of as many X
    std::error_code error;
    const auto parent = std::filesystem::temp_directory_path(error);
    std::string name =
        ((error ? std::filesystem::path("/tmp") : parent) / (prefix + std::string(letters, 'X'))).string();
    if (::mkdtemp(name.data()) == nullptr)
        return fail(Error{ErrorKind::io,
                          "cannot make a folder for intermediate files",
                          name,
                          std::strerror(errno),
                          {},
                          "TMPDIR names where"});
    return ScratchFolder(name);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace synchrony::core

#include "scratch_folder.hpp"

#include <stdlib.h>

#include <cerrno>
#include <cstring>

namespace synchrony::app {

core::Result<ScratchFolder> ScratchFolder::create() {
    std::error_code error;
    const auto parent = std::filesystem::temp_directory_path(error);
    std::string name = ((error ? std::filesystem::path("/tmp") : parent) / "synchrony-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return core::fail({core::ErrorKind::io,
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

}  // namespace synchrony::app

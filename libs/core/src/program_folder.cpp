#include "synchrony/core/program_folder.hpp"

namespace synchrony::core {

std::filesystem::path program_folder() {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace synchrony::core

#include "synchrony/core/program_folder.hpp"

#include <utility>

namespace synchrony::core {
namespace {

std::filesystem::path& given_program_folder() {
    static std::filesystem::path folder;
    return folder;
}

}  // namespace

void set_program_folder(std::filesystem::path folder) {
    given_program_folder() = std::move(folder);
}

std::filesystem::path program_folder() {
    if (!given_program_folder().empty()) return given_program_folder();
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace synchrony::core

// A file in memory with a path, for readers that map files.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace synchrony::fuzz {

/// Ends the run as a finding.
inline void require(bool truth) {
    if (!truth) std::abort();
}

/// One file for all inputs; its bytes are replaced each time.
inline std::filesystem::path memory_file(std::string_view bytes) {
    static const int file = ::memfd_create("fuzz", 0);
    require(file >= 0 && ::ftruncate(file, static_cast<off_t>(bytes.size())) == 0);
    for (std::size_t at = 0; at < bytes.size();) {
        const auto written = ::pwrite(file, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        require(written > 0);
        at += static_cast<std::size_t>(written);
    }
    return "/proc/self/fd/" + std::to_string(file);
}

/// A folder in memory where there is one, for what is written and read back.
inline std::filesystem::path scratch_file() {
    static const auto folder = [] {
        const std::filesystem::path memory = "/dev/shm";
        const auto base = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        return base;
    }();
    return folder / ("synchrony-fuzz-" + std::to_string(::getpid()));
}

}  // namespace synchrony::fuzz

// What stands in a file, for tests that compare.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace synchrony::test {

/// Empty where there is no file. In one piece: a byte at a time is slow in tests, which are not optimized.
inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in || in.tellg() < 0) return {};
    std::string bytes(static_cast<std::size_t>(in.tellg()), '\0');
    in.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

}  // namespace synchrony::test

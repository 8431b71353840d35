// What stands in a file, for tests that compare.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace synchrony::test {

/// Empty where there is no file.
inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace synchrony::test

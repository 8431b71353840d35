// Where real recordings and sample files lie, when they are at hand at all.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace synchrony::test {

inline std::optional<std::filesystem::path> folder(const char* variable, const char* beside_the_source) {
    if (const char* named = std::getenv(variable); named && std::filesystem::is_directory(named)) return named;
    const auto shared = std::filesystem::path(SYNCHRONY_SOURCE_DIR) / ".." / "shared" / beside_the_source;
    if (std::filesystem::is_directory(shared)) return shared;
    return std::nullopt;
}

/// Real recordings: mitdb/, ludb/, noise/, elsync/.
inline std::optional<std::filesystem::path> data_folder() {
    return folder("SYNCHRONY_DATA", "data");
}
/// Sample files of each format with what they decode to.
inline std::optional<std::filesystem::path> formats_folder() {
    return folder("SYNCHRONY_FORMATS", "formats");
}

/// Small inputs on which the program once went wrong.
inline std::optional<std::filesystem::path> cases_folder() {
    return folder("SYNCHRONY_CASES", "cases");
}

}  // namespace synchrony::test
